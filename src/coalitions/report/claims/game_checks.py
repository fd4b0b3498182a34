"""Checks of what the paper says of its model: by random games, by algebra, by simulation.

Those that return values judge one statement each; the words around the values stand in the claim.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.checks import COST_CEILINGS
from coalitions.game.equilibrium import (
    formation_threshold,
    required_payment,
)
from coalitions.game.implications import coalition_given_crisis
from coalitions.game.parameters import FIGURE_1, FIGURE_2, draw_games
from coalitions.game.simulation import misled
from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import (
    CONDITIONAL,
    NOT_CHECKABLE,
    NOT_REPRODUCED,
    REPRODUCED,
    Judgement,
    bad_argument,
    check,
)


class Keys(NamedTuple):
    """Keys of checks of random games, by their part in a verdict.

    Parameters
    ----------
    stated : list of str
        Of the statement as the paper makes it.
    conditional : list of str
        Of the statement under an added condition.
    beside : list of str
        Shown beside them, without a part in the verdict.
    """

    stated: list[str]
    conditional: list[str]
    beside: list[str]

    def all(self) -> list[str]:
        """Return all keys, each once, in order."""
        return list(dict.fromkeys([*self.stated, *self.conditional, *self.beside]))


def keys_of(argument: str) -> Keys:
    """Split "a b | c d | e" into the checks of a statement, those under a condition, and others."""
    parts = [part.split() for part in argument.split("|")]
    if len(parts) > 3:
        raise bad_argument(argument, "at most two bars between keys of checks")
    return Keys(*parts, *[[] for _ in range(3 - len(parts))])


def judge(checks: pd.DataFrame, argument: str) -> str:
    """Turn the outcome of checks of random games into a verdict.

    Parameters
    ----------
    checks : pandas.DataFrame
        From `coalitions.game.checks.run_checks`.
    argument : str
        Keys of the checks of the statement as the paper makes it; then, after a bar, those of the
        statement under an added condition; then, after another, those only shown.

    Returns
    -------
    str
        One of the verdicts.

    Raises
    ------
    DesignError
        When there is no such check, or none is named.
    """
    keys = keys_of(argument)
    holds = checks.set_index("key")["holds"]
    if not keys.stated or not set(keys.all()) <= set(holds.index):
        raise bad_argument(argument, "keys of checks, then maybe a bar and keys of others")
    if holds[keys.stated].all():
        return REPRODUCED
    conditional = bool(keys.conditional) and holds[keys.conditional].all()
    return CONDITIONAL if conditional else NOT_REPRODUCED


@check("checks")
def checks_hold(evidence: Evidence, argument: str) -> Judgement:
    """Hold if random games show no exception. Argument: keys, then maybe a bar and other keys."""
    verdict = judge(evidence.checks, argument)
    rows = evidence.checks.set_index("key").loc[keys_of(argument).all()]
    return "; ".join(f"{row.statement}: {_count(row)}" for row in rows.itertuples()), verdict


@check()
def derivation_holds(evidence: Evidence, argument: str) -> Judgement:
    """Hold if SymPy verifies all identities of a derivation. Argument: its name."""
    from coalitions.game.derivations import DERIVATIONS  # SymPy takes a while to load

    if argument not in DERIVATIONS:
        raise bad_argument(argument, ", ".join(DERIVATIONS))
    steps = DERIVATIONS[argument].values()
    verified = [step.holds for step in steps if step.holds is not None]
    return f"{sum(verified)} of {len(verified)} identities verified symbolically", all(verified)


@check()
def not_computed(evidence: Evidence, argument: str) -> Judgement:
    """Judge nothing: the paper does not say what would have to be computed."""
    return {}, NOT_CHECKABLE


@check()
def same_payment_by_the_text(evidence: Evidence, argument: str) -> Judgement:
    """Hold if P's payoff in the running text asks for the payment of the displayed one."""
    text = max(0.0, FIGURE_2.c_p - FIGURE_2.p_ap + FIGURE_2.p_a * FIGURE_2.beta)
    display = required_payment(FIGURE_2)
    return {"text": text, "display": display}, np.isclose(text, display)


@check("checks")
def no_coalition_below_the_floor(evidence: Evidence, argument: str) -> Judgement:
    """Hold if no coalition ever forms between beta_AP and the floor on beta."""
    row = evidence.checks.set_index("key").loc["floor_binds"]
    return row.to_dict(), row["exceptions"] == row["cases"] > 0


