import numpy as np
import pytest
import sympy as sp

from coalitions.errors import GameError
from coalitions.game import derivations, equilibrium
from coalitions.game.derivations import DERIVATIONS, thresholds
from coalitions.game.propositions import RESULTS, derive, verdict
from coalitions.game.sampling import draw_games
from coalitions.game.verdicts import CONDITIONAL, NOT_REPRODUCED, REPRODUCED


@pytest.mark.parametrize("name", DERIVATIONS)
def test_every_step_of_a_derivation_holds(name):
    steps = DERIVATIONS[name]()
    assert [step.text for step in steps if step.holds is False] == []
    assert sum(step.holds is True for step in steps) >= 3


@pytest.mark.parametrize(
    ("symbolic", "numeric"),
    [
        ("beta_ap", equilibrium.formation_threshold),
        ("beta_hat", equilibrium.formation_limit),
        ("beta_low", equilibrium.similarity_floor),
        ("beta_dagger", equilibrium.similarity_initiation),
        ("cut_u", equilibrium.cost_cutoff_alone),
        ("cut_ap", equilibrium.cost_cutoff_coalition),
        ("cut_form", equilibrium.cost_cutoff_formation),
        ("p_dagger", lambda game: equilibrium.turning_point(game.theta, game.omega)),
    ],
)
def test_the_solved_threshold_equals_the_coded_one(symbolic, numeric):
    game = draw_games(500, seed=2)
    game = game.but(beta=np.minimum(game.beta, game.c_p / game.gain))  # a payment is due
    symbols = ("theta", "omega", "S", "p_A", "p_AP", "c_P", "c_A", "q", "beta")
    names = ("theta", "omega", "resources", "p_a", "p_ap", "c_p", "c_a", "q", "beta")
    arguments = [
        next(s for s in vars(derivations).values() if isinstance(s, sp.Symbol) and s.name == name)
        for name in symbols
    ]
    formula = sp.lambdify(arguments, thresholds()[symbolic], "numpy")
    expected = formula(*(getattr(game, name) for name in names))
    np.testing.assert_allclose(numeric(game), expected, rtol=1e-7, atol=1e-9)


def test_a_step_that_does_not_hold_stops_the_page(monkeypatch):
    broken = [derivations.Step("wrong", sp.Eq(sp.Symbol("x"), 1), holds=False)]
    monkeypatch.setitem(DERIVATIONS, "proposition_1", lambda: broken)
    with pytest.raises(GameError, match="Proposition 1: wrong"):
        derive(RESULTS[1])


def test_verdicts_follow_from_the_checks(checks):
    found = {result.title: verdict(result, checks) for result in RESULTS}
    assert found["Proposition 1"] == CONDITIONAL
    assert found["Proposition 2"] == CONDITIONAL
    assert found["Proposition 3, the cutoffs"] == REPRODUCED
    assert found["Proposition 3, in play"] == NOT_REPRODUCED
    assert found["Proposition 4"] == REPRODUCED
    assert found["Hypothesis 3"] == CONDITIONAL


def test_a_verdict_changes_with_its_check(checks):
    proposition_4 = next(result for result in RESULTS if result.title == "Proposition 4")
    failing = checks.assign(holds=checks["holds"] & (checks["key"] != "turning_alone"))
    assert verdict(proposition_4, failing) == NOT_REPRODUCED
