"""The results of the paper's model: statement, derivation, numerical check, verdict."""

from dataclasses import dataclass

import pandas as pd

from coalitions.errors import GameError
from coalitions.game.derivations import DERIVATIONS, Step
from coalitions.game.verdicts import judge


@dataclass(frozen=True)
class Result:
    """One result of the paper and what decides whether it holds.

    Parameters
    ----------
    title, statement : str
        Where it stands in the paper and what it says, in our words.
    derivation : str
        Key of the symbolic derivation; empty where another result already holds it.
    stated, conditional : tuple of str
        Keys of the checks of the statement as made and under the condition.
    finding : str
        What comes out, the condition included.
    """

    title: str
    statement: str
    derivation: str
    stated: tuple[str, ...]
    conditional: tuple[str, ...]
    finding: str


RESULTS = (
    Result(
        "Equation (1) and the record",
        "Security rises with favorable and falls with unfavorable elements; the longer the record, "
        "the less one crisis matters.",
        "survival",
        (
            "security_rises_in_theta",
            "security_falls_in_omega",
            "stakes_theta",
            "stakes_omega",
            "loss_theta",
            "reward_omega",
        ),
        (
            "security_rises_in_theta",
            "security_falls_in_omega",
            "stakes_theta",
            "stakes_omega",
            "loss_proportional",
            "reward_proportional",
        ),
        "What is at stake for survival falls with either element. Its two parts fall when both "
        "elements grow in proportion. One element at a time, failure costs a leader less with "
        "every favorable element only once these outnumber the unfavorable ones, and success adds "
        "less with every unfavorable element only once those outnumber the favorable ones.",
    ),
    Result(
        "Proposition 1",
        "A unique subgame perfect equilibrium: P accepts from s_AP upwards, L buys a coalition "
        "above beta_AP, and a crisis begins below the cost cutoff that goes with the choice.",
        "proposition_1",
        ("solvers_agree", "one_best_action"),
        ("solvers_agree", "rejection_cost_unique", "rejection_cost_outcome"),
        "The path of play is unique up to ties. The strategies are not: where L acts alone, a "
        "proposal that P turns down pays the same as no proposal. With any cost of being turned "
        "down (footnote 5) the equilibrium is unique as stated and its path unchanged. Inequality "
        "(3) assumes a positive payment; at a payment of zero it also needs a crisis cost below "
        "S + p_A + p_AP + theta, which no leader who initiates violates.",
    ),
    Result(
        "Proposition 2",
        "The formation constraint becomes harder to satisfy as theta rises.",
        "proposition_2",
        ("security_as_stated",),
        ("security_conditional",),
        "Condition: c_A < S + p_A, that is, a crisis alone leaves A something. Every crisis fought "
        "alone meets it; a few crises fought as coalitions do not, and there security widens the "
        "set of acceptable partners. The floor on beta can make the effect zero.",
    ),
    Result(
        "The limit of the constraint",
        "Above beta-hat L builds a coalition however secure it is.",
        "",
        ("limit_as_stated",),
        ("limit_conditional",),
        "Condition: S is at least the military gain p_AP - p_A, so that the payment is affordable, "
        "and c_A < S + p_A.",
    ),
    Result(
        "Proposition 3, the cutoffs",
        "Above beta-dagger the cutoff for a crisis with P is the higher one; below, the cutoff "
        "for a crisis alone.",
        "proposition_3",
        ("cutoffs_order",),
        (),
        "Holds as algebra. The three cutoffs meet at beta-dagger and swap order there.",
    ),
    Result(
        "Proposition 3, in play",
        "Between beta_AP and beta-dagger a leader who cannot resist an expensive coalition avoids "
        "it by tolerating the status quo.",
        "",
        ("partner_deters", "hand_tying"),
        (),
        "Does not happen. That interval is non-empty only if c_A is below the cutoff for acting "
        "alone (third line of the derivation above). L prefers the coalition to acting alone there "
        "and acting alone to the status quo, so it initiates. One player makes both choices with "
        "the same payoffs: there is nothing to tie its hands against.",
    ),
    Result(
        "Proposition 4",
        "Security lowers the cost cutoff when success is likely and raises it when not.",
        "proposition_4",
        ("turning_alone", "turning_coalition"),
        (),
        "Holds, with one and the same turning point for p_A and p_AP.",
    ),
    Result(
        "Proposition 4, as the text explains it",
        "Security encourages crises when success is likely and discourages them when it is not.",
        "",
        ("turning_alone_prose", "turning_coalition_prose"),
        (),
        "The sentence states the proposition with its sign reversed; the sentences after it argue "
        "for the proposition.",
    ),
    Result(
        "Equation (4) and Hypothesis 1",
        "The more similar the partner, the likelier a coalition among crises.",
        "equation_4",
        ("beta_printed", "beta_game"),
        (),
        "Holds for the printed formula and for the game.",
    ),
    Result(
        "Equation (4) and Hypothesis 2",
        "The less secure the leader, the likelier a coalition among crises.",
        "",
        ("theta_printed", "theta_game", "omega_printed", "omega_game"),
        ("theta_game",),
        "Condition: insecurity stems from fewer favorable elements, and one draw of the cost "
        "decides both formation and initiation, as in the game; then it holds at every theta of "
        "one or more. The printed formula treats the two as independent and has exceptions. "
        "Insecurity that stems from more unfavorable elements does the opposite: it leaves "
        "formation alone and draws more lone crises into the sample.",
    ),
    Result(
        "Hypothesis 3",
        "The less secure the leader, the lower the variance of coalition formation.",
        "hypothesis_3",
        ("variance_as_stated", "misses_best_forecast", "latent_spread", "cost_spread"),
        ("variance_conditional", "misses_best_conditional"),
        "Condition: as a claim about the outcome, the median partner must be acceptable at every "
        "theta, so that coalitions are more common than not; in a sample in which they are rare "
        "the claim reverses. As a claim about the errors of a latent index it does not follow: "
        "shocks to L's gain or to its costs spread more, in units of similarity, for the "
        "insecure. Misses of a forecast that is always a coalition rise in theta without a "
        "condition.",
    ),
    Result(
        "Footnote 4, payment as a share of the prize",
        "The equilibrium keeps its character when side payments come out of the prize.",
        "",
        ("prize_shared_solvers", "prize_shared_similarity", "prize_shared_security"),
        (),
        "The constraint on beta is the same; only the budget changes from S to p_AP.",
    ),
    Result(
        "Footnote 4, P's bias covers only what A keeps",
        "The same, if prize handed to P no longer counts as A's.",
        "",
        ("prize_weighted_solvers", "prize_weighted_similarity", "prize_weighted_security"),
        (
            "prize_weighted_solvers",
            "prize_weighted_similarity_conditional",
            "prize_weighted_security",
        ),
        "Condition for Hypothesis 1: c_P is at most the military gain. Above it a more similar "
        "partner is the more expensive one, because conceded prize compensates it less.",
    ),
)
"""In the order of the paper."""


def derive(result: Result) -> list[Step]:
    """Carry out the derivation of a result.

    Parameters
    ----------
    result : Result
        One of ``RESULTS``.

    Returns
    -------
    list of Step
        Empty where another result holds the derivation.

    Raises
    ------
    GameError
        When a step does not hold: the code and the derivation disagree.
    """
    steps = DERIVATIONS[result.derivation]() if result.derivation else []
    for step in steps:
        if step.holds is False:
            raise GameError(
                "a step of a derivation does not hold",
                expected=str(step.formula),
                where=f"{result.title}: {step.text}",
            )
    return steps


def verdict(result: Result, checks: pd.DataFrame) -> str:
    """Judge a result by its checks.

    Parameters
    ----------
    result : Result
        One of ``RESULTS``.
    checks : pandas.DataFrame
        From :func:`coalitions.game.checks.run_checks`.

    Returns
    -------
    str
        One of the verdicts.
    """
    return judge(checks, result.stated, result.conditional)
