"""The reviewer's estimators side by side, on simulated builders."""

import warnings

import numpy as np
import pandas as pd
import pytest

from coalitions.estimates.alternatives import (
    DROPS_OUT,
    ESTIMATORS,
    FOLLOWED,
    INDEX,
    LOG_ODDS,
    Estimator,
    compare_estimators,
    effects_of_groups,
)
from coalitions.estimates.conditional_logit import BUILDER, informative
from coalitions.estimates.joint_choice import LOG_CANDIDATES, builders
from coalitions.estimates.selectivity import WITH_SELECTIVITY
from coalitions.estimates.specifications import TABLE_2, estimates, estimation_sample, fit
from coalitions.variables.catalogue import REGRESSORS
from handmade_tables import analysis_table
from hetprobit.errors import CovarianceWarning

# As in the data, these are the same for all of a builder's candidates.
OF_BUILDERS = [n for n in REGRESSORS if n.endswith(("_a", "_t", "_at"))]
OF_BUILDERS += ["un_support", "post_cold_war"]


def sample(n=1500):
    """Return 100 builders of 15 candidates, each in a crisis of its own."""
    rng = np.random.default_rng(4)
    rows = analysis_table(n)
    rows[OF_BUILDERS] = rows.groupby("crisis")[OF_BUILDERS].transform("first")
    index = -2.4 + 0.8 * rows["divergence_tp"] - 0.8 * rows["divergence_ap"]
    joined = index + rng.normal(size=n) > 0
    return estimation_sample(rows.assign(coalition_sides=joined.astype(int)), "sides")


@pytest.fixture(scope="module")
def compared():
    return compare_estimators(sample())


def by_term(compared, estimator):
    return compared[compared["estimator"].eq(estimator)].set_index("term")


def test_every_estimator_has_every_term_once(compared):
    terms = [term for terms in FOLLOWED.values() for term in terms]
    expected = [(one.name, term) for one in ESTIMATORS for term in terms]
    assert list(zip(compared["estimator"], compared["term"], strict=True)) == expected


def test_the_first_is_the_pipelines_own(compared):
    own = estimates(TABLE_2[0], fit(TABLE_2[0], sample())).set_index("term")
    found = by_term(compared, "probit")
    for term in FOLLOWED[TABLE_2[0]]:
        for name in ("estimate", "std_error", "p_value", "low", "high"):
            assert found.loc[term, name] == pytest.approx(own.loc[term, name], rel=1e-6)


def test_errors_change_and_estimates_do_not(compared):
    own = by_term(compared, "probit")
    for name in ("two_way", "dyadic", "cv3"):
        other = by_term(compared, name)
        np.testing.assert_allclose(other["estimate"], own["estimate"])
        assert other["std_error"].ne(own["std_error"]).all()


@pytest.mark.parametrize(
    "name", [one.name for one in ESTIMATORS if one.scale != "index of builders"]
)
def test_all_find_what_was_planted(compared, name):
    found = by_term(compared, name)
    assert found.loc["divergence_tp", "verdict"] == "supported"
    assert found.loc["divergence_ap", "verdict"] == "supported"
    assert found.loc["insecurity_a_x_divergence_tp", "verdict"] == ""


def test_only_what_differs_between_candidates_is_estimated_within_builders(compared):
    found = by_term(compared, "within")
    assert found["scale"].eq(LOG_ODDS).all()
    assert found.loc["insecurity_a", "problem"] == DROPS_OUT
    assert found.loc["insecurity_a", "verdict"] == "no estimate"
    assert found["n"].eq(len(informative(sample()))).all()


def test_only_on_the_index_of_a_dyad_are_the_papers_sizes_a_yardstick():
    # No effect, measured well: short of what the paper implies, but only where its size is known.
    rng = np.random.default_rng(1)
    rows = sample()
    rows = rows.assign(coalition=(rng.random(len(rows)) < 0.3).astype(int))
    two = [one for one in ESTIMATORS if one.name in ("probit", "within")]
    found = compare_estimators(rows, two).set_index(["estimator", "term"])["verdict"]
    assert found[("probit", "divergence_tp")] == "contradicted"
    assert found[("within", "divergence_tp")] == "cannot tell"


def test_builders_are_one_row_each():
    rows = sample()
    table = builders(rows)
    assert not table.duplicated(BUILDER).any()
    assert len(table) == 100
    one = rows[rows["crisis"].eq(7)]
    row = table[table["crisis"].eq(7)].iloc[0]
    assert row["coalition"] == one["coalition"].max()
    assert row["divergence_ap"] == pytest.approx(one["divergence_ap"].mean())
    assert row["insecurity_a"] == one["insecurity_a"].iloc[0]
    assert row[LOG_CANDIDATES] == pytest.approx(np.log(15))


def test_an_estimator_without_an_estimate_says_why():
    rows = sample(400).assign(a=2, part="a", crisis=lambda d: d["crisis"] % 2)
    separated = rows.assign(coalition=(rows["divergence_tp"] > 1).astype(int))
    found = compare_estimators(separated, [e for e in ESTIMATORS if e.name == "probit"])
    assert found["estimate"].isna().all()
    assert found["problem"].str.len().gt(10).all()
    assert found["verdict"].isin(["no estimate", ""]).all()
    assert found["scale"].eq(INDEX).all()
    assert WITH_SELECTIVITY.number in set(found["model"])


def test_columns_are_numbers(compared):
    numbers = compared[["estimate", "std_error", "low", "high", "sd"]]
    assert all(pd.api.types.is_float_dtype(kind) for kind in numbers.dtypes)


def test_effects_of_groups_are_shares_of_the_error():
    rows = sample(1000)
    rows["a"] = rows["p"] // 100 % 2
    found = effects_of_groups(rows).set_index("effect")
    assert found.loc["crisis", "groups"] == 100
    assert found.loc["builder", "groups"] == rows[BUILDER].drop_duplicates().shape[0] > 100
    np.testing.assert_allclose(found["shared"], found["variance"] / (1 + found["variance"]))
    np.testing.assert_allclose(found["sigma"] ** 2, found["variance"])


def test_a_repaired_covariance_is_noted():
    def warned(specification, sample):
        warnings.warn("Was repaired.", CovarianceWarning, stacklevel=2)
        warnings.warn("Something else.", UserWarning, stacklevel=2)
        return estimates(specification, fit(specification, sample))

    found = compare_estimators(sample(), [Estimator("one", "One", INDEX, warned)])
    assert found["note"].eq("Was repaired.").all()
    assert found["estimate"].notna().all()
