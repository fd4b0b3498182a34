"""Tables and figures of influence and identification: layout, names, equal files."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from coalitions.estimates.identification import LEVELS, drop_at
from coalitions.estimates.specifications import MAIN
from coalitions.report.figure_3 import save
from coalitions.report.influence_figures import (
    diagnostics_table,
    draw_leave_one_out,
    draw_surface,
    influential_table,
    ranges_table,
)

mpl.use("agg")


@pytest.fixture
def removals():
    """Return removals of 12 crises and 12 leaders from model 2; unit 11 moves most."""
    rows = [
        (
            2,
            unit,
            str(i),
            f"{unit} {i}",
            40 + i,
            i % 3,
            "",
            *key,
            0.3,
            0.1,
            0.3 + 0.002 * i**2,
            0.11,
        )
        for unit in ("crisis", "leader")
        for i in range(12)
        for key in MAIN
    ]
    columns = "model unit id name rows joined problem equation term estimate std_error without"
    table = pd.DataFrame(rows, columns=[*columns.split(), "std_error_without"])
    return table.assign(
        change=table["without"] - 0.3,
        change_in_se=(table["without"] - 0.3) / 0.1,
        sign_changes=pd.array([False] * len(table), dtype="boolean"),
        verdict_changes=pd.array(table["id"].eq("11"), dtype="boolean"),
    )


def test_influential_units_are_named_with_what_they_do(removals):
    found = influential_table(removals, shown=2)
    assert len(found) == 2 * 2 * len(MAIN)
    first = found.iloc[0]
    assert first[["Left out", "Kind"]].tolist() == ["crisis 11", "crisis"]
    assert set(found["Kind"]) == {"crisis", "leader of A"}
    assert first["Coefficient"] == "Divergence, T and P"
    assert first["All"] == "0.300 (0.100)"
    assert first["Without"] == "0.542 (0.110)"
    assert first["Change, s.e."] == "+2.42"
    assert found["Verdict"].tolist()[:2] == ["no longer p < .05", ""]
    assert found["Coefficient"].iloc[-1] == "Variance: Job insecurity, leader of A"
    assert found["Sign"].eq("").all()
    small = influential_table(removals.assign(estimate=0.1, verdict_changes=True), shown=1)
    assert small["Verdict"].eq("becomes p < .05").all()


def test_ranges_count_removals_and_those_without_a_maximum(removals):
    lost = removals["id"].eq("3") & removals["unit"].eq("leader")
    gone = removals.assign(problem=removals["problem"].where(~lost, "SeparationError: x"))
    gone.loc[lost, ["without", "sign_changes", "verdict_changes"]] = [np.nan, pd.NA, pd.NA]
    found = ranges_table(gone)
    assert found["Left out, one at a time"].unique().tolist() == ["12 crises", "12 leaders of A"]
    assert found["Lowest"].eq("0.300").all()
    assert found["Highest"].eq("0.542").all()
    assert found["Verdict changes"].eq("1").all()
    leaders = found["Left out, one at a time"].eq("12 leaders of A")
    assert found["No maximum"].eq("1").eq(leaders).all()


def test_diagnostics_stand_side_by_side_in_words():
    rows = [
        (1, "ones", "", 122.0),
        (1, "smallest_cell", "un_support = 1, coalition = 1", 26.0),
        (1, "largest_crisis_leverage", "408", 6.3),
        (1, "separates", "", 0.0),
        (2, "ones", "", 122.0),
        (2, "effective_clusters", "variance:insecurity_a", 17.2),
        (2, "separates", "", 1.0),
    ]
    table = pd.DataFrame(rows, columns=["model", "diagnostic", "of", "value"])
    found = diagnostics_table(table, pd.Series({408: "SOMEWHERE"})).set_index("Diagnostic")
    assert found.columns.tolist() == ["Model 1", "Model 2", "What it says"]
    assert found.loc["Coalition dyads", "Model 1"] == "122"
    cell = "Rows with UN support for A = 1, coalition = 1"
    assert found.loc[cell, ["Model 1", "Model 2"]].tolist() == ["26", ""]
    assert found.loc["Largest leverage of a crisis, in means", "Model 1"] == "6.3 (SOMEWHERE)"
    label = "Effective number of crises: Variance: Job insecurity, leader of A"
    assert found.loc[label, "Model 2"] == "17.2"
    assert found.loc["Regressors that separate"].tolist()[:2] == ["none", "yes"]
    assert found["What it says"].ne("").all()
    assert found.index[-1] == "Regressors that separate"
    assert diagnostics_table(table)["Model 1"].eq("6.3 (408)").any()


def test_dots_are_all_units_and_the_most_influential_are_named(removals):
    figure = draw_leave_one_out(removals, named=2)
    assert len(figure.axes) == 4
    for axis in figure.axes:
        assert len(axis.collections[0].get_offsets()) == 12
        assert sorted(text.get_text() for text in axis.texts) == ["crisis 10", "crisis 11"]


def test_a_dropped_coefficient_leaves_its_panel_empty(removals):
    figure = draw_leave_one_out(removals[removals["equation"].eq("mean")])
    assert [len(axis.collections) for axis in figure.axes] == [2, 2, 2, 0]


@pytest.fixture
def likelihood():
    """Return a normal likelihood with its maximum at beta 1, gamma -1, as the tables of a run."""
    gammas, reach = np.linspace(-5, 3, 41), np.linspace(-3.7, 3.7, 41)
    ridge = 1 - 0.8 * (gammas + 1)
    points = pd.DataFrame(
        {
            "beta": (ridge[:, None] + 0.6 * reach).ravel(),
            "gamma": np.repeat(gammas, 41),
            "loglike": (-50 - 0.5 * ((gammas[:, None] + 1) ** 2 + reach**2)).ravel(),
        }
    )
    profile = pd.DataFrame(
        {"gamma": gammas, "loglike": -50 - 0.5 * (gammas + 1) ** 2, "beta": ridge}
    )
    rows = [
        ("beta", 1.0, -1.0, 3.0),
        ("gamma", -1.0, -2.96, 0.96),
        ("gamma_profile", -1.0, -2.96, 0.96),
        ("loglike", -50.0, np.nan, np.nan),
    ]
    return points, profile, pd.DataFrame(rows, columns=["name", "value", "low", "high"])


def test_regions_are_those_of_the_likelihood(likelihood):
    figure = draw_surface(*likelihood)
    _, main = figure.axes
    lines = next(c for c in main.collections if c.get_paths() and not c.get_fill())
    for level, path in zip(LEVELS, lines.get_paths(), strict=True):
        u = path.vertices[:, 0] + 1
        v = (path.vertices[:, 1] - 1 + 0.8 * u) / 0.6
        np.testing.assert_allclose(0.5 * (u**2 + v**2), drop_at(level), rtol=0.02)
    labels = [text.get_text() for text in main.texts]
    assert any("H2 and H3" in label for label in labels)


def test_figures_are_the_same_files_twice(removals, likelihood, tmp_path):
    for name in ("one", "two"):
        save(draw_leave_one_out(removals), tmp_path / f"{name}_dots", ends=("svg",))
        save(draw_surface(*likelihood), tmp_path / f"{name}_surface", ends=("svg",))
    for what in ("dots", "surface"):
        one, two = ((tmp_path / f"{name}_{what}.svg").read_bytes() for name in ("one", "two"))
        assert one == two
