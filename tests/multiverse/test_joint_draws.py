"""Draws of the joint test, on a hand-made pool."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from coalitions.multiverse.joint_draws import (
    drawn_outcomes,
    null_probabilities,
    permuted_insecurity,
    shared_probabilities,
)
from coalitions.multiverse.plan import Plan
from coalitions.multiverse.universes import estimate_plans
from coalitions.variables.catalogue import REGRESSORS

PLAN = Plan(
    *("u1", "pool", "coalition_sides", "partners@all", 1951, 1999),
    *(tuple(f"{name}@v" for name in REGRESSORS), "insecurity_a", "cluster"),
)
HALF = replace(PLAN, digest="u2", partners="partners@half")
DRAWS = 4


@pytest.fixture(scope="module")
def pool():
    rng = np.random.default_rng(8)
    n, crisis = 1200, np.repeat(np.arange(60), 20)
    table = pd.DataFrame({"crisis": crisis, "part": "a", "a": crisis * 2 + np.arange(n) // 10 % 2})
    table["t"], table["p"], table["year"] = 5, np.arange(n), 1951 + crisis % 49
    columns = {f"{name}@v": rng.normal(size=n) for name in REGRESSORS}
    builder = crisis * 2 + table["a"] % 2
    columns["insecurity_a@v"] = rng.uniform(0.05, 0.9, 120)[builder]
    columns["insecurity_p@v"] = rng.uniform(0.05, 0.5, n)
    table = table.assign(**columns)
    index = -1 + 0.8 * table["divergence_tp@v"] + 0.5 * table["divergence_ap@v"]
    table["coalition_sides"] = 1.0 * (index + rng.normal(size=n) > 0)
    return table.assign(**{"partners@all": True, "partners@half": np.arange(n) % 2 == 0})


@pytest.fixture(scope="module")
def shared(pool):
    return shared_probabilities(null_probabilities(pool, [PLAN, HALF]))


def z_of(estimates, model, equation, term):
    row = estimates.set_index(["model", "equation", "term"]).loc[(model, equation, term)]
    return row["estimate"] / row["std_error"]


def test_the_null_leaves_the_coefficient_out_and_keeps_the_rest(pool, shared):
    observed = pool["coalition_sides"]
    own = shared[shared["hypothesis"].eq("h1_tp")]
    merged = pool.merge(own, on=["crisis", "part", "a", "t", "p"], validate="1:1")
    likely = merged["probability"]
    assert likely.sum() == pytest.approx(observed.sum(), rel=0.02)
    # The other divergence still tells who joins; the one that was left out does not.
    assert np.corrcoef(likely, merged["divergence_ap@v"])[0, 1] > 0.8
    assert abs(np.corrcoef(likely, merged["divergence_tp@v"])[0, 1]) < 0.2


def test_probabilities_of_universes_that_share_a_coding_are_averaged(pool, shared):
    alone = [shared_probabilities(null_probabilities(pool, [plan])) for plan in (PLAN, HALF)]
    keys = ["crisis", "part", "a", "t", "p", "outcome", "hypothesis"]
    both = alone[0].merge(alone[1], on=keys, how="left", suffixes=("", "_half"))
    expected = both[["probability", "probability_half"]].mean(axis=1)
    merged = both[keys].merge(shared, on=keys, validate="1:1")
    np.testing.assert_allclose(merged["probability"], expected, rtol=1e-12)


def test_draw_0_is_the_data(pool, shared):
    outcomes = drawn_outcomes(pool, [PLAN], shared, 1, 1)
    permuted = permuted_insecurity(pool, [PLAN], 1, 1)
    found = pd.concat([outcomes, permuted]).query("draw == 0").set_index("hypothesis")["z"]
    estimates = estimate_plans(pool, [PLAN])
    expected = {
        "h1_tp": z_of(estimates, 2, "mean", "divergence_tp"),
        "h1_ap": z_of(estimates, 2, "mean", "divergence_ap"),
        "h2": z_of(estimates, 2, "mean", "insecurity_a"),
        "h3": z_of(estimates, 2, "variance", "insecurity_a"),
        "selectivity": z_of(estimates, 3, "mean", "insecurity_a_x_divergence_ap"),
    }
    assert found.to_dict() == pytest.approx(expected, rel=1e-6)


def test_draws_do_not_depend_on_how_universes_are_shared_out(pool, shared):
    together = drawn_outcomes(pool, [PLAN, HALF], shared, DRAWS, 1)
    apart = [drawn_outcomes(pool, [plan], shared, DRAWS, 1) for plan in (PLAN, HALF)]
    pd.testing.assert_frame_equal(together, pd.concat(apart, ignore_index=True))
    together = permuted_insecurity(pool, [PLAN, HALF], DRAWS, 1)
    apart = [permuted_insecurity(pool, [plan], DRAWS, 1) for plan in (PLAN, HALF)]
    pd.testing.assert_frame_equal(together, pd.concat(apart, ignore_index=True))


def test_drawn_outcomes_take_the_effect_away_and_another_seed_draws_others(pool, shared):
    found = drawn_outcomes(pool, [PLAN], shared, DRAWS, 1).pivot(
        index="draw", columns="hypothesis", values="z"
    )
    assert (found.loc[0] > 5).all()
    assert (found.loc[1:].abs() < 4).all(axis=None)
    assert found["h1_tp"].nunique() == DRAWS + 1
    other = drawn_outcomes(pool, [PLAN], shared, DRAWS, 2)
    again = other.pivot(index="draw", columns="hypothesis", values="z")
    assert again.loc[0].tolist() == pytest.approx(found.loc[0].tolist(), rel=1e-6)
    assert (again.loc[1:] != found.loc[1:]).all(axis=None)


def test_a_builder_keeps_one_value_when_job_insecurity_is_permuted(pool, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "coalitions.multiverse.joint_draws._OfInsecurity.z",
        lambda self, values: seen.append(values) or [0.0] * 3,
    )
    permuted_insecurity(pool, [HALF], DRAWS, 1)
    rows = pool[pool["partners@half"]]
    observed, *drawn = (pd.Series(v).groupby(rows["a"].to_numpy()).unique() for v in seen)
    for values in drawn:
        assert values.map(len).eq(1).all()
        assert sorted(values.str[0]) == sorted(observed.str[0])
        assert (values.str[0] != observed.str[0]).mean() > 0.9


def test_a_universe_without_a_null_has_no_z(pool):
    none = null_probabilities(pool.assign(coalition_sides=0.0), [PLAN])
    assert none.empty
    found = drawn_outcomes(pool, [PLAN], shared_probabilities(none), 2, 1)
    assert found["z"].isna().all()
