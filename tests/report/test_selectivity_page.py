"""The page on selectivity: its paragraph follows from the numbers, and its tables hold them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from coalitions.estimates.members import DIVERGENCE, RELATIVE
from coalitions.estimates.selectivity import (
    INTERACTIONS,
    WITH_SELECTIVITY,
    WITH_SELECTIVITY_AND_VARIANCE,
)
from coalitions.hypotheses import SELECTIVITY
from coalitions.report.selectivity_figure import draw_slope
from coalitions.report.selectivity_page import SelectivityResults, selectivity_page
from coalitions.settings import Settings
from figure_checks import assert_readable

RUN = Settings(coding="sides").identity()
OTHER = "insecurity_a_x_divergence_tp"


def estimate(term, value, error, **more):
    ends = {"low": value - 1.96 * error, "high": value + 1.96 * error}
    numbers = {"estimate": value, "std_error": error, "z": value / error, "p_value": 0.5}
    return {"term": term, **numbers, **ends, **more}


def results(value=0.06, error=0.05):
    """Return results whose interaction with the divergence of A and P is `value`."""
    counted = {"n": 6205, "crises": 158, "joined": 70, "coalitions": 38}
    models = [
        estimate(term, value, error, title=model.title, model=3)
        for model in (WITH_SELECTIVITY, WITH_SELECTIVITY_AND_VARIANCE)
        for term in (*INTERACTIONS, "const")
    ]
    members = [
        {"measure": m, "statistic": s, "estimate": 0.2, "low": low, "high": 0.5}
        for m, low in ((DIVERGENCE, 0.1), (RELATIVE, -0.1))
        for s in ("slope", "rank correlation")
    ]
    variants = [
        estimate(term, v, 0.05, variant=f"variant {v}", **counted, problem=np.nan)
        for v in (-0.01, 0.02, 0.3)
        for term in INTERACTIONS
    ]
    gone = {"variant": "none", "problem": "No hazard."}
    variants += [gone | {"term": term} for term in INTERACTIONS]
    removals = [
        {
            "unit": unit,
            "id": str(i),
            "name": f"{unit} {i}",
            "joined": 3 + i,
            "term": term,
            "without": 0.1 * i,
            "std_error_without": 0.05,
            "change_in_se": i / 7,
        }
        for unit, number in (("crisis", 8), ("coalition", 6), ("largest coalitions", 1))
        for i in range(number)
        for term in INTERACTIONS
    ]
    return SelectivityResults(
        pd.DataFrame(models),
        pd.DataFrame([counted]),
        pd.DataFrame(members),
        pd.DataFrame([estimate(term, 0.09, 0.12, **counted) for term in INTERACTIONS]),
        pd.DataFrame(variants),
        pd.DataFrame(variants),
        pd.DataFrame(removals),
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.06, "**Cannot tell.** The interaction is 0.060 with an interval of -0.038 to 0.158"),
        (0.2, "**Supported by this estimate.**"),
        (-0.2, "**Contradicted by this estimate.**"),
    ],
)
def test_the_answer_follows_from_the_interval(value, words):
    page = selectivity_page(results(value), "cluster", RUN)
    assert words in page
    assert "cannot tell" in page


def test_the_answer_is_that_of_the_probit_and_of_a_and_p():
    found = results()
    firm = found.models.copy()
    decides = firm["title"].eq(WITH_SELECTIVITY.title) & firm["term"].eq(SELECTIVITY.term)
    firm.loc[~decides, ["estimate", "low", "high"]] = [0.9, 0.8, 1.0]
    page = selectivity_page(replace(found, models=firm), "cluster", RUN)
    assert "**Cannot tell.** The interaction is 0.060" in page


def test_members_and_variants_are_counted_as_they_come_out():
    page = selectivity_page(results(), "cluster", RUN)
    assert "further from them is supported by the slope (0.200 with" in page
    assert "would lead one to expect cannot be told by the slope" in page
    assert (
        "Over 4 codings of who joined the interaction is supported in 1, contradicted in 0, and"
        in (page)
    )
    assert "cannot be told in 2; 1 without an estimate. The estimate is positive in 2 and" in page
    assert "| none" in page


def test_removals_are_summed_up_by_unit():
    page = selectivity_page(results(), "cluster", RUN)
    assert "lies between 0.000 and 0.700, and is supported in 7 of 8 removals" in page
    assert "crisis 7" in page
    assert "crisis 2" not in page
    assert page.count("coalition 5") == 1


def test_without_a_choice_among_candidates_the_page_says_so():
    found = results()
    page = selectivity_page(replace(found, within=found.within.iloc[:0]), "cluster", RUN)
    assert "There is no estimate on these data." in page
    assert "conditional logit (" not in page


def test_the_page_states_run_counts_and_errors():
    page = selectivity_page(results(), "two_way", RUN)
    assert "Configuration: the default but for coding: sides" in page
    assert "6,205 dyads in 158 crises, of which 70 are coalition dyads, in 38 coalitions" in page
    assert "clustered on the crisis and on A" in page
    assert "\n\n\n" not in page


def test_the_figure_has_a_tick_for_every_coalition_dyad():
    at = np.linspace(0.1, 0.5, 11)
    slope = pd.DataFrame({"insecurity": at, "slope": at, "low": at - 1, "high": at + 1})
    observed = pd.DataFrame({"coalition": [1, 0, 1, 1], "insecurity_a": [0.1, 0.2, 0.3, 0.5]})
    figure = draw_slope(slope, observed)
    main, below = figure.axes
    assert (
        "from 0.10 to 0.50; zero lies within the interval everywhere" in figure.texts[1].get_text()
    )
    assert_readable(figure)
    apart = draw_slope(slope.assign(low=at - 0.2), observed).texts[1].get_text().split()
    assert "outside the interval over a part of the range." in " ".join(apart)
    np.testing.assert_allclose(main.lines[0].get_ydata(), at)
    np.testing.assert_allclose(below.lines[0].get_xdata(), [0.1, 0.3, 0.5])
