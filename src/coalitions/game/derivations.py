"""Every result of the paper's model derived from the payoffs with SymPy, step by step."""

from dataclasses import dataclass
from functools import cache

import sympy as sp

THETA, OMEGA, RESOURCES, COST_P, COST_A = sp.symbols("theta omega S c_P c_A", positive=True)
P_A, P_AP, Q = sp.symbols("p_A p_AP q", positive=True)
BETA, OFFER = sp.symbols("beta s", real=True)
BETA_AP, BETA_HAT, BETA_MIN, BETA_DAGGER = sp.symbols("beta_AP betahat beta_min beta^†")
S_AP, CUT_U, CUT_AP, CUT_FORM, P_DAGGER = sp.symbols("s_AP c_A^U c_A^AP c_A^† p^†")
CHANCE = sp.Symbol("Pr(C|crisis)")
_SIGMA = sp.Function("sigma")


@dataclass(frozen=True)
class Step:
    """One line of a derivation.

    Parameters
    ----------
    text : str
        What is done.
    formula : sympy.Basic
        What comes out.
    holds : bool or None
        For an identity SymPy verified: whether it holds; None for a definition or a result.
    """

    text: str
    formula: sp.Basic
    holds: bool | None = None


def _survival(win):
    success = (THETA + 1) / (THETA + 1 + OMEGA)
    failure = THETA / (THETA + OMEGA + 1)
    return win * success + (1 - win) * failure


def _status_quo():
    return (Q + RESOURCES) * THETA / (THETA + OMEGA)


def _alone():
    return (P_A - COST_A + RESOURCES) * _survival(P_A)


def _coalition(offer):
    return (P_AP - COST_A + RESOURCES - offer) * _survival(P_AP)


def _is_zero(expression):
    return sp.expand(sp.numer(sp.together(expression))) == 0


def _root(expression, unknown):
    # Every indifference condition is linear in what it is solved for.
    numerator = sp.Poly(sp.numer(sp.together(expression)), unknown)
    slope, constant = numerator.all_coeffs()
    return sp.factor(-constant / slope)


def _identity(text, name, derived, printed):
    return Step(text, sp.Eq(name, printed, evaluate=False), _is_zero(derived - printed))


def _linked(text, formula, difference):
    return Step(text, formula, _is_zero(difference))


def _positive(text, name, expression):
    closed = sp.factor(expression)
    return Step(text, sp.Gt(name, 0, evaluate=False), bool(closed.is_positive))


def _partial(name, variable):
    return sp.Derivative(name, variable)


@cache
def thresholds() -> dict[str, sp.Expr]:
    """Solve the players' indifference conditions for every threshold of the paper.

    Returns
    -------
    dict of str to sympy.Expr
        ``s_ap``, ``beta_ap``, ``beta_hat``, ``beta_low``, ``beta_dagger``, ``cut_u``, ``cut_ap``,
        ``cut_form`` and ``p_dagger``; payments taken as positive.
    """
    s_ap = _root((P_AP * BETA - COST_P + OFFER) - P_A * BETA, OFFER)
    against_alone = _coalition(s_ap) - _alone()
    beta_ap = _root(against_alone, BETA)
    cut_u = _root(_alone() - _status_quo(), COST_A)
    cut_ap = _root(_coalition(s_ap) - _status_quo(), COST_A)
    return {
        "s_ap": s_ap,
        "beta_ap": beta_ap,
        "beta_hat": sp.limit(beta_ap, THETA, sp.oo),
        "beta_low": _root(RESOURCES - s_ap, BETA),
        "beta_dagger": _root(cut_ap - cut_u, BETA),
        "cut_u": cut_u,
        "cut_ap": cut_ap,
        "cut_form": _root(against_alone, COST_A),
        "p_dagger": _root(sp.cancel(sp.diff(cut_u, THETA)), P_A),
    }


