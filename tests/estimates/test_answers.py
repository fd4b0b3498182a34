"""What a run says of each hypothesis."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from coalitions.estimates.answers import COLUMNS, Fitted, answers
from coalitions.estimates.selectivity import with_interactions
from coalitions.estimates.specifications import estimation_sample, fit_table_2
from coalitions.hypotheses import NO_ESTIMATE, VERDICTS
from coalitions.variables.catalogue import REGRESSORS
from handmade_tables import analysis_table


@pytest.fixture(scope="module")
def sample():
    return estimation_sample(analysis_table(), "sides")


def judged(sample, variance="insecurity_a"):
    fits = {m.number: Fitted(m, r, sample) for m, r in fit_table_2(sample, variance, "cluster")}
    return answers(sample, fits, "cluster").set_index("hypothesis"), fits


@pytest.fixture(scope="module")
def found(sample):
    return judged(sample)


def test_there_is_a_row_for_every_hypothesis(found):
    table, _ = found
    assert list(table.index) == ["h1_tp", "h1_ap", "h2", "h3", "selectivity"]
    assert ["hypothesis", *table.columns] == COLUMNS
    assert set(table["verdict"]) <= set(VERDICTS)
    assert table["reason"].eq("").all()


def test_probabilities_are_averages_over_the_sample(sample, found):
    table, fits = found
    params = fits[2].results.params
    for name, term in (("h1_tp", "divergence_tp"), ("h2", "insecurity_a")):
        for at in ("low", "high"):
            rows = sample.assign(**{term: sample[term].quantile(0.25 if at == "low" else 0.75)})
            index = rows[list(REGRESSORS)].astype(float) @ params[list(REGRESSORS)]
            sigma = np.exp(params.iloc[-1] * rows["insecurity_a"])
            expected = norm.cdf((index + params["const"]) / sigma).mean()
            assert table.loc[name, f"at_{at}"] == pytest.approx(expected, rel=1e-9)


def test_sigma_is_relative_to_the_lower_quartile(found):
    table, fits = found
    row = table.loc["h3"]
    between = row["quartile_high"] - row["quartile_low"]
    assert row["at_low"] == 1
    assert row["at_high"] == pytest.approx(np.exp(row["estimate"] * between))
    assert row["estimate"] == fits[2].results.params.iloc[-1]


def test_effects_do_not_depend_on_where_job_insecurity_has_its_zero(sample, found):
    moved, _ = judged(sample.assign(insecurity_a=sample["insecurity_a"] + 1.0))
    for table, rows in ((found[0], sample), (moved, sample)):
        spread = rows["divergence_tp"].std(ddof=0)
        assert table.loc["h1_tp", "typical_sd"] != pytest.approx(spread, rel=1e-2)
    effects = [t["estimate"] * t["typical_sd"] for t in (found[0], moved)]
    assert effects[1].to_dict() == pytest.approx(effects[0].to_dict(), rel=1e-5)
    assert moved.loc["h1_tp", "estimate"] != pytest.approx(found[0].loc["h1_tp", "estimate"])


def test_a_power_of_insecurity_has_the_spread_of_its_logarithm(sample):
    row = judged(sample, "log_insecurity_a")[0].loc["h3"]
    assert row["typical_sd"] == pytest.approx(np.log(sample["insecurity_a"]).std(ddof=0))
    ratio = (row["quartile_high"] / row["quartile_low"]) ** row["estimate"]
    assert row["at_high"] == pytest.approx(ratio)


def test_the_divergence_weighs_less_with_insecure_leaders_where_it_was_made_to(sample, found):
    rng = np.random.default_rng(5)
    product = with_interactions(sample)["insecurity_a_x_divergence_ap"]
    index = -1.0 - 0.4 * sample["divergence_ap"] + 0.2 * product
    planted = sample.assign(coalition=(index + rng.normal(size=len(sample)) > 0).astype(int))
    row = answers(planted, found[1], "cluster").set_index("hypothesis").loc["selectivity"]
    # By the coefficients it was made with: .27 and .82.
    assert row["at_low"] == pytest.approx(0.27, abs=0.1)
    assert row["at_high"] == pytest.approx(0.82, abs=0.25)
    assert row["verdict"] == "supported"


def test_a_run_in_which_selectivity_has_no_estimate_goes_on(sample, found):
    # The products are then one column, which is not identified.
    twin = sample.assign(divergence_ap=sample["divergence_tp"])
    row = answers(twin, found[1], "cluster").set_index("hypothesis").loc["selectivity"]
    assert row["verdict"] == NO_ESTIMATE
    assert row["reason"]
    assert pd.isna(row["estimate"])