@check()
def constraint_flattens(evidence: Evidence, argument: str) -> Judgement:
    """Hold if ever more security moves the formation constraint ever less."""
    theta = 10.0 ** np.arange(1, 7)
    low, high = (formation_threshold(FIGURE_1.but(theta=t)) for t in (theta, theta + 1))
    slope = high - low
    flattens = (np.diff(slope) < 0).all() and slope[-1] < 1e-9
    return {"at_ten": slope[0], "at_a_million": slope[-1]}, flattens


@check("checks")
def partner_moves_initiation_both_ways(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a partner at hand adds crises in some games and prevents some in others."""
    game = draw_games(int(evidence.checks["cases"].max()), 1)
    with_partner = solve_by_search(game, 301).outcome > 0
    without = solve_by_search(game.but(c_p=1e6), 2).outcome > 0
    between = evidence.checks.set_index("key").loc["hand_tying"]
    lost = (without & ~with_partner).sum()
    values = {
        "added": (with_partner & ~without).sum(),
        "lost": lost,
        "games": without.size,
        "between": between["cases"],
        "tied": between["cases"] - between["exceptions"],
    }
    return values, lost > 0


@check("checks")
def equation_4_is_equilibrium_play(evidence: Evidence, argument: str) -> Judgement:
    """Hold if equation (4) is the share of coalitions in play over one draw of the cost."""
    game = draw_games(int(evidence.checks["cases"].max()), 2)
    game = game.but(q=0.6 * game.q, beta=game.beta - 0.5)
    ceilings = np.array(COST_CEILINGS)[:, None]
    printed, one_draw = (coalition_given_crisis(game, ceilings, f) for f in ("printed", "game"))
    crises = printed.defined & one_draw.defined
    differ = np.abs(printed.value - one_draw.value)
    certain = np.isin(printed.value, (0, 1)) & np.isin(one_draw.value, (0, 1))
    interior = crises & ~certain
    values = {
        "share": (differ[interior] > 0.01).mean(),
        "interior": interior.sum(),
        "share_of_all": (differ[crises] > 0.01).mean(),
        "games": crises.sum(),
        "largest": differ[crises].max(),
        "ceilings": "each game counts once for each highest cost, "
        + " and ".join(f"{ceiling:g}" for ceiling in COST_CEILINGS)
        + "; both shares are over all of these",
    }
    return values, differ[crises].max() < 1e-6


@check("simulation")
def probit_gets_the_sign_wrong(evidence: Evidence, argument: str) -> Judgement:
    """Hold if in some scenario the probit finds the opposite of what the other model recovers."""
    rows = misled(evidence.simulation)
    wrong = rows["probit_finds"].eq("the opposite of H2")
    effects = rows[["insecure_minus_secure", "hetprobit.mean_effect.mean"]]
    remark = (
        "; there insecure leaders do form fewer coalitions, so the naive sign is that of the "
        "effect on the probability"
    )
    values = {
        "wrong": ", ".join(rows.loc[wrong, "scenario"]) or "no scenario",
        "missed": ", ".join(rows.loc[~wrong, "scenario"]) or "no scenario",
        "scenarios": len(evidence.simulation),
        "remark": remark if len(rows) and (effects < 0).all(axis=None) else "",
    }
    return values, wrong.any()


@check("simulation")
def hetprobit_recovers_all_signs(evidence: Evidence, argument: str) -> Judgement:
    """Hold if all signs return in all scenarios; under a condition if where H3 is imposed only."""
    table = evidence.simulation.set_index("scenario")
    full = table.index[table["hetprobit_recovers"] == "H1 H2 H3"]
    gamma = table["hetprobit.lnsigma_insecurity_a.mean"]
    values = {"full": ", ".join(full) or "no scenario", **gamma[["even", "payoff_shock"]]}
    if set(full) == set(table.index):
        return values, REPRODUCED
    imposed = {name for name in table.index if name.startswith("imposed")}
    return values, CONDITIONAL if set(full) == imposed else NOT_REPRODUCED


def _count(row):
    plural = "" if row.exceptions == 1 else "s"
    return f"{row.exceptions:,} exception{plural} in {row.cases:,} games"
