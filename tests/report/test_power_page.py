"""The page and the figure on power, on made-up shares."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from coalitions.hypotheses import HYPOTHESES
from coalitions.power.draws import smallest_detected
from coalitions.power.process import ERRORS, MULTIPLES
from coalitions.report.power_figure import draw_power
from coalitions.report.power_page import (
    coefficients_table,
    detection_table,
    errors_table,
    excluded_table,
    power_page,
    size_table,
)
from coalitions.settings import Settings
from figure_checks import assert_readable

mpl.use("agg")


@pytest.fixture
def power():
    """Return shares that grow with the effect, of H3 never to 80%."""
    rows = []
    for model in (1, 2):
        for h in HYPOTHESES[: 2 + model]:
            for errors in ERRORS:
                for multiple in MULTIPLES:
                    detected = min(0.02 + multiple * (0.1 if h.name == "h3" else 0.4), 1.0)
                    sized = h.implied is not None and multiple > 0
                    rows.append(
                        {
                            "model": model,
                            "hypothesis": h.name,
                            "label": h.label,
                            "errors": errors,
                            "multiple": multiple,
                            "true": multiple,
                            "draws": 400,
                            "detected": detected,
                            "rejected": detected + 0.12,
                            "sign_errors": 0.25 if sized else np.nan,
                            "exaggeration": 1.44 if sized else np.nan,
                            "median": multiple,
                            "no_estimate": 0.03 if errors == "crisis" else 0.0,
                        }
                    )
    return pd.DataFrame(rows)


@pytest.fixture
def coefficients():
    rows = []
    for errors in ERRORS:
        for multiple in MULTIPLES:
            cell = {"errors": errors, "multiple": multiple}
            for equation, term, value, origin in (
                ("mean", "divergence_tp", 0.2 * multiple, "imposed"),
                ("mean", "cinc_a", 3.0, "refitted"),
                ("mean", "const", -2.0 - ERRORS.index(errors), "set"),
                ("variance", "insecurity_a", -multiple, "imposed"),
                ("shared", "sd", {"crisis": 0.625, "builder": 0.75}.get(errors, 0.0), "estimated"),
            ):
                known = {"equation": equation, "term": term, "value": value, "origin": origin}
                rows.append(cell | known)
    return pd.DataFrame(rows)


@pytest.fixture
def excluded():
    rows = []
    for h in HYPOTHESES:
        for interval, low in (("wald", -1.0), ("profile", -2.0), ("bootstrap", 0.5)):
            rows.append({**h.columns, "interval": interval, "low": low, "high": 3.0})
        rows.append({**h.columns, "interval": "all three", "low": -2.0, "high": 3.0})
    table = pd.DataFrame(rows).assign(verdict="cannot tell", replicates=1000, failed=7)
    for suffix, scale in (("_effect", 0.5), ("_multiple", 4.0)):
        table[f"low{suffix}"], table[f"high{suffix}"] = table["low"] * scale, table["high"] * scale
    table.loc[table["hypothesis"].eq("h1_ap"), ["low_multiple", "high_multiple"]] = np.nan
    return table


@pytest.fixture
def page(power, coefficients, excluded):
    counts = {"dyads": 1234, "crises": 32, "coalition_dyads": 8}
    run = Settings().identity(power=True)
    return power_page(power, smallest_detected(power), coefficients, excluded, counts, run)


def test_each_hypothesis_has_a_sentence_of_its_power_and_size(page):
    sentences = [line for line in page.splitlines() if line.startswith("- **")]
    assert [line.split("**")[1] for line in sentences] == [f"{h.label}." for h in HYPOTHESES] * 2
    h1_tp, h1_ap, h2, h3 = sentences[:4]
    assert "is found in 42% of samples" in h2
    assert "would have to be 1.9 times (0.53) (independent), 1.9 times" in h2
    assert "beyond 4 times (most: 42%)" in h3
    assert "The paper implies no size." in h1_ap
    assert all("comes in 14% of samples" in line for line in (h1_tp, h1_ap, h2, h3))


def test_the_process_stands_beside_each_table(page):
    tables = page.count("| hypothesis ") - 1  # without that of the effects excluded
    assert tables == 6
    assert page.count("400 outcomes a cell, drawn as y = 1 if x'b + u + σe > 0") == tables
    assert (
        page.count("0.62 for an effect of the crisis, 0.75 for an effect of the builder") == tables
    )
    assert "The standard error of a share is 2.5 points at most." in page


def test_the_page_says_what_is_excluded_and_how_much_lies_where_the_effect_is_seen(page):
    assert (
        "Excluded: effects of one standard deviation below -1.000 and above 1.500; in the" in page
    )
    assert "outside -8.0 to 12.0 times what it implies (0.27)" in page
    assert "of which 7 have no estimate and are left out" in page
    assert "lie 1,234 dyads of 32 crises, with 8 coalition dyads" in page
    assert "Configuration: the default." in page


def test_the_page_tells_another_number_of_draws(power, coefficients, excluded):
    run = Settings(power={"draws": 400}).identity(power=True)
    assert "power.draws: 400 (default: 1000)" in run.statement()
    assert Settings(power={"draws": 400}).identity().differences == ()


def test_detection_is_laid_out_by_multiple(power):
    table = detection_table(power[power["model"].eq(2)], smallest_detected(power))
    assert table.columns.tolist() == [
        "hypothesis",
        "errors",
        "none",
        "half",
        "once",
        "twice",
        "3 times",
        "4 times",
        "smallest effect found in 80%",
    ]
    row = table[table["hypothesis"].str.startswith("H2")].iloc[0]
    assert row["once"] == "42%"
    # 80% lies at .78 over .4 a multiple, of .27 each.
    assert row.iloc[-1] == "1.9 times (0.53)"
    assert table[table["hypothesis"].str.contains("A and P")].iloc[0, -1] == ""
    assert table["errors"].tolist()[:3] == [
        "independent",
        "effect of the crisis",
        "effect of the builder",
    ]


def test_size_counts_both_signs(power):
    row = size_table(power[power["model"].eq(2)]).iloc[1]
    assert row.tolist()[2:] == ["14%", "2%", "12%", "3%"]


def test_sign_errors_and_exaggeration_stand_where_there_is_an_effect(power):
    table = errors_table(power[power["model"].eq(2)])
    assert "none" not in table
    assert not table["hypothesis"].str.contains("A and P").any()
    assert table.loc[1, "twice"] == "25%, 1.4"
    assert table.loc[1, "no estimate, at most"] == "3%"


def test_a_cell_in_which_nothing_is_firm_is_blank(power):
    firm = ~(power["hypothesis"].eq("h2") & power["multiple"].eq(0.5))
    numbers = ["sign_errors", "exaggeration"]
    power[numbers] = power[numbers].where(firm, axis=0)
    table = errors_table(power[power["model"].eq(2)]).set_index("hypothesis")
    assert set(table.loc["H2, job insecurity of A", "half"]) == {""}
    assert set(table.loc["H2, job insecurity of A", "once"]) == {"25%, 1.4"}


def test_each_kind_of_errors_has_its_constant(coefficients):
    table = coefficients_table(coefficients).set_index("coefficient")
    assert table.index.tolist()[:2] == [
        "Divergence, T and P",
        "Variance: Job insecurity, leader of A",
    ]
    constants = table[table.index.str.startswith("Constant")]
    assert sorted(constants["once"]) == ["-2.000", "-3.000", "-4.000"]
    assert table.loc["Divergence, T and P", "twice"] == "0.400"


def test_an_effect_without_a_size_has_no_multiple(excluded):
    table = excluded_table(excluded).set_index(["hypothesis", "interval from"])
    label = "H1, divergence of A and P"
    assert table.loc[(label, "span of the three"), "multiple of the paper's"] == ""
    assert table.loc[(label, "span of the three"), "effect of one sd"] == "-1.000 to 1.500"


def test_each_hypothesis_with_a_size_has_a_line_in_each_panel(power):
    figure = draw_power(power)
    assert len(figure.axes) == len(ERRORS)
    for axis in figure.axes:
        lines = {line.get_label(): line for line in axis.get_lines()}
        for h in HYPOTHESES:
            assert (h.label in lines) == (h.implied is not None)
        drawn = lines["H2, job insecurity of A"]
        assert drawn.get_xdata().tolist() == list(MULTIPLES)
        assert drawn.get_ydata().tolist() == pytest.approx([0.02, 0.22, 0.42, 0.82, 1.0, 1.0])
    assert_readable(figure)
    plt.close(figure)


def test_the_key_does_not_take_the_nominal_rate_for_what_comes_by_chance(power):
    figure = draw_power(power)
    (height,) = {
        line.get_ydata()[0]
        for line in figure.axes[0].get_lines()
        if line.get_linestyle() == ":" and len(set(line.get_ydata())) == 1
    }
    (legend,) = figure.legends
    texts = [text.get_text() for text in legend.get_texts()]
    assert f"{100 * height:g}%: as it should be where nothing is true" in texts
    assert not any("chance" in text for text in texts)
    plt.close(figure)
