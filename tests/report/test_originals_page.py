"""The page on the originals sets both sides beside each other without mixing them up."""

import pandas as pd
import pytest

from coalitions.estimates.specifications import TABLE_2, estimation_sample, fit
from coalitions.report.figure_3_curves import PUBLISHED_VALUES, curves
from coalitions.report.originals_claims import beside, judge
from coalitions.report.originals_figure import draw_both
from coalitions.report.originals_page import models_beside
from figure_checks import assert_readable
from handmade_tables import analysis_table


def coefficients(*rows):
    columns = ["model", "equation", "term", "estimate", "std_error", "p_value"]
    return pd.DataFrame(rows, columns=columns)


def test_coefficients_stand_under_their_model_and_data():
    theirs = coefficients(
        (1, "mean", "cinc_a", 1.0, 0.1, 0.001),
        (2, "mean", "cinc_a", 2.0, 0.1, 0.2),
        (2, "variance", "insecurity_a", -1.0, 0.2, 0.01),
    )
    ours = coefficients(
        (1, "mean", "cinc_a", -3.0, 0.1, 0.001), (1, "mean", "const", float("nan"), 0.1, 0.2)
    )
    table = models_beside(theirs, ours).set_index("Variable")
    assert table.loc["Capabilities, A"].to_dict() == {
        "Model 1, authors": "1.000* (0.100)",
        "Model 1, here": "-3.000* (0.100)",
        "Model 2, authors": "2.000 (0.100)",
        "Model 2, here": "",
    }
    assert table.loc["Constant"].eq("").all()
    assert table.loc["Variance: Job insecurity, leader of A", "Model 2, authors"].startswith("-1")


def rows(n=60):
    table = analysis_table(n).rename(columns={"coalition_sides": "coalition"})
    grounds = dict.fromkeys(("by_contiguity", "by_major", "by_region"), False)
    table = table.assign(
        year=1955, start=pd.Timestamp("1955-01-01"), status="unique", how="", **grounds
    )
    table.loc[table.index[: n // 2], "status"] = "ambiguous"
    return table


def claims(*checks):
    columns = ["claim_id", "place", "claim", "kind", "expects", "check", "argument"]
    made = [(f"c{i}", "p. 1", "says", "level", "x", *check) for i, check in enumerate(checks)]
    return pd.DataFrame(made, columns=columns)


def test_levels_are_judged_on_all_rows_and_the_sample_on_known_ones():
    table = rows()
    table["divergence_ap"] = 1.0
    table.loc[table["status"].eq("unique"), "divergence_ap"] = 3.0
    known = table[table["status"].eq("unique")]
    names = ["by_contiguity", "by_major", "by_region"]
    grounds = known[names].assign(by_contiguity=True)
    crisis = known["crisis"].iloc[0]
    asked = claims(
        ("observations", f"{crisis} {known['crisis'].eq(crisis).sum()}"),
        ("mean_about", "divergence_ap 2"),
        ("every_partner_by_rule", ""),
    )
    found = judge(asked, table.drop(columns=names), grounds, {})
    assert list(found["claim_id"]) == ["c0", "c1", "c2"]
    assert found["verdict"].eq("reproduced").all()
    both = beside(found, found.assign(verdict="not reproduced"))
    assert both["verdict_theirs"].eq("reproduced").all()
    assert both["verdict_ours"].eq("not reproduced").all()


@pytest.fixture(scope="module")
def drawn():
    sample = estimation_sample(analysis_table(3000), "sides")
    model = TABLE_2[1]
    return curves(model, fit(model, sample), sample)


def test_published_drawings_run_over_the_published_range(drawn):
    published = drawn[drawn["drawing"].str.startswith("published")]
    ends = published.groupby("panel")["x"].agg(["min", "max"])
    assert ends.to_numpy().tolist() == [[0, 1], [0, 5]]
    assert PUBLISHED_VALUES["distance_at"] == 1
    assert PUBLISHED_VALUES["divergence_ap"] == 1.01
    assert PUBLISHED_VALUES["allied_ap"] == 0


def test_both_sides_are_drawn_in_every_panel(drawn):
    figure = draw_both(drawn, drawn.assign(probability=0.5))
    assert_readable(figure)
    axes = figure.axes
    assert len(axes) == 4
    assert all(len(axis.lines) == 2 for axis in axes)
    assert axes[2].lines[1].get_ydata().max() == 0.5
    assert [len(axis.texts) for axis in axes] == [1, 1, 0, 0]
