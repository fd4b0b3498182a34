"""The answer in words."""

import pandas as pd
import pytest

from coalitions.hypotheses import CANNOT_TELL, CONTRADICTED, HYPOTHESES, SELECTIVITY, SUPPORTED
from coalitions.report.answer import WORDINGS, answer, excluded_in_words

NAMES = [h.name for h in (*HYPOTHESES, SELECTIVITY)]


def judged(**verdicts):
    return pd.DataFrame({"hypothesis": list(verdicts), "verdict": list(verdicts.values())})


def test_every_hypothesis_has_words():
    assert list(WORDINGS) == NAMES


def test_verdicts_become_sentences_in_order():
    text = answer(judged(h2=CANNOT_TELL, h1_tp=SUPPORTED, h3=CONTRADICTED, h1_ap=CANNOT_TELL))
    supported, contradicted, open_ = (
        text.index(word) for word in ("supports that", "It contradicts that", "It cannot tell")
    )
    assert supported < contradicted < open_
    leaders = "leaders who may soon lose office"
    h2 = WORDINGS["h2"].clause.format(leaders=leaders)
    assert f"whether {h2}, or whether {WORDINGS['h1_ap'].clause}." in text


def test_a_sentence_points_back_only_at_leaders_it_has_named():
    text = answer(judged(selectivity=SUPPORTED, h2=CANNOT_TELL, h3=CANNOT_TELL))
    supported, open_ = text.split(" It ")
    assert "that leaders who may soon lose office care less" in supported
    assert "such leaders" not in supported
    assert open_.index("leaders who may soon lose office build") < open_.index("such leaders do")


@pytest.mark.parametrize(
    ("verdict", "start"),
    [
        (CONTRADICTED, "The evidence contradicts that"),
        (CANNOT_TELL, "The evidence cannot tell whether"),
    ],
)
def test_the_first_sentence_names_the_evidence(verdict, start):
    assert answer(judged(h1_tp=verdict)).startswith(start)


def test_where_nothing_has_an_estimate_nothing_is_said():
    assert answer(judged(h3="no estimate")) == ""


def row(hypothesis, low, high, sd):
    return pd.Series({"hypothesis": hypothesis, "low": low, "high": high, "typical_sd": sd})


def test_what_is_excluded_is_in_units_of_what_the_paper_implies():
    # The paper implies .27 of one standard deviation of job insecurity; H3's sign is negative.
    assert "less than 1.0 times and of more than 2.0 times" in excluded_in_words(
        row("h2", 2.7, 5.4, 0.1)
    )
    assert excluded_in_words(row("h3", -0.75, 1.5, 0.1)) == (
        "effects of more than 1.0 times the size that the paper implies, and of more than 2.0 "
        "times that size the other way"
    )


def test_without_an_implied_size_the_ends_are_given():
    assert excluded_in_words(row("h1_ap", -0.1, 0.2, 1.0)) == (
        "effects of a standard deviation below -0.10 or above 0.20"
    )
