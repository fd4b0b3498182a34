"""What the paper says of its appendix, judged on coefficients small enough to read."""

import numpy as np
import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.report.claims import Evidence, evaluate

NARROW = "A2 2 mean affinity_pt -"
SIMILAR = "A2 2 mean insecurity_a + variance insecurity_a - mean affinity_ap +"


def coefficients(*rows, model=2, **more):
    """Rows (equation, term, estimate, p_value)."""
    table = pd.DataFrame(list(rows), columns=["equation", "term", "estimate", "p_value"])
    return table.assign(model=model, std_error=1.0, z=0.0, low=0.0, high=0.0, **more)


def judged(check, argument="", **tables):
    claim = pd.DataFrame(
        [
            {
                "claim_id": "one",
                "place": "footnote 15",
                "claim": "Something holds.",
                "kind": "sign",
                "expects": "something",
                "check": check,
                "argument": argument,
            }
        ]
    )
    return evaluate(claim, Evidence(**tables)).iloc[0]


@pytest.mark.parametrize(
    ("estimate", "p_value", "expected"),
    [
        (-1, 0.05, "reproduced"),
        (-1, 0.10, "reproduced"),
        (-1, 0.049, "not reproduced"),
        (-1, 0.101, "not reproduced"),
        (1, 0.07, "not reproduced"),
        (np.nan, np.nan, "not checkable here"),
    ],
)
def test_a_narrow_miss_has_the_sign_and_a_p_just_above_the_level(estimate, p_value, expected):
    table = coefficients(("mean", "affinity_pt", estimate, p_value), table="A2")
    assert judged("narrowly_misses", NARROW, appendix=table)["verdict"] == expected


def test_only_the_named_table_and_model_count():
    missed = ("mean", "affinity_pt", -1, 0.07)
    for table in (
        coefficients(missed, model=1, table="A2"),
        coefficients(missed, table="similarity"),
    ):
        row = judged("narrowly_misses", NARROW, appendix=table)
        assert row["verdict"] == "not checkable here"
        assert row["reason"] == "Table A2, model 2 has no affinity_pt in its mean equation"


AS_STATED = {"insecurity_a": (1, 0.01), "gamma": (-1, 0.01), "affinity_ap": (1, 0.01)}


def both_tables(appendix=(), own=()):
    """Return the evidence with coefficients as stated in both tables, but for the changes."""

    def table(changes, similarity, turned, **more):
        values = AS_STATED | dict(changes)
        estimate, p_value = values["affinity_ap"]
        return coefficients(
            ("mean", "insecurity_a", *values["insecurity_a"]),
            ("variance", "insecurity_a", *values["gamma"]),
            ("mean", similarity, turned * estimate, p_value),
            **more,
        )

    return {
        "appendix": table(appendix, "affinity_ap", 1, table="A2"),
        "estimates": table(own, "divergence_ap", -1),
    }


def test_similar_results_agree_with_the_paper_and_with_table_2():
    row = judged("similar_to_table_2", SIMILAR, **both_tables())
    assert row["verdict"] == "reproduced"
    assert "not as" not in row["found"]


@pytest.mark.parametrize("term", list(AS_STATED))
@pytest.mark.parametrize("change", [(-1, 0.01), (1, 0.05)])
def test_another_sign_or_an_insignificant_one_is_not_what_the_paper_states(term, change):
    turned, p_value = change
    changed = {term: (turned * AS_STATED[term][0], p_value)}
    tables = both_tables(appendix=changed, own=changed)
    row = judged("similar_to_table_2", SIMILAR, **tables)
    assert row["verdict"] == "not reproduced"
    assert row["found"].count("not as the paper states, as in our Table 2") == 1


@pytest.mark.parametrize("term", list(AS_STATED))
@pytest.mark.parametrize("change", [(-1, 0.01), (1, 0.05)])
def test_what_our_table_2_does_not_show_is_not_similar_to_it(term, change):
    turned, p_value = change
    tables = both_tables(own={term: (turned * AS_STATED[term][0], p_value)})
    row = judged("similar_to_table_2", SIMILAR, **tables)
    assert row["verdict"] == "not reproduced"
    assert row["found"].count("as the paper states, not as in our Table 2") == 1


def test_a_model_without_estimates_is_not_judged():
    tables = both_tables(appendix={"gamma": (np.nan, np.nan)})
    row = judged("similar_to_table_2", SIMILAR, **tables)
    assert row["verdict"] == "not checkable here"
    assert "insecurity_a of model 2 in Table A2 has no estimate" in row["reason"]
    del tables["appendix"]
    row = judged("similar_to_table_2", SIMILAR, **tables)
    assert row["reason"] == "needs appendix, which this run could not build"


@pytest.mark.parametrize(
    "argument",
    [
        "",
        "A2",
        "A2 2",
        "A2 two mean affinity_pt -",
        "A2 2 mean affinity -",
        "A2 2 scale affinity_pt -",
        "A2 2 mean affinity_pt up",
        "A2 2 mean affinity_pt",
        "A2 2 mean affinity_pt - mean",
    ],
)
@pytest.mark.parametrize("check", ["narrowly_misses", "similar_to_table_2"])
def test_a_bad_argument_is_refused(check, argument):
    with pytest.raises(DesignError):
        judged(check, argument, **both_tables())


def test_one_coefficient_misses_narrowly_at_a_time():
    with pytest.raises(DesignError, match="one term"):
        judged("narrowly_misses", SIMILAR, **both_tables())


def spread(**std_dev):
    return pd.DataFrame({"variable": list(std_dev), "std_dev": list(std_dev.values())})


def test_both_affinities_must_vary_less():
    wide = {"divergence_tp": 0.9, "divergence_ap": 0.8}
    for pt, ap, expected in (
        (0.3, 0.2, "reproduced"),
        (0.9, 0.2, "not reproduced"),
        (0.3, 0.8, "not reproduced"),
    ):
        table = spread(**wide, affinity_pt=pt, affinity_ap=ap)
        assert judged("affinity_varies_less", spread=table)["verdict"] == expected
    silent = judged("affinity_varies_less", spread=spread(**wide))
    assert silent["verdict"] == "not checkable here"
    assert "votes" in silent["reason"]
