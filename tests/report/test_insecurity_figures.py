"""Job insecurity as a family: the table of single choices, the figure, the main coefficients."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from coalitions.insecurity.family import one_at_a_time, variants
from coalitions.report.insecurity_figures import draw, generated_table, one_choice_table

mpl.use("agg")

DEFAULT = "Weibull, Archigos, SDP, changes in all, deaths count"
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
    found = one_choice_table(family, chosen)
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
    found = one_choice_table(family, chosen)
    assert found["Problem"].tolist() == ["", "", "", "no exits", *[""] * 7]
    assert found["Mean"].iloc[3] == ""
    assert "nan" not in found.to_csv()


def test_figure_writes_each_correlation_once_and_draws_each_variant(chosen):
    n = len(chosen)
    values = np.linspace(0.5, 0.99, n * n).reshape(n, n)
    values = np.maximum(values, values.T)
    np.fill_diagonal(values, 1)
    correlations = pd.DataFrame(values, chosen.index, chosen.index)
    # Columns in another order than the rows, as a file may have them.
    correlations = correlations[correlations.columns[::-1]]
    deciles = pd.DataFrame(
        {"decile": [*range(1, 11), "all"], "mean_predicted": 0.1, "observed": 0.12}
    )
    far = deciles.assign(mean_predicted=0.001, variant="another variant")
    calibrations = pd.concat([far, *[deciles.assign(variant=text) for text in chosen.index]])
    figure = draw(correlations, calibrations, chosen)
    left, right = figure.axes
    written = {text.get_position(): text.get_text() for text in left.texts}
    assert len(written) == n * (n - 1) / 2
    assert written[(0, 3)] == f"{values[3, 0]:.2f}".removeprefix("0")
    assert [t.get_text() for t in left.get_yticklabels()] == chosen["name"].tolist()[1:]
    # The line of perfect calibration, and a line a variant with ten points each.
    assert [len(line.get_xdata()) for line in right.lines] == [2, *[10] * n]
    assert right.get_xlim()[0] > 0.05
    legend = [text.get_text() for text in right.get_legend().get_texts()]
    assert legend[0] == "default"
    assert len(legend) == len(set(legend)) == 6
    plt.close(figure)


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
    found = generated_table(GENERATED)
    assert found["Variable"].tolist() == [
        "Divergence, T and P",
        "Job insecurity, leader of A",
        "Variance: Job insecurity, leader of A",
    ]
    assert found.iloc[0].tolist()[2:] == ["1.000", "0.500", "0.600", "0.700", "0.800", "0.900"]


def test_sources_that_were_not_drawn_have_no_column():
    found = generated_table(GENERATED[GENERATED["source"].eq("ideal points")])
    assert list(found.columns)[3:] == [
        "Standard error",
        "with ideal points",
        "Mean of draws, ideal points",
    ]
