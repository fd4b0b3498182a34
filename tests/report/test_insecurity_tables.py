"""Job insecurity as a family: the table of single choices, the main coefficients."""

import numpy as np
import pandas as pd
import pytest

from coalitions.insecurity.family import one_at_a_time, variants
from coalitions.report.insecurity_tables import generated_table, one_choice_table

DEFAULT = "Weibull, Archigos, SDP, lagged growth, changes in all, deaths count"
NUMBERS = [
    "mean",
    "sd",
    "brier",
    "calibration_slope",
    "largest_gap",
    "auc",
    "pearson",
    "spearman",
    "after_change",
    "at_change",
]


@pytest.fixture(scope="module")
def chosen():
    return one_at_a_time(variants()[DEFAULT])


@pytest.fixture
def family(chosen):
    """Return made-up summaries of all variants, in another order than the table's."""
    labels = [*reversed(list(variants()))]
    numbers = {name: np.linspace(0, 1, len(labels)) for name in NUMBERS}
    return pd.DataFrame(
        {"variant": labels, "leader_years": 1000.0, "exits": 100.0, **numbers, "problem": ""}
    )


def test_table_has_a_row_for_the_default_and_each_single_choice(family, chosen):
    found = one_choice_table(family, chosen).frame
    assert found["Taken"].tolist() == chosen["name"].tolist()
    assert found["Choice"].tolist()[:2] == ["", "Model"]
    pearson = family.set_index("variant").loc[chosen.index, "pearson"]
    assert found["Correlation"].tolist() == [f"{value:.3f}" for value in pearson]
    assert found["Leader-years"].iloc[0] == "1,000"
    assert "Problem" not in found


def test_variant_without_estimates_shows_its_problem(family, chosen):
    gone = family["variant"].eq(chosen.index[3])
    family.loc[gone, [*NUMBERS, "leader_years", "exits"]] = np.nan
    family.loc[gone, "problem"] = "no exits"
    found = one_choice_table(family, chosen).frame
    assert found["Problem"].tolist() == ["", "", "", "no exits", *[""] * 9]
    assert found["Mean"].iloc[3] == ""
    assert "nan" not in found.to_csv()


GENERATED = pd.DataFrame(
    [
        (source, model, equation, term, 1.0, 0.5, error, 0.9, 200, 1)
        for source, error in (("first stage", 0.6), ("ideal points", 0.7), ("both", 0.8))
        for model, equation, term in (
            (1, "mean", "divergence_tp"),
            (1, "mean", "cinc_a"),
            (2, "mean", "insecurity_a"),
            (2, "variance", "insecurity_a"),
        )
    ],
    columns="source model equation term estimate std_error std_error_total mean_of_draws draws "
    "failed".split(),
)


def test_main_coefficients_stand_once_with_the_errors_of_every_source():
    found = generated_table(GENERATED, 200, "2019", 7).frame
    assert found["Variable"].tolist() == [
        "Divergence, T and P",
        "Job insecurity, leader of A",
        "Variance: Job insecurity, leader of A",
    ]
    assert found.iloc[0].tolist()[2:] == ["1.000", "0.500", "0.600", "0.700", "0.800", "0.900"]


def test_sources_that_were_not_drawn_have_no_column():
    found = generated_table(GENERATED[GENERATED["source"].eq("ideal points")], 200, "2019", 7).frame
    assert list(found.columns)[3:] == [
        "Standard error",
        "with ideal points",
        "Mean of draws, ideal points",
    ]


def test_the_note_counts_draws_failures_and_what_has_no_interval():
    note = generated_table(GENERATED, 200, "2019", 7).note
    assert "that of the release 2019. " in note
    assert "200 draws; without a fit: first stage 1, ideal points 1, both 1. " in note
    assert note.endswith("held at their point: 7.")