def survival() -> list[Step]:
    """Derive how the stakes of a crisis for survival move with the record.

    Returns
    -------
    list of Step
        Stakes, loss after failure and reward after success, with their partials.
    """
    quo = THETA / (THETA + OMEGA)
    success = (THETA + 1) / (THETA + 1 + OMEGA)
    failure = THETA / (THETA + OMEGA + 1)
    total = (THETA + OMEGA) * (THETA + OMEGA + 1)
    loss, reward = _SIGMA(Q) - _SIGMA(0), _SIGMA(1) - _SIGMA(Q)
    return [
        _identity(
            "What the outcome decides",
            _SIGMA(1) - _SIGMA(0),
            success - failure,
            1 / (THETA + OMEGA + 1),
        ),
        _identity("What failure costs", loss, quo - failure, THETA / total),
        _identity(
            "falls in theta only where theta exceeds the root of omega (omega + 1)",
            _partial(loss, THETA),
            sp.diff(quo - failure, THETA),
            (OMEGA * (OMEGA + 1) - THETA**2) / total**2,
        ),
        _identity("What success adds", reward, success - quo, OMEGA / total),
        _identity(
            "falls in omega only where omega exceeds the root of theta (theta + 1)",
            _partial(reward, OMEGA),
            sp.diff(success - quo, OMEGA),
            (THETA * (THETA + 1) - OMEGA**2) / total**2,
        ),
    ]


def proposition_1() -> list[Step]:
    """Derive acceptance, formation and initiation.

    Returns
    -------
    list of Step
        Inequalities (2) and (3), the floor on beta and the cost cutoffs.
    """
    found = thresholds()
    pull = THETA * (THETA + OMEGA + 1) / (THETA + OMEGA) * (Q + RESOURCES)
    gain = P_AP - P_A
    return [
        _identity(
            "P is indifferent between joining and staying out at",
            S_AP,
            found["s_ap"],
            COST_P - BETA * gain,
        ),
        _identity(
            "Survival in a crisis won with probability p",
            _SIGMA(1) * sp.Symbol("p") + _SIGMA(0) * (1 - sp.Symbol("p")),
            _survival(sp.Symbol("p")),
            (THETA + sp.Symbol("p")) / (THETA + OMEGA + 1),
        ),
        _identity(
            "At that price L is indifferent between the coalition and acting alone at the "
            "threshold of inequality (3)",
            BETA_AP,
            found["beta_ap"],
            COST_P / gain - (RESOURCES + P_A - COST_A) / (P_AP + THETA) - 1,
        ),
        _identity(
            "Unfavorable elements cancel from it",
            _partial(BETA_AP, OMEGA),
            sp.diff(found["beta_ap"], OMEGA),
            sp.Integer(0),
        ),
        _identity(
            "The price fits into S from the floor upwards",
            BETA_MIN,
            found["beta_low"],
            (COST_P - RESOURCES) / gain,
        ),
        _identity(
            "L is indifferent between acting alone and the status quo at the cost",
            CUT_U,
            found["cut_u"],
            P_A + RESOURCES - pull / (THETA + P_A),
        ),
        _identity(
            "and between the coalition and the status quo at",
            CUT_AP,
            found["cut_ap"],
            P_AP + RESOURCES - (COST_P - BETA * gain) - pull / (THETA + P_AP),
        ),
    ]


def proposition_2() -> list[Step]:
    """Derive how the formation constraint moves with security.

    Returns
    -------
    list of Step
        The partial in theta, its sign and the two limits.
    """
    found = thresholds()
    closed = (RESOURCES + P_A - COST_A) / (P_AP + THETA) ** 2
    return [
        _identity(
            "The threshold moves with theta by",
            _partial(BETA_AP, THETA),
            sp.diff(found["beta_ap"], THETA),
            closed,
        ),
        Step(
            "which is positive if and only if the crisis costs less than A has at stake alone",
            sp.Lt(COST_A, RESOURCES + P_A),
        ),
        _identity(
            "As security grows without bound the threshold approaches",
            BETA_HAT,
            found["beta_hat"],
            COST_P / (P_AP - P_A) - 1,
        ),
        _identity(
            "and its slope vanishes (footnote 21)",
            sp.Limit(_partial(BETA_AP, THETA), THETA, sp.oo, "-"),
            sp.limit(closed, THETA, sp.oo),
            sp.Integer(0),
        ),
    ]


