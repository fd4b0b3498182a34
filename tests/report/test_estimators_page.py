"""The page that sets the estimators side by side."""

import numpy as np
import pandas as pd

from coalitions.estimates.alternatives import DROPS_OUT, ESTIMATORS, FOLLOWED, LOG_ODDS, TESTS
from coalitions.report.estimators_page import estimators_page
from coalitions.settings import Settings


def estimates():
    rows = []
    for place, one in enumerate(ESTIMATORS):
        for term in [term for terms in FOLLOWED.values() for term in terms]:
            row = {"estimator": one.name, "label": one.label, "scale": one.scale, "term": term}
            row |= {"estimate": 0.1 * place, "std_error": 0.04, "p_value": 0.3, "problem": np.nan}
            row |= {"n": 6205, "crises": 158, "joined": 70, "coalitions": 38}
            row["note"] = "Was repaired." if one.name == "dyadic" else np.nan
            row["verdict"] = "cannot tell" if term in TESTS else np.nan
            if one.scale == LOG_ODDS and term == "insecurity_a":
                gone = {"estimate": np.nan, "verdict": "no estimate", "problem": DROPS_OUT}
                row |= gone
            if one.name == "cv3":
                row |= {"estimate": np.nan, "verdict": "no estimate", "problem": "No maximum."}
            rows.append(row)
    return pd.DataFrame(rows)


def small(*terms):
    numbers = {"estimate": 0.5, "std_error": 0.1, "p_value": 0.01}
    return pd.DataFrame([{"term": term, **numbers} for term in terms])


EFFECTS = pd.DataFrame(
    [
        {"effect": name, "groups": 158, "sigma": 0.6, "variance": 0.36, "shared": 0.2647}
        | {"pooled_p": 1e-6}
        for name in ("crisis", "builder")
    ]
)


def page(within=None):
    within = small("divergence_tp", "distance_pt") if within is None else within
    coalitions = small("divergence_tp", "log_candidates", "const")
    return estimators_page(estimates(), EFFECTS, within, coalitions, Settings().identity())


def test_every_estimator_has_a_line_with_its_terms():
    text = page()
    for place, one in enumerate(ESTIMATORS):
        rows = [line for line in text.splitlines() if line.startswith("|")]
        lines = [line for line in rows if line.split("|")[1].strip() == one.label]
        assert len(lines) == 2, one.label
        if one.name != "cv3":
            assert lines[0].count(f"{0.1 * place:.3f} (0.040)") >= 4
            assert "cannot tell" in lines[1]


def test_what_drops_out_is_told_from_what_failed():
    text = page()
    assert text.count("drops out ") >= 1
    assert "- Probit, jackknife over crises (CV3): No maximum." in text
    assert f": {DROPS_OUT}" not in text


def test_what_was_done_to_a_covariance_is_said_once():
    assert page().count("Was repaired.") == 1
    assert "share a state or a crisis dependent: Was repaired." in page()


def test_effects_and_the_two_steps_are_laid_out():
    text = page()
    assert "| a crisis    | 158      | 0.600" in text
    assert "| Candidates, logarithm" in text
    assert "| Distance, P and T" in text
    assert "Configuration: the default." in text


def test_without_a_choice_among_candidates_the_page_says_so():
    assert "**Who is in it**: no estimate on these data." in page(
        small().reindex(columns=["term", "estimate", "std_error", "p_value"])
    )
