"""Checks on the coefficients of Table 2 and the curves of Figure 3 pass, fail and stay open."""

import numpy as np
import pandas as pd
import pytest

from coalitions.report.claims import (
    Evidence,
    evaluate,
)
from coalitions.report.claims.registry import VERDICTS
from handmade_claims import GRID, assert_verdicts, claim, coefficient, figure, models, verdict


@pytest.mark.parametrize(
    ("check", "yes", "no"),
    [
        ("negative", coefficient(-0.5), coefficient(0.5)),
        ("signed_and_significant", coefficient(0.5, 0.049), coefficient(0.5, 0.05)),
        ("signed_and_significant", coefficient(0.5, 0.049), coefficient(-0.5, 0.049)),
    ],
)
def test_one_coefficient(check, yes, no):
    argument = "2 mean insecurity_a" + " +" * (check == "signed_and_significant")
    assert_verdicts(check, argument, "estimates", yes, no, coefficient(np.nan))


def test_variance_equation_is_not_the_mean_equation():
    both = pd.concat([coefficient(1.0), coefficient(-1.0, equation="variance")])
    assert verdict("negative", "2 variance insecurity_a", estimates=both) == "reproduced"
    assert verdict("negative", "2 mean insecurity_a", estimates=both) == "not reproduced"


def test_all_named_coefficients_must_hold():
    one = coefficient(1.0, model=1)
    assert_verdicts(
        "signed_and_significant",
        "1+2 mean insecurity_a +",
        "estimates",
        pd.concat([one, coefficient(1.0)]),
        pd.concat([one, coefficient(-1.0)]),
        one,
    )


def test_found_text_has_the_numbers():
    ledger = evaluate(
        claim("negative", "2 mean insecurity_a"), Evidence(estimates=coefficient(-0.25, 0.0004))
    )
    assert (
        ledger["found"].item() == "Job insecurity, leader of A, model 2: -0.25 (s.e. 1, p < 0.001)"
    )


def test_models_agree():
    mostly, hardly = (1, 1, -1), (1, -1, -1)
    small, low, high = (0.01,) * 3, (0.01, 0.01, 0.5), (0.01, 0.5, 0.5)
    only_first = models(mostly, small).query("model == 1")
    assert_verdicts(
        "models_agree",
        "sign",
        "estimates",
        models(mostly, small),
        models(hardly, small),
        only_first,
    )
    assert_verdicts(
        "models_agree", "significance", "estimates", models(mostly, low), models(mostly, high)
    )


def test_models_that_are_one_and_the_same_cannot_agree():
    small = (0.01,) * 3
    same, not_even = models((1, 1, 1), small, gamma_p=0.05), models((1, -1, -1), small, gamma_p=0.9)
    assert verdict("models_agree", "sign", estimates=same) == "cannot tell"
    assert verdict("models_agree", "sign", estimates=not_even) == "not reproduced"


def test_sign_and_significance_must_both_change():
    def pair(first, second):
        return pd.concat([coefficient(*first, model=1), coefficient(*second)])

    check = "changes_between_models"
    changed, sign_only = pair((-1, 0.3), (1, 0.01)), pair((-1, 0.3), (1, 0.3))
    assert_verdicts(check, "insecurity_a", "estimates", changed, sign_only, coefficient(1.0))
    star_only = pair((1, 0.3), (1, 0.01))
    assert verdict(check, "insecurity_a", estimates=star_only) == "not reproduced"


def test_larger_std_error():
    def pair(first, second):
        return pd.concat(
            [
                coefficient(1.0, model=1, std_error=first),
                coefficient(1.0, model=2, std_error=second),
            ]
        )

    assert_verdicts(
        "larger_std_error",
        "insecurity_a",
        "estimates",
        pair(2.0, 1.0),
        pair(1.0, 2.0),
        pair(np.nan, 1.0),
    )


@pytest.mark.parametrize(
    ("check", "argument", "yes", "no"),
    [
        ("curve_level", "b left 0.05", [0.0376, 0.2], [0.0374, 0.2]),
        ("curve_level", "b right 0.22", [0.05, 0.274], [0.05, 0.276]),
        ("curve_ratio", "b 4.4", [0.05, 0.22], [0.05, 0.3]),
        ("curve_likely", "b", [0.1, 0.56], [0.1, 0.44]),
        ("curve_rises", "b", [0.1, 0.2], [0.2, 0.1]),
    ],
)
def test_levels(check, argument, yes, no):
    x = [0, 5]
    good, bad = (figure("b", x, p, values=no, code=no) for p in (yes, no))
    assert_verdicts(check, argument, "figure", good, bad, figure("a", x, yes))