def proposition_3() -> list[Step]:
    """Derive which initiation cutoff is higher, and what L does between the thresholds.

    Returns
    -------
    list of Step
        beta-dagger and the identities that tie the three cost cutoffs together.
    """
    found = thresholds()
    pull = THETA * (THETA + OMEGA + 1) / (THETA + OMEGA) * (Q + RESOURCES)
    over = BETA - found["beta_dagger"]
    shown = BETA - BETA_DAGGER
    return [
        _identity(
            "The two initiation cutoffs are equal at",
            BETA_DAGGER,
            found["beta_dagger"],
            COST_P / (P_AP - P_A) - 1 - pull / ((THETA + P_A) * (THETA + P_AP)),
        ),
        _linked(
            "Above it the coalition bears the higher cost, below it the lone crisis does",
            sp.Eq(CUT_AP - CUT_U, (P_AP - P_A) * shown, evaluate=False),
            found["cut_ap"] - found["cut_u"] - (P_AP - P_A) * over,
        ),
        _linked(
            "It exceeds beta_AP exactly where L would initiate alone",
            sp.Eq(BETA_DAGGER - BETA_AP, (CUT_U - COST_A) / (THETA + P_AP), evaluate=False),
            found["beta_dagger"] - found["beta_ap"] - (found["cut_u"] - COST_A) / (THETA + P_AP),
        ),
        _linked(
            "The formation cutoff crosses the other two at the same point",
            sp.Eq(CUT_FORM - CUT_U, (THETA + P_AP) * shown, evaluate=False),
            found["cut_form"] - found["cut_u"] - (THETA + P_AP) * over,
        ),
        _linked(
            "so that the three cutoffs are always in one order or its reverse",
            sp.Eq(CUT_FORM - CUT_AP, (THETA + P_A) * shown, evaluate=False),
            found["cut_form"] - found["cut_ap"] - (THETA + P_A) * over,
        ),
    ]


def proposition_4() -> list[Step]:
    """Derive how the initiation cutoffs move with security.

    Returns
    -------
    list of Step
        p-dagger, its bounds, and the sign of both partials around it.
    """
    found = thresholds()
    p_dagger = found["p_dagger"]
    together = (THETA + OMEGA) ** 2 + OMEGA
    rate = (Q + RESOURCES) * together / (THETA + OMEGA) ** 2
    return [
        _identity(
            "The cutoff for acting alone is flat in theta at",
            P_DAGGER,
            p_dagger,
            THETA**2 / together,
        ),
        _linked(
            "It falls in theta above that probability and rises below",
            sp.Eq(
                _partial(CUT_U, THETA), rate * (P_DAGGER - P_A) / (THETA + P_A) ** 2, evaluate=False
            ),
            sp.diff(found["cut_u"], THETA) - rate * (p_dagger - P_A) / (THETA + P_A) ** 2,
        ),
        _linked(
            "The cutoff with a coalition turns at the same value of p_AP",
            sp.Eq(
                _partial(CUT_AP, THETA),
                rate * (P_DAGGER - P_AP) / (THETA + P_AP) ** 2,
                evaluate=False,
            ),
            sp.diff(found["cut_ap"], THETA) - rate * (p_dagger - P_AP) / (THETA + P_AP) ** 2,
        ),
        _positive(
            "The turning point lies below one",
            1 - P_DAGGER,
            1 - THETA**2 / together,
        ),
        _positive(
            "Unfavorable elements raise the cutoff at any odds",
            _partial(CUT_U, OMEGA),
            sp.diff(found["cut_u"], OMEGA),
        ),
    ]


