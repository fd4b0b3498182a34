"""Every result of the paper's model derived from the payoffs with SymPy, step by step.

What each step does is said in ``data/published/derivations.csv``.

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

THETA, OMEGA, S, C_P, C_A = sp.symbols("theta omega S c_P c_A", positive=True)
P_A, P_AP, Q, C_MAX = sp.symbols("p_A p_AP q c_max", positive=True)
BETA, OFFER = sp.symbols("beta s", real=True)
S_AP, S_MAX, BETA_AP, BETA_HAT, BETA_MIN, BETA_MAX = sp.symbols(
    "s_AP s_max beta_AP betahat beta_min beta_max"
)
BETA_DAGGER, CUT_U, CUT_AP, CUT_FORM = sp.symbols("beta^† c_A^U c_A^AP c_A^†")
P_DAGGER, SCALE, POWER = sp.symbols("p^† scale power")
_CHANCE, _P, _PULL = sp.symbols("Pr(C|crisis) p G")
_SURPLUS = sp.Symbol("G", real=True)  # another quantity the page calls G
_SIGMA = sp.Function("sigma")
_PI, _DENSITY = sp.Function("pi")(THETA), sp.Function("f")(BETA_AP)

GAME: Any = SimpleNamespace(
    theta=THETA,
    omega=OMEGA,
    resources=S,
    p_a=P_A,
    p_ap=P_AP,
    c_p=C_P,
    q=Q,
    need={"beta": BETA, "c_a": C_A}.__getitem__,
)
"""A game whose parameters are symbols, for the payoffs to be written out in."""

_GAIN, _TOTAL, _STAKE = P_AP - P_A, THETA + OMEGA, S + P_A - C_A
_QUO = THETA * (_TOTAL + 1) / _TOTAL * (Q + S)
_TOGETHER = _TOTAL**2 + OMEGA
_RATE = (Q + S) * _TOGETHER / _TOTAL**2

FORMULAS: dict[sp.Symbol, sp.Expr] = {
    S_AP: C_P - BETA * _GAIN,
    S_MAX: _GAIN * (1 + _STAKE / (P_AP + THETA)),
    BETA_AP: C_P / _GAIN - _STAKE / (P_AP + THETA) - 1,
    BETA_HAT: C_P / _GAIN - 1,
    BETA_MIN: (C_P - S) / _GAIN,
    BETA_MAX: C_P / _GAIN,
    BETA_DAGGER: C_P / _GAIN - 1 - _QUO / ((THETA + P_A) * (THETA + P_AP)),
    CUT_U: P_A + S - _QUO / (THETA + P_A),
    CUT_AP: P_AP + S - OFFER - _QUO / (THETA + P_AP),
    CUT_FORM: S + P_A + (1 - OFFER / _GAIN) * (THETA + P_AP),
    P_DAGGER: THETA**2 / _TOGETHER,
    SCALE: _GAIN * (THETA + P_AP) / (_TOTAL + 1),
    POWER: _STAKE / (P_AP + THETA) ** 2 - C_P / _GAIN**2,
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
    cut_u = _root(alone - leader_status_quo(GAME), C_A)
    cut_ap = _root(together - leader_status_quo(GAME), C_A)
    return {
        S_AP: s_ap,
        S_MAX: _root(together - alone, OFFER),
        BETA_AP: beta_ap,
        BETA_HAT: sp.limit(beta_ap, THETA, sp.oo),
        BETA_MIN: _root(S - s_ap, BETA),
        BETA_MAX: _root(s_ap, BETA),
        BETA_DAGGER: _root(cut_ap.subs(OFFER, s_ap) - cut_u, BETA),
        CUT_U: cut_u,
        CUT_AP: cut_ap,
        CUT_FORM: _root(together - alone, C_A),
        P_DAGGER: _root(sp.cancel(sp.diff(cut_u, THETA)), P_A),
        SCALE: sp.diff(surplus, BETA),
        POWER: sp.diff(beta_ap, P_AP),
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
        _PULL: S + P_A - found[CUT_U],
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
    formula : sympy.core.relational.Relational
        What comes out.
    proved : bool
        Whether it is to be proved; a definition or a condition is not.
    """

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


def _equal(left, right, proved=True):
    return Step(sp.Eq(left, right, evaluate=False), proved)


def _closed(symbol):
    return _equal(symbol, FORMULAS[symbol].subs(OFFER, FORMULAS[S_AP]))


def _positive(name):
    return Step(sp.Gt(name, 0, evaluate=False))


def _given(formula):
    return Step(formula, proved=False)


_D, _ZERO = sp.Derivative, sp.Integer(0)
_ABOVE = BETA - BETA_DAGGER
_STAKES, _LOSS, _REWARD = _SIGMA(1) - _SIGMA(0), _SIGMA(Q) - _SIGMA(0), _SIGMA(1) - _SIGMA(Q)
_PAIR = _TOTAL * (_TOTAL + 1)
_SHARE = sp.Min(sp.Max(CUT_FORM, 0), C_MAX) / sp.Min(CUT_U, C_MAX)
_PULLED = CUT_FORM * _D(_PULL, THETA) - (BETA_HAT - BETA) * CUT_U

