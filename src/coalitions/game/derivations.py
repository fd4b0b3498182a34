"""Every result of the paper's model derived from the payoffs with SymPy, step by step.

The closed forms of the thresholds are written once, in ``FORMULAS``, as the paper prints them. What
they are held against is solved from the payoffs; what passes is evaluated over arrays of games in
:mod:`coalitions.game.equilibrium`.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from types import SimpleNamespace
from typing import Any

import sympy as sp

from coalitions.errors import GameError
from coalitions.game.payoffs import (
    OUT_OF_RESOURCES,
    leader_alone,
    leader_status_quo,
    partner_alone,
    survival_failure,
    survival_status_quo,
    survival_success,
)

THETA, OMEGA, RESOURCES, COST_P, COST_A = sp.symbols("theta omega S c_P c_A", positive=True)
P_A, P_AP, Q, COST_MAX = sp.symbols("p_A p_AP q c_max", positive=True)
BETA, OFFER = sp.symbols("beta s", real=True)
S_AP, S_MAX, BETA_AP, BETA_HAT, BETA_MIN, BETA_MAX = sp.symbols(
    "s_AP s_max beta_AP betahat beta_min beta_max"
)
BETA_DAGGER, CUT_U, CUT_AP, CUT_FORM = sp.symbols("beta^† c_A^U c_A^AP c_A^†")
P_DAGGER, SCALE = sp.symbols("p^† scale")
_CHANCE, _P, _PULL = sp.symbols("Pr(C|crisis) p G")
_SURPLUS = sp.Symbol("G", real=True)  # another quantity the page calls G
_SIGMA = sp.Function("sigma")
_PI, _DENSITY = sp.Function("pi")(THETA), sp.Function("f")(BETA_AP)

GAME: Any = SimpleNamespace(
    theta=THETA,
    omega=OMEGA,
    resources=RESOURCES,
    p_a=P_A,
    p_ap=P_AP,
    c_p=COST_P,
    q=Q,
    need={"beta": BETA, "c_a": COST_A}.__getitem__,
)
"""A game whose parameters are symbols, for the payoffs to be written out in."""

_GAIN, _TOTAL, _STAKE = P_AP - P_A, THETA + OMEGA, RESOURCES + P_A - COST_A
_QUO = THETA * (_TOTAL + 1) / _TOTAL * (Q + RESOURCES)
_TOGETHER = _TOTAL**2 + OMEGA
_RATE = (Q + RESOURCES) * _TOGETHER / _TOTAL**2

FORMULAS: dict[sp.Symbol, sp.Expr] = {
    S_AP: COST_P - BETA * _GAIN,
    S_MAX: _GAIN * (1 + _STAKE / (P_AP + THETA)),
    BETA_AP: COST_P / _GAIN - _STAKE / (P_AP + THETA) - 1,
    BETA_HAT: COST_P / _GAIN - 1,
    BETA_MIN: (COST_P - RESOURCES) / _GAIN,
    BETA_MAX: COST_P / _GAIN,
    BETA_DAGGER: COST_P / _GAIN - 1 - _QUO / ((THETA + P_A) * (THETA + P_AP)),
    CUT_U: P_A + RESOURCES - _QUO / (THETA + P_A),
    CUT_AP: P_AP + RESOURCES - OFFER - _QUO / (THETA + P_AP),
    CUT_FORM: RESOURCES + P_A + (1 - OFFER / _GAIN) * (THETA + P_AP),
    P_DAGGER: THETA**2 / _TOGETHER,
    SCALE: _GAIN * (THETA + P_AP) / (_TOTAL + 1),
}
"""The closed forms; the cutoffs that depend on a payment for any payment s."""


@cache
def solved() -> dict[sp.Symbol, sp.Expr]:
    """Solve the players' indifference conditions for what ``FORMULAS`` gives in closed form.

    Returns
    -------
    dict of sympy.Symbol to sympy.Expr
        The same symbols as in ``FORMULAS``; payments taken as positive.
    """
    joining = OUT_OF_RESOURCES.partner(GAME, OFFER) - partner_alone(GAME)
    together, alone = OUT_OF_RESOURCES.leader(GAME, OFFER), leader_alone(GAME)
    s_ap = _root(joining, OFFER)
    surplus = (together - alone).subs(OFFER, s_ap)
    beta_ap = _root(surplus, BETA)
    cut_u = _root(alone - leader_status_quo(GAME), COST_A)
    cut_ap = _root(together - leader_status_quo(GAME), COST_A)
    return {
        S_AP: s_ap,
        S_MAX: _root(together - alone, OFFER),
        BETA_AP: beta_ap,
        BETA_HAT: sp.limit(beta_ap, THETA, sp.oo),
        BETA_MIN: _root(RESOURCES - s_ap, BETA),
        BETA_MAX: _root(s_ap, BETA),
        BETA_DAGGER: _root(cut_ap.subs(OFFER, s_ap) - cut_u, BETA),
        CUT_U: cut_u,
        CUT_AP: cut_ap,
        CUT_FORM: _root(together - alone, COST_A),
        P_DAGGER: _root(sp.cancel(sp.diff(cut_u, THETA)), P_A),
        SCALE: sp.diff(surplus, BETA),
    }


@cache
def closed_form(name: str) -> sp.Expr:
    """Return a closed form once it is shown to be what the payoffs imply.

    Parameters
    ----------
    name : str
        Name of one of the symbols of ``FORMULAS``.

    Raises
    ------
    GameError
        When the formula is not what the payoffs imply.
    """
    symbol = next(symbol for symbol in FORMULAS if symbol.name == name)
    if not _is_zero(FORMULAS[symbol] - solved()[symbol]):
        raise GameError(
            f"the closed form of {name} does not follow from the payoffs",
            expected=solved()[symbol],
            got=FORMULAS[symbol],
            where="coalitions/game/derivations.py",
        )
    return FORMULAS[symbol]


@cache
def _meanings():
    # What the symbols on the page stand for; the price of P's cooperation is paid.
    found = solved()
    meanings = {symbol: value.subs(OFFER, found[S_AP]) for symbol, value in found.items()}
    gain = OUT_OF_RESOURCES.leader(GAME, found[S_AP]) - leader_alone(GAME)
    return meanings | {
        _SIGMA(Q): survival_status_quo(THETA, OMEGA),
        _SIGMA(1): survival_success(THETA, OMEGA),
        _SIGMA(0): survival_failure(THETA, OMEGA),
        _PULL: RESOURCES + P_A - found[CUT_U],
        _SURPLUS: gain,
    }


def _is_zero(expression):
    return sp.expand(sp.numer(sp.together(expression))) == 0


def _root(expression, unknown):
    # Every indifference condition is linear in what it is solved for.
    numerator = sp.Poly(sp.numer(sp.together(expression)), unknown)
    slope, constant = numerator.all_coeffs()
    return sp.factor(-constant / slope)


@dataclass(frozen=True)
class Step:
    """One line of a derivation.

    Parameters
    ----------
    text : str
        What is done.
    formula : sympy.core.relational.Relational
        What comes out.
    proved : bool
        Whether it is to be proved; a definition or a condition is not.
    """

    text: str
    formula: Any
    proved: bool = True

    @cached_property
    def holds(self) -> bool | None:
        """Whether SymPy verified the formula; None where there is nothing to prove."""
        if not self.proved:
            return None
        difference = (self.formula.lhs - self.formula.rhs).xreplace(_meanings()).doit()
        if isinstance(self.formula, sp.Eq):
            return _is_zero(difference)
        return bool(sp.factor(difference).is_positive)


def _equal(text, left, right, proved=True):
    return Step(text, sp.Eq(left, right, evaluate=False), proved)


def _closed(text, symbol):
    return _equal(text, symbol, FORMULAS[symbol].subs(OFFER, FORMULAS[S_AP]))


def _positive(text, name):
    return Step(text, sp.Gt(name, 0, evaluate=False))


_D = sp.Derivative
_ABOVE = BETA - BETA_DAGGER

DERIVATIONS: dict[str, list[Step]] = {
    "survival": [
        _equal("What the outcome decides", _SIGMA(1) - _SIGMA(0), 1 / (_TOTAL + 1)),
        _equal("What failure costs", _SIGMA(Q) - _SIGMA(0), THETA / (_TOTAL * (_TOTAL + 1))),
        _equal(
            "falls in theta only where theta exceeds the root of omega (omega + 1)",
            _D(_SIGMA(Q) - _SIGMA(0), THETA),
            (OMEGA * (OMEGA + 1) - THETA**2) / (_TOTAL * (_TOTAL + 1)) ** 2,
        ),
        _equal("What success adds", _SIGMA(1) - _SIGMA(Q), OMEGA / (_TOTAL * (_TOTAL + 1))),
        _equal(
            "falls in omega only where omega exceeds the root of theta (theta + 1)",
            _D(_SIGMA(1) - _SIGMA(Q), OMEGA),
            (THETA * (THETA + 1) - OMEGA**2) / (_TOTAL * (_TOTAL + 1)) ** 2,
        ),
    ],
    "proposition_1": [
        _closed("P is indifferent between joining and staying out at", S_AP),
        _equal(
            "Survival in a crisis won with probability p",
            _SIGMA(1) * _P + _SIGMA(0) * (1 - _P),
            (THETA + _P) / (_TOTAL + 1),
        ),
        _closed(
            "At that price L is indifferent between the coalition and acting alone at the "
            "threshold of inequality (3)",
            BETA_AP,
        ),
        _equal("Unfavorable elements cancel from it", _D(BETA_AP, OMEGA), sp.Integer(0)),
        _closed("The price fits into S from the floor upwards", BETA_MIN),
        _closed("L is indifferent between acting alone and the status quo at the cost", CUT_U),
        _closed("and between the coalition and the status quo at", CUT_AP),
    ],
    "proposition_2": [
        _equal(
            "The threshold moves with theta by", _D(BETA_AP, THETA), _STAKE / (P_AP + THETA) ** 2
        ),
        Step(
            "which is positive if and only if the crisis costs less than A has at stake alone",
            sp.Lt(COST_A, RESOURCES + P_A),
            proved=False,
        ),
        _closed("As security grows without bound the threshold approaches", BETA_HAT),
        _equal(
            "and its slope vanishes (footnote 21)",
            sp.Limit(_D(BETA_AP, THETA), THETA, sp.oo, "-"),
            sp.Integer(0),
        ),
    ],
    "proposition_3": [
        _closed("The two initiation cutoffs are equal at", BETA_DAGGER),
        _equal(
            "Above it the coalition bears the higher cost, below it the lone crisis does",
            CUT_AP - CUT_U,
            _GAIN * _ABOVE,
        ),
        _equal(
            "It exceeds beta_AP exactly where L would initiate alone",
            BETA_DAGGER - BETA_AP,
            (CUT_U - COST_A) / (THETA + P_AP),
        ),
        _equal(
            "The formation cutoff crosses the other two at the same point",
            CUT_FORM - CUT_U,
            (THETA + P_AP) * _ABOVE,
        ),
        _equal(
            "so that the three cutoffs are always in one order or its reverse",
            CUT_FORM - CUT_AP,
            (THETA + P_A) * _ABOVE,
        ),
    ],
    "proposition_4": [
        _closed("The cutoff for acting alone is flat in theta at", P_DAGGER),
        _equal(
            "It falls in theta above that probability and rises below",
            _D(CUT_U, THETA),
            _RATE * (P_DAGGER - P_A) / (THETA + P_A) ** 2,
        ),
        _equal(
            "The cutoff with a coalition turns at the same value of p_AP",
            _D(CUT_AP, THETA),
            _RATE * (P_DAGGER - P_AP) / (THETA + P_AP) ** 2,
        ),
        _positive("The turning point lies below one", 1 - P_DAGGER),
        _positive("Unfavorable elements raise the cutoff at any odds", _D(CUT_U, OMEGA)),
    ],
    "equation_4": [
        _equal(
            "Inequality (3) solved for the cost",
            CUT_FORM,
            RESOURCES + P_A + (P_AP + THETA) * (BETA - BETA_HAT),
        ),
        _equal(
            "Above beta† (Proposition 3) L forms a coalition at every cost at which it initiates",
            _CHANCE,
            1,
            proved=False,
        ),
        _equal(
            "At or below it coalitions form at the lowest costs and lone crises above them, so "
            "that one draw of the cost on (0, c_max), a positive cutoff and an affordable price "
            "give",
            _CHANCE,
            sp.Min(sp.Max(CUT_FORM, 0), COST_MAX) / sp.Min(CUT_U, COST_MAX),
            proved=False,
        ),
        _positive("The formation cutoff rises in similarity", _D(CUT_FORM, BETA)),
        _equal("and falls in theta below the limit", _D(CUT_FORM, THETA), BETA - BETA_HAT),
        _equal(
            "At or below beta† and away from c_max the share of coalitions moves with theta by the "
            "following, where G is S + p_A less the cutoff for acting alone",
            _D(CUT_FORM / CUT_U, THETA),
            (CUT_FORM * _D(_PULL, THETA) - (BETA_HAT - BETA) * CUT_U) / CUT_U**2,
        ),
        _equal(
            "Since the formation cutoff is not above the other and beta not above beta†, that is "
            "negative if G grows more slowly than theta + p_AP; G grows at the rate",
            _D(sp.log(_PULL), THETA),
            P_A / (THETA * (THETA + P_A)) - 1 / (_TOTAL * (_TOTAL + 1)),
        ),
        Step(
            "so in the game Hypothesis 2 holds through theta whenever the following is true, which "
            "it is at every theta of one or more",
            sp.Ge(THETA**2, P_A * P_AP, evaluate=False),
            proved=False,
        ),
        _equal(
            "The formation cutoff does not move with omega, while the cutoff for acting alone "
            "rises in it (Proposition 4): insecurity through omega lowers the share",
            _D(CUT_FORM, OMEGA),
            sp.Integer(0),
        ),
    ],
    "hypothesis_3": [
        _equal(
            "Let pi be the probability that a random beta, of density f, exceeds beta_AP; then",
            _D(_PI, THETA),
            -_DENSITY * _STAKE / (P_AP + THETA) ** 2,
            proved=False,
        ),
        _equal(
            "and the variance of the outcome moves with theta by",
            _D(_PI * (1 - _PI), THETA),
            (1 - 2 * _PI) * _D(_PI, THETA),
        ),
        Step(
            "so it rises in theta if and only if coalitions are more likely than not, that is, "
            "beta_AP lies below the median of beta",
            sp.Gt(_PI, sp.Rational(1, 2)),
            proved=False,
        ),
        _equal(
            "The gain G from the coalition over acting alone responds to beta by",
            _D(_SURPLUS, BETA),
            FORMULAS[SCALE],
        ),
        _equal(
            "which rises in theta: a shock of constant size to that gain counts for more, in "
            "units of beta, when the leader is insecure",
            _D(_SURPLUS, BETA, THETA),
            _GAIN * (OMEGA + 1 - P_AP) / (_TOTAL + 1) ** 2,
        ),
    ],
}
"""The derivations by name, each a list of steps."""


def derive(name: str) -> list[Step]:
    """Carry out a derivation.

    Parameters
    ----------
    name : str
        Key of ``DERIVATIONS``.

    Raises
    ------
    GameError
        When a step does not hold.
    """
    for step in DERIVATIONS[name]:
        if step.holds is False:
            raise GameError(
                "a step of a derivation does not hold",
                expected=str(step.formula),
                where=f"{name}: {step.text}",
            )
    return DERIVATIONS[name]