def equation_4() -> list[Step]:
    """Derive the conditional probability of a coalition from one draw of the cost.

    Returns
    -------
    list of Step
        The formation cutoff and the conditional probability on either side of beta-dagger.
    """
    found = thresholds()
    ceiling = sp.Symbol("c_max", positive=True)
    pull_name = sp.Symbol("G")
    pull = RESOURCES + P_A - found["cut_u"]
    growth = P_A / (THETA * (THETA + P_A)) - 1 / ((THETA + OMEGA) * (THETA + OMEGA + 1))
    share = sp.Min(sp.Max(CUT_FORM, 0), ceiling) / sp.Min(CUT_U, ceiling)
    return [
        _linked(
            "Inequality (3) solved for the cost",
            sp.Eq(CUT_FORM, RESOURCES + P_A + (P_AP + THETA) * (BETA - BETA_HAT), evaluate=False),
            found["cut_form"] - RESOURCES - P_A - (P_AP + THETA) * (BETA - found["beta_hat"]),
        ),
        Step(
            "Above beta† (Proposition 3) L forms a coalition at every cost at which it initiates",
            sp.Eq(CHANCE, 1, evaluate=False),
        ),
        Step(
            "At or below it coalitions form at the lowest costs and lone crises above them, so "
            "that one draw of the cost on (0, c_max), a positive cutoff and an affordable price "
            "give",
            sp.Eq(CHANCE, share, evaluate=False),
        ),
        _positive(
            "The formation cutoff rises in similarity",
            _partial(CUT_FORM, BETA),
            sp.diff(found["cut_form"], BETA),
        ),
        _linked(
            "and falls in theta below the limit",
            sp.Eq(_partial(CUT_FORM, THETA), BETA - BETA_HAT, evaluate=False),
            sp.diff(found["cut_form"], THETA) - BETA + found["beta_hat"],
        ),
        _linked(
            "At or below beta† and away from c_max the share of coalitions moves with theta by the "
            "following, where G is S + p_A less the cutoff for acting alone",
            sp.Eq(
                _partial(CUT_FORM / CUT_U, THETA),
                (CUT_FORM * _partial(pull_name, THETA) - (BETA_HAT - BETA) * CUT_U) / CUT_U**2,
                evaluate=False,
            ),
            sp.diff(found["cut_form"] / found["cut_u"], THETA)
            - (
                found["cut_form"] * sp.diff(pull, THETA)
                - (found["beta_hat"] - BETA) * found["cut_u"]
            )
            / found["cut_u"] ** 2,
        ),
        _linked(
            "Since the formation cutoff is not above the other and beta not above beta†, that is "
            "negative if G grows more slowly than theta + p_AP; G grows at the rate",
            sp.Eq(_partial(sp.log(pull_name), THETA), growth, evaluate=False),
            sp.cancel(sp.diff(pull, THETA) / pull) - growth,
        ),
        Step(
            "so in the game Hypothesis 2 holds through theta whenever the following is true, which "
            "it is at every theta of one or more",
            sp.Ge(THETA**2, P_A * P_AP, evaluate=False),
        ),
        _identity(
            "The formation cutoff does not move with omega, while the cutoff for acting alone "
            "rises in it (Proposition 4): insecurity through omega lowers the share",
            _partial(CUT_FORM, OMEGA),
            sp.diff(found["cut_form"], OMEGA),
            sp.Integer(0),
        ),
    ]


def hypothesis_3() -> list[Step]:
    """Derive when the variance of the outcome rises with security.

    Returns
    -------
    list of Step
        The Bernoulli variance over random beta, and the scale of the gain from a coalition.
    """
    found = thresholds()
    pi = sp.Function("pi")(THETA)
    density = sp.Function("f")(BETA_AP)
    slope = (P_AP - P_A) * (THETA + P_AP) / (THETA + OMEGA + 1)
    gain = _coalition(found["s_ap"]) - _alone()
    gain_name = sp.Symbol("G")
    return [
        Step(
            "Let pi be the probability that a random beta, of density f, exceeds beta_AP; then",
            sp.Eq(
                _partial(pi, THETA),
                -density * (RESOURCES + P_A - COST_A) / (P_AP + THETA) ** 2,
                evaluate=False,
            ),
        ),
        _identity(
            "and the variance of the outcome moves with theta by",
            sp.Derivative(pi * (1 - pi), THETA),
            sp.diff(pi * (1 - pi), THETA),
            (1 - 2 * pi) * _partial(pi, THETA),
        ),
        Step(
            "so it rises in theta if and only if coalitions are more likely than not, that is, "
            "beta_AP lies below the median of beta",
            sp.Gt(pi, sp.Rational(1, 2)),
        ),
        _identity(
            "The gain G from the coalition over acting alone responds to beta by",
            _partial(gain_name, BETA),
            sp.diff(gain, BETA),
            slope,
        ),
        _identity(
            "which rises in theta: a shock of constant size to that gain counts for more, in "
            "units of beta, when the leader is insecure",
            sp.Derivative(gain_name, BETA, THETA),
            sp.diff(slope, THETA),
            (P_AP - P_A) * (OMEGA + 1 - P_AP) / (THETA + OMEGA + 1) ** 2,
        ),
    ]


DERIVATIONS = {
    "survival": survival,
    "proposition_1": proposition_1,
    "proposition_2": proposition_2,
    "proposition_3": proposition_3,
    "proposition_4": proposition_4,
    "equation_4": equation_4,
    "hypothesis_3": hypothesis_3,
}