@pytest.mark.parametrize("drawing", ["values", "code"])
def test_a_level_met_by_another_drawing_only_holds_under_that_condition(drawing):
    table = figure("b", [0, 5], [0.5, 0.9], **{drawing: [0.05, 0.22]})
    for check, argument in (("curve_level", "b left 0.05"), ("curve_ratio", "b 4.4")):
        ledger = evaluate(claim(check, argument), Evidence(figure=table))
        assert ledger["verdict"].item() == "reproduced under a condition"
        assert ledger["found"].item().endswith(f"; holds for: published {drawing}")


def test_the_codes_formulas_do_not_make_a_coalition_likely():
    table = figure("a", [0, 1], [0.1, 0.2], values=[0.1, 0.2], code=[0.1, 0.9])
    assert verdict("curve_likely", "a", figure=table) == "not reproduced"
    table = figure("a", [0, 1], [0.1, 0.2], values=[0.1, 0.9])
    assert verdict("curve_likely", "a", figure=table) == "reproduced under a condition"


def test_a_band_around_one_half_does_not_tell_what_is_likely():
    table = figure("a", [0, 1], [0.1, 0.45], values=[0.1, 0.2])
    assert verdict("curve_likely", "a", figure=table) == "cannot tell"


def test_ratio_from_zero_is_none():
    table = figure("b", [0, 5], [0, 0.2], values=[0, 0.2], code=[0, 0.2])
    assert verdict("curve_ratio", "b 4.4", figure=table) == "not reproduced"


def test_one_step_down_is_no_rise():
    table = figure("b", [0, 1, 2], [0.1, 0.3, 0.2])
    assert verdict("curve_rises", "b", figure=table) == "not reproduced"


def test_a_rise_inside_the_band_is_none_to_tell():
    table = figure("b", [0, 1, 2], [0.1, 0.15, 0.2], width=0.3)
    assert verdict("curve_rises", "b", figure=table) == "cannot tell"


def test_flat_before_bend():
    def drawn(early, width):
        p = [*early, 0.5, 0.9]
        return figure("a", GRID, p, width, values=p)

    check = "curve_flat_before_bend"
    late = figure("a", [0.5, 1.0], [0.5, 0.9], values=[0.5, 0.9])
    assert_verdicts(check, "a", "figure", drawn((0.1, 0.11), 0.04), drawn((0.1, 0.3), 0.04), late)
    # A wide band leaves room for a horizontal line and for a slope.
    assert verdict(check, "a", figure=drawn((0.1, 0.11), 0.4)) == "cannot tell"
    # Values that nobody in the sample has do not count.
    low = drawn((0.9, 0.11), 0.04)
    low.loc[low["x"].eq(0) & low["drawing"].eq("means_modes"), "x"] = 0.2
    assert verdict(check, "a", figure=low) == "reproduced"


def test_rises_after_bend():
    assert_verdicts(
        "curve_rises_after_bend",
        "a",
        "figure",
        figure("a", GRID, [0.10, 0.12, 0.5, 0.9]),
        figure("a", GRID, [0.10, 0.60, 0.7, 0.9]),
        figure("a", [0.0, 0.25], [0.1, 0.1]),
    )
    unsure = figure("a", GRID, [0.10, 0.12, 0.5, 0.9], width=1.6)
    assert verdict("curve_rises_after_bend", "a", figure=unsure) == "cannot tell"


def variance(gamma):
    return coefficient(gamma, equation="variance")


def test_band_narrows():
    def judged(width, gamma, by_code):
        p = [0.1, 0.12, 0.5, 0.9]
        table = figure("a", GRID, p, width)
        code = table["drawing"].eq("published_code")
        table.loc[code, "high"] = table.loc[code, "low"] + by_code
        return verdict("band_narrows", "a", figure=table, estimates=variance(gamma))

    narrower, wider = [0.1, 0.3, 0.2, 0.1], [0.1, 0.1, 0.2, 0.3]
    assert judged(narrower, 1.0, wider) == "reproduced"
    assert judged(wider, -1.0, wider) == "not reproduced"
    assert judged(wider, -1.0, narrower) == "reproduced under a condition"
    # The code's band narrows whichever way sigma goes.
    assert judged(wider, 1.0, narrower) == "not reproduced"
    short = figure("a", [0.0, 0.1], [0.1, 0.1])
    assert verdict("band_narrows", "a", figure=short, estimates=variance(1.0)) == VERDICTS[None]
