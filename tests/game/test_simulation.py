import numpy as np
import pandas as pd
import pytest

from coalitions.errors import EmptyRegionError, ParameterDomainError
from coalitions.game.simulation import (
    SCENARIOS,
    Scenario,
    fit_both,
    misled,
    simulate,
    simulation_table,
)

BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}


def test_the_seed_decides_the_sample():
    first, second, other = (
        simulate(BY_NAME["even"], 50, 4, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(first, second)
    assert not first.equals(other)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_samples_are_complete(scenario):
    sample = simulate(scenario, 60, 5, np.random.default_rng(4))
    assert len(sample) == 300
    assert sample["crisis"].nunique() == 60
    assert np.isfinite(sample.to_numpy()).all()
    assert set(sample["coalition"]) <= {0.0, 1.0}
    assert sample["insecurity_a"].between(0, 1, inclusive="neither").all()


def test_insecurity_and_similarity_make_coalitions_likelier_in_the_game():
    sample = simulate(BY_NAME["even"], 3000, 6, np.random.default_rng(5))
    quartile = pd.qcut(sample["insecurity_a"], 4, labels=False, duplicates="drop")
    rates = sample.groupby(quartile)["coalition"].mean()
    assert rates.is_monotonic_increasing
    assert sample["coalition"].corr(sample["divergence_ap"]) < -0.1
    assert sample["coalition"].corr(sample["divergence_tp"]) > 0.1


def test_unfavorable_elements_alone_leave_formation_alone():
    scenario = Scenario(name="x", description="", mean_beta=-0.35, source="omega", selected=False)
    sample = simulate(scenario, 4000, 6, np.random.default_rng(6))
    insecure = sample["insecurity_a"] > sample["insecurity_a"].median()
    rates = sample.groupby(insecure)["coalition"].mean()
    assert abs(rates[True] - rates[False]) < 0.02


def test_both_models_are_fitted_and_both_equations_reported():
    table = fit_both(simulate(BY_NAME["even"], 200, 6, np.random.default_rng(7)))
    assert set(table["model"]) == {"probit", "hetprobit"}
    assert np.isfinite(table["estimate"]).all()
    hetprobit = table[table["model"] == "hetprobit"].set_index("term")
    assert "lnsigma:insecurity_a" in hetprobit.index


def test_an_imposed_variance_comes_back_and_the_game_does_not_produce_one(simulation):
    table = simulation.set_index("scenario")
    gamma = table["hetprobit.lnsigma_insecurity_a.mean"]
    assert gamma["imposed_common"] == pytest.approx(-2, abs=0.6)
    assert table.loc["imposed_common", "hetprobit_recovers"] == "H1 H2 H3"
    assert abs(gamma["even"]) < 0.6
    assert gamma["payoff_shock"] > 0
    assert (table["fitted"] == table["samples"]).all()


def test_the_probit_misleads_only_under_a_strong_imposed_variance_and_rare_coalitions(simulation):
    names = set(misled(simulation)["scenario"])
    assert "imposed_rare_strong" in names
    assert names <= {"imposed_rare", "imposed_rare_strong"}
    row = simulation.set_index("scenario").loc["imposed_rare_strong"]
    assert row["probit_finds"] == "the opposite of H2"
    assert row["insecure_minus_secure"] < 0  # the probit has the effect on the probability right


def test_the_table_does_not_depend_on_the_other_scenarios():
    alone = simulation_table(2, 80, 5, 3, scenarios=(BY_NAME["common"],))
    again = simulation_table(2, 80, 5, 3, scenarios=(BY_NAME["common"], BY_NAME["even"]))
    pd.testing.assert_series_equal(alone.iloc[0], again.iloc[0])


def test_bad_scenarios_and_empty_samples_are_named():
    with pytest.raises(ParameterDomainError, match="source"):
        Scenario(name="x", description="", mean_beta=0.0, source="luck")
    with pytest.raises(ParameterDomainError, match="shock"):
        Scenario(name="x", description="", mean_beta=0.0, shock=-1.0)
    with pytest.raises(ParameterDomainError, match="n_crises"):
        simulate(BY_NAME["even"], 0, 5, np.random.default_rng(1))
    hopeless = Scenario(name="hopeless", description="", mean_beta=-50.0)
    with pytest.raises(EmptyRegionError, match="hopeless"):
        simulate(hopeless, 400, 1, _always_high_status_quo())


class _AlwaysHigh(np.random.Generator):
    def uniform(self, low, high, size=None):
        return np.full(size, 0.95)


def _always_high_status_quo():
    return _AlwaysHigh(np.random.PCG64(1))
