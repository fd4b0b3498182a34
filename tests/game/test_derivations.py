import numpy as np
import pytest
import sympy as sp

from coalitions.errors import GameError
from coalitions.game import derivations, equilibrium
from coalitions.game.derivations import DERIVATIONS, FORMULAS, closed_form, derive, solved
from coalitions.game.parameters import SYMBOLS, draw_games


@pytest.mark.parametrize("name", DERIVATIONS)
def test_every_step_of_a_derivation_holds(name):
    held = {key: step.holds for key, step in DERIVATIONS[name].items()}
    assert [key for key, holds in held.items() if holds is False] == []
    assert sum(holds is True for holds in held.values()) >= 3


def test_every_step_of_every_derivation_says_what_it_does(steps):
    said = list(zip(steps["derivation"], steps["step"], strict=True))
    assert said == [(name, key) for name, part in DERIVATIONS.items() for key in part]
    assert steps["text"].str.len().gt(0).all()


@pytest.mark.parametrize(
    ("symbol", "numeric"),
    [
        ("s_AP", equilibrium.required_payment),
        ("s_max", equilibrium.reservation_payment),
        ("beta_AP", equilibrium.formation_threshold),
        ("betahat", equilibrium.formation_limit),
        ("beta_min", equilibrium.similarity_floor),
        ("beta_max", equilibrium.similarity_ceiling),
        ("beta^†", equilibrium.similarity_initiation),
        ("c_A^U", equilibrium.cost_cutoff_alone),
        ("c_A^AP", equilibrium.cost_cutoff_coalition),
        ("c_A^†", equilibrium.cost_cutoff_formation),
        ("p^†", equilibrium.turning_point),
        ("scale", equilibrium.latent_scale),
        ("power", equilibrium.threshold_in_power),
    ],
)
def test_what_is_evaluated_equals_what_is_solved_from_the_payoffs(symbol, numeric):
    game = draw_games(500, seed=2)
    game = game.but(beta=np.minimum(game.beta, game.c_p / game.gain))  # a payment is due
    found = {symbol.name: value for symbol, value in solved().items()}
    assert found.keys() == {symbol.name for symbol in FORMULAS}
    at_price = found[symbol].subs(derivations.OFFER, found["s_AP"])
    fields = [name for name in SYMBOLS if name != "cost_ceiling"]
    arguments = [next(s for s in _SYMBOLS if s.name == SYMBOLS[name]) for name in fields]
    formula = sp.lambdify(arguments, at_price, "numpy")
    expected = formula(*(getattr(game, name) for name in fields))
    np.testing.assert_allclose(numeric(game), expected, rtol=1e-7, atol=1e-9)


_SYMBOLS = [value for value in vars(derivations).values() if isinstance(value, sp.Symbol)]


def test_a_closed_form_that_does_not_follow_from_the_payoffs_is_refused(monkeypatch):
    monkeypatch.setitem(FORMULAS, derivations.BETA_AP, derivations.BETA_HAT)
    closed_form.cache_clear()
    with pytest.raises(GameError, match="beta_AP does not follow"):
        closed_form("beta_AP")


def test_a_step_that_does_not_hold_is_refused(monkeypatch):
    broken = {"wrong": derivations.Step(sp.Eq(derivations.BETA_AP, 1, evaluate=False))}
    monkeypatch.setitem(DERIVATIONS, "proposition_1", broken)
    with pytest.raises(GameError, match="proposition_1: wrong"):
        derive("proposition_1")