DERIVATIONS: dict[str, dict[str, Step]] = {
    "survival": {
        "stakes": _equal(_STAKES, 1 / (_TOTAL + 1)),
        "loss": _equal(_LOSS, THETA / _PAIR),
        "loss_share": _equal(_LOSS / _SIGMA(Q), 1 / (_TOTAL + 1)),
        "loss_in_theta": _equal(_D(_LOSS, THETA), (OMEGA * (OMEGA + 1) - THETA**2) / _PAIR**2),
        "reward": _equal(_REWARD, OMEGA / _PAIR),
        "reward_share": _equal(_REWARD / (1 - _SIGMA(Q)), 1 / (_TOTAL + 1)),
        "reward_in_omega": _equal(_D(_REWARD, OMEGA), (THETA * (THETA + 1) - OMEGA**2) / _PAIR**2),
    },
    "proposition_1": {
        "acceptance": _closed(S_AP),
        "survival_in_a_crisis": _equal(
            _SIGMA(1) * _P + _SIGMA(0) * (1 - _P), (THETA + _P) / (_TOTAL + 1)
        ),
        "formation": _closed(BETA_AP),
        "omega_cancels": _equal(_D(BETA_AP, OMEGA), _ZERO),
        "floor": _closed(BETA_MIN),
        "initiation_alone": _closed(CUT_U),
        "initiation_together": _closed(CUT_AP),
    },
    "proposition_2": {
        "formation_in_theta": _equal(_D(BETA_AP, THETA), _STAKE / (P_AP + THETA) ** 2),
        "at_stake": _given(sp.Lt(C_A, S + P_A)),
        "limit": _closed(BETA_HAT),
        "slope_vanishes": _equal(sp.Limit(_D(BETA_AP, THETA), THETA, sp.oo, "-"), _ZERO),
    },
    "proposition_3": {
        "cutoffs_meet": _closed(BETA_DAGGER),
        "initiation_order": _equal(CUT_AP - CUT_U, _GAIN * _ABOVE),
        "deterrence": _equal(BETA_DAGGER - BETA_AP, (CUT_U - C_A) / (THETA + P_AP)),
        "formation_against_alone": _equal(CUT_FORM - CUT_U, (THETA + P_AP) * _ABOVE),
        "formation_against_together": _equal(CUT_FORM - CUT_AP, (THETA + P_A) * _ABOVE),
    },
    "proposition_4": {
        "turning_point": _closed(P_DAGGER),
        "alone_in_theta": _equal(_D(CUT_U, THETA), _RATE * (P_DAGGER - P_A) / (THETA + P_A) ** 2),
        "together_in_theta": _equal(
            _D(CUT_AP, THETA), _RATE * (P_DAGGER - P_AP) / (THETA + P_AP) ** 2
        ),
        "below_one": _positive(1 - P_DAGGER),
        "alone_in_omega": _positive(_D(CUT_U, OMEGA)),
    },
    "equation_4": {
        "formation_cutoff": _equal(CUT_FORM, S + P_A + (P_AP + THETA) * (BETA - BETA_HAT)),
        "certain": _equal(_CHANCE, 1, proved=False),
        "share": _equal(_CHANCE, _SHARE, proved=False),
        "rises_in_similarity": _positive(_D(CUT_FORM, BETA)),
        "falls_in_theta": _equal(_D(CUT_FORM, THETA), BETA - BETA_HAT),
        "share_in_theta": _equal(_D(CUT_FORM / CUT_U, THETA), _PULLED / CUT_U**2),
        "growth": _equal(_D(sp.log(_PULL), THETA), P_A / (THETA * (THETA + P_A)) - 1 / _PAIR),
        "sufficient": _given(sp.Ge(THETA**2, P_A * P_AP, evaluate=False)),
        "omega_leaves_formation": _equal(_D(CUT_FORM, OMEGA), _ZERO),
    },
    "hypothesis_3": {
        "probability": _equal(
            _D(_PI, THETA), -_DENSITY * _STAKE / (P_AP + THETA) ** 2, proved=False
        ),
        "variance": _equal(_D(_PI * (1 - _PI), THETA), (1 - 2 * _PI) * _D(_PI, THETA)),
        "more_likely_than_not": _given(sp.Gt(_PI, sp.Rational(1, 2))),
        "threshold_in_power": _equal(_D(BETA_AP, P_AP), FORMULAS[POWER]),
        "threshold_in_power_and_theta": _equal(
            _D(BETA_AP, P_AP, THETA), -2 * _STAKE / (P_AP + THETA) ** 3
        ),
        "gain_in_similarity": _equal(_D(_SURPLUS, BETA), FORMULAS[SCALE]),
        "gain_in_similarity_and_theta": _equal(
            _D(_SURPLUS, BETA, THETA), _GAIN * (OMEGA + 1 - P_AP) / (_TOTAL + 1) ** 2
        ),
    },
}
"""The derivations by name, each of steps by name, in order."""


def derive(name: str) -> dict[str, Step]:
    """Carry out a derivation.

    Parameters
    ----------
    name : str
        Key of ``DERIVATIONS``.

    Returns
    -------
    dict of str to Step
        Its steps, each verified.

    Raises
    ------
    GameError
        When a step does not hold.
    """
    for key, step in DERIVATIONS[name].items():
        if step.holds is False:
            raise GameError(
                "a step of a derivation does not hold",
                expected=str(step.formula),
                where=f"{name}: {key}",
            )
    return DERIVATIONS[name]
