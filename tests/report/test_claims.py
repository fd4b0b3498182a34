"""Each check is shown passing and failing on evidence small enough to read."""

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from coalitions.errors import CoalitionsError, DesignError
from coalitions.keys import KEY
from coalitions.report.claims import (
    CHECKS,
    Evidence,
    combine,
    evaluate,
    read_claims,
    to_markdown,
)
from coalitions.report.claims.ledger import CLAIM_COLUMNS, LEDGER_COLUMNS, VERDICTS
from coalitions.settings import Run
from coalitions.variables.catalogue import REGRESSORS
from coalitions.variables.other_measures import AFFINITY

APPENDIX_TERMS = [*AFFINITY.values(), "insecurity_a"]
CLAIMS = Path(__file__).parents[2] / "data" / "published" / "claims.csv"
GAME_CLAIMS = CLAIMS.with_name("claims_theory.csv")


def dyads(*rows, **columns):
    """Rows (crisis, part, a, t, p, coalition), other columns with harmless defaults."""
    table = pd.DataFrame(list(rows), columns=[*KEY, "coalition"])
    table["year"] = 1970
    for name in REGRESSORS:
        table[name] = 0.0
    for name in ("by_contiguity", "by_major", "by_region"):
        table[name] = name == "by_contiguity"
    return table.assign(**columns)


def partners(*rows, inside=True):
    table = pd.DataFrame(list(rows), columns=KEY)
    return table.assign(inside=inside)


def estimates(*rows):
    """Rows (model, equation, term, estimate, std_error, p_value)."""
    table = pd.DataFrame(
        list(rows), columns=["model", "equation", "term", "estimate", "std_error", "p_value"]
    )
    return table.assign(z=table["estimate"] / table["std_error"], low=0.0, high=0.0)


def figure(panel, x, probability, width=0.1, archive=None):
    """Return one panel; `archive` is the other curve, by default far from the first."""
    p = np.asarray(probability, dtype=float)
    q = 1 - p if archive is None else np.asarray(archive, dtype=float)
    half = np.broadcast_to(width, p.shape) / 2
    return pd.DataFrame(
        {
            "panel": panel,
            "x": x,
            "probability": p,
            "low": p - half,
            "high": p + half,
            "archive_probability": q,
            "archive_low": q - half,
            "archive_high": q + half,
        }
    )


def wars(*sides):
    table = pd.DataFrame(list(sides), columns=["states_side_1", "states_side_2"])
    return table.assign(war=range(len(table)), war_name="a war", start_year=1900)


def claim(check, argument="", **changes):
    row = {
        "claim_id": "one",
        "place": "somewhere",
        "claim": "Something holds.",
        "kind": "case",
        "expects": "something",
        "check": check,
        "argument": argument,
    }
    return pd.DataFrame([row | changes])


def verdict(check, argument="", **tables):
    return evaluate(claim(check, argument), Evidence(**tables))["verdict"].item()


def assert_verdicts(check, argument, table, yes=None, no=None, open_=None):
    """Hold a check to its verdict on a table that meets it, one that does not, one that is mute."""
    for tables, expected in ((yes, True), (no, False), (open_, None)):
        if tables is not None:
            assert verdict(check, argument, **{table: tables}) == VERDICTS[expected]


def coefficient(estimate, p_value=0.01, *, model=2, equation="mean", std_error=1.0):
    return estimates((model, equation, "insecurity_a", estimate, std_error, p_value))


@pytest.mark.parametrize(
    ("check", "yes", "no"),
    [
        ("positive", coefficient(0.5), coefficient(-0.5)),
        ("negative", coefficient(-0.5), coefficient(0.5)),
        ("significant", coefficient(0.5, 0.049), coefficient(0.5, 0.05)),
        ("insignificant", coefficient(0.5, 0.05), coefficient(0.5, 0.049)),
    ],
)
def test_one_coefficient(check, yes, no):
    silent = coefficient(np.nan)
    assert_verdicts(check, "2 mean insecurity_a", "estimates", yes, no, silent)


def test_variance_equation_is_not_the_mean_equation():
    both = pd.concat([coefficient(1.0), coefficient(-1.0, equation="variance")])
    assert verdict("negative", "2 variance insecurity_a", estimates=both) == "reproduced"
    assert verdict("negative", "2 mean insecurity_a", estimates=both) == "not reproduced"


def test_all_named_coefficients_must_hold():
    one = coefficient(1.0, model=1)
    assert_verdicts(
        "positive",
        "1+2 mean insecurity_a",
        "estimates",
        pd.concat([one, coefficient(1.0)]),
        pd.concat([one, coefficient(-1.0)]),
        one,
    )


def test_found_text_has_the_numbers():
    ledger = evaluate(
        claim("positive", "2 mean insecurity_a"), Evidence(estimates=coefficient(-0.25, 0.0004))
    )
    assert ledger["found"].item() == "insecurity_a, model 2: -0.25 (s.e. 1, p < 0.001)"


def models(second_signs, second_p):
    terms = ["cinc_a", "cinc_t", "cinc_p"]
    rows = [(1, "mean", t, 1.0, 1.0, 0.01) for t in terms]
    rows += [
        (2, "mean", t, s, 1.0, p) for t, s, p in zip(terms, second_signs, second_p, strict=True)
    ]
    # The coefficient said to change must not count.
    rows += [(1, "mean", "insecurity_a", -1.0, 1.0, 0.9), (2, "mean", "insecurity_a", 1, 1, 0.01)]
    return estimates(*rows)


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
        ("curve_likely", "b", [0.1, 0.51], [0.1, 0.5]),
        ("curve_rises", "b", [0.1, 0.2], [0.2, 0.1]),
    ],
)
def test_levels(check, argument, yes, no):
    x = [0, 5]
    good, bad = figure("b", x, yes), figure("b", x, no)
    assert_verdicts(check, argument, "figure", good, bad, figure("a", x, yes))


def test_archive_curve_is_judged_apart():
    table = figure("b", [0, 5], [0.5, 0.9], archive=[0.05, 0.22])
    assert verdict("curve_level", "b left 0.05", figure=table) == "not reproduced"
    assert verdict("curve_level", "b left 0.05 archive", figure=table) == "reproduced"


def test_ratio_from_zero_is_open():
    assert verdict("curve_ratio", "b 4.4", figure=figure("b", [0, 5], [0, 0.2])) == VERDICTS[None]


def test_one_step_down_is_no_rise():
    table = figure("b", [0, 1, 2], [0.1, 0.3, 0.2])
    assert verdict("curve_rises", "b", figure=table) == "not reproduced"


GRID = [0.0, 0.25, 0.5, 1.0]


def test_flat_before_bend():
    assert_verdicts(
        "curve_flat_before_bend",
        "a",
        "figure",
        figure("a", GRID, [0.10, 0.12, 0.5, 0.9]),
        figure("a", GRID, [0.10, 0.30, 0.5, 0.9]),
        figure("a", [0.5, 1.0], [0.5, 0.9]),
    )


def test_rises_after_bend():
    assert_verdicts(
        "curve_rises_after_bend",
        "a",
        "figure",
        figure("a", GRID, [0.10, 0.12, 0.5, 0.9]),
        figure("a", GRID, [0.10, 0.60, 0.7, 0.9]),
        figure("a", [0.0, 0.25], [0.1, 0.1]),
    )


def test_band_narrows():
    p = [0.1, 0.12, 0.5, 0.9]
    assert_verdicts(
        "band_narrows",
        "a",
        "figure",
        figure("a", GRID, p, [0.1, 0.3, 0.2, 0.1]),
        figure("a", GRID, p, [0.1, 0.1, 0.2, 0.3]),
        figure("a", [0.0, 0.1], [0.1, 0.1]),
    )


# Crisis 1: 10 against 20; 30 joins 10, 40 joins nobody.
SMALL = [
    (1, 1, 10, 20, 30, 1),
    (1, 1, 10, 20, 40, 0),
    (1, 1, 20, 10, 30, 0),
    (1, 1, 20, 10, 40, 0),
]


def test_years_within():
    yes, no = dyads(*SMALL, year=1951), dyads(*SMALL, year=[1951, 1999, 1999, 2000])
    assert_verdicts("years_within", "1951 1999", "analysis", yes, no, dyads())


def test_observations():
    assert_verdicts("observations", "1 4", "analysis", dyads(*SMALL), dyads(*SMALL[:3]))


def test_each_principal_once_as_a():
    third = (1, 1, 10, 50, 30, 0)
    assert_verdicts(
        "each_principal_once_as_a", "", "analysis", dyads(*SMALL), dyads(*SMALL, third), dyads()
    )
    one_way = dyads(*SMALL[:2])
    assert verdict("each_principal_once_as_a", analysis=one_way) == "not reproduced"


def test_every_partner_by_rule():
    no = dyads(*SMALL, by_contiguity=[True, True, True, False])
    assert_verdicts("every_partner_by_rule", "", "analysis", dyads(*SMALL), no, dyads())


@pytest.mark.parametrize(
    ("check", "argument", "yes", "no"),
    [
        ("mean_about", "cinc_a 0.016", [0.01, 0.02, 0.01, 0.02], [0.01, 0.02, 0.03, 0.04]),
        ("quartiles_about", "cinc_a 0.29 1.7", [0.3, 0.3, 1.7, 1.7], [0.3, 0.3, 1.7, 9.9]),
        ("maximum_about", "cinc_a 1", [0.1, 0.2, 0.3, 0.8], [0.1, 0.2, 0.3, 0.7]),
        ("mode_is", "0 cinc_a", [0, 0, 0, 1], [1, 1, 1, 0]),
    ],
)
def test_variables(check, argument, yes, no):
    incomplete = dyads(*SMALL, cinc_a=yes, cinc_t=np.nan)
    assert_verdicts(
        check, argument, "analysis", dyads(*SMALL, cinc_a=yes), dyads(*SMALL, cinc_a=no), incomplete
    )


def test_means_are_those_of_the_estimation_sample():
    table = dyads(*SMALL, cinc_a=[0.016, 0.016, 0.9, 0.9], cinc_t=[0, 0, np.nan, np.nan])
    assert verdict("mean_about", "cinc_a 0.016", analysis=table) == "reproduced"


def test_not_checkable_gives_its_reason():
    ledger = evaluate(claim("not_checkable", "it lies before the sample"), Evidence())
    assert ledger["verdict"].item() == "not checkable here"
    assert ledger["reason"].item() == "it lies before the sample"


def test_crisis_year():
    yes, no = dyads(*SMALL, year=1958), dyads(*SMALL, year=1956)
    assert_verdicts("crisis_year", "1 1958", "analysis", yes, no)


def test_principals_are():
    other = dyads(*SMALL, (1, 2, 10, 50, 30, 0))
    assert_verdicts("principals_are", "1 20 10", "analysis", dyads(*SMALL), other)
    assert verdict("principals_are", "1 20 30", analysis=dyads(*SMALL)) == "not reproduced"


def test_split_into():
    whole = [(1, 1, 10, 20, 30, 0), (1, 1, 10, 50, 30, 0)]
    split = [(1, 1, 10, 20, 30, 0), (1, 2, 10, 50, 30, 0), (1, 2, 50, 10, 30, 0)]
    assert_verdicts("split_into", "1 10-20 10-50", "analysis", dyads(*split), dyads(*whole))


@pytest.mark.parametrize(
    ("check", "argument"),
    [
        ("crisis_year", "9 1958"),
        ("principals_are", "9 10 20"),
        ("split_into", "9 10-20"),
        ("partners_are", "9 10"),
        ("partner_against", "9 20 30"),
        ("no_partner_against", "9 20 30"),
        ("no_cooperation", "9 10 20"),
        ("mixed_coalition", "9 20"),
        ("western_europe_by_region_only", "9 20 1"),
    ],
)
def test_a_crisis_missing_from_the_sample_counts_against_the_claim(check, argument):
    ledger = evaluate(claim(check, argument), Evidence(analysis=dyads(*SMALL), partners=partners()))
    assert ledger["verdict"].item() == "not reproduced"
    assert ledger["found"].item() == "#9 is not in the sample"


@pytest.mark.parametrize(
    ("check", "argument", "yes", "no"),
    [
        ("partners_are", "1 10 30", [(1, 1, 10, 20, 30)], []),
        ("partners_are", "1 10", [], [(1, 1, 10, 20, 30)]),
        ("partner_against", "1 20 30", [(1, 1, 10, 20, 30)], [(1, 1, 20, 10, 30)]),
        ("no_partner_against", "1 20 30", [(1, 1, 20, 10, 30)], [(1, 1, 10, 20, 30)]),
        ("no_cooperation", "1 40 30", [(1, 1, 10, 20, 30)], [(1, 1, 30, 20, 40)]),
    ],
)
def test_partners(check, argument, yes, no):
    analysis = dyads(*SMALL)
    for rows, expected in ((yes, "reproduced"), (no, "not reproduced")):
        found = verdict(check, argument, analysis=analysis, partners=partners(*rows))
        assert found == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(111, "a", 640, 365, 2), (111, "a", 640, 365, 200)], "reproduced"),
        ([(111, "a", 640, 365, 2)], "not reproduced"),
        ([(111, "a", 640, 365, 2), (111, "a", 365, 640, 200)], "not reproduced"),
        ([], "not reproduced"),
    ],
)
def test_a_case_outside_the_sample_is_judged_by_the_coding(rows, expected):
    cases = pd.DataFrame(rows, columns=KEY)
    assert verdict("coded_partners", "111 640 365 2 200", cases=cases) == expected


@pytest.mark.parametrize(
    ("check", "argument"),
    [
        ("partners_are", "1 10 30"),
        ("partner_against", "1 20 30"),
        ("no_partner_against", "1 20 30"),
    ],
)
def test_a_partner_outside_the_potential_partners_is_not_coded(check, argument):
    table = partners((1, 1, 10, 20, 30), inside=False)
    found = verdict(check, argument, analysis=dyads(*SMALL), partners=table)
    assert found == "not reproduced"


def test_a_state_that_is_no_principal_counts_against_the_claim():
    tables = {"analysis": dyads(*SMALL), "partners": partners()}
    assert verdict("partners_are", "1 99", **tables) == "not reproduced"
    assert verdict("no_partner_against", "1 99 30", **tables) == "not reproduced"


def test_mixed_coalition():
    rows = [(1, 1, 10, 20, 30, 1), (1, 1, 10, 20, 40, 1), (1, 1, 20, 10, 50, 1)]
    yes, no = dyads(*rows, allied_ap=[1, 0, 0]), dyads(*rows, allied_ap=[0, 0, 1])
    assert_verdicts("mixed_coalition", "1 20", "analysis", yes, no)


def test_western_europe_by_region_only():
    rows = [(430, 1, 2, 345, p, 1) for p in (230, 325, 640)]
    yes = dyads(*rows, by_region=True, by_contiguity=[False, True, False])
    no = dyads(*rows, by_region=True, by_contiguity=True)
    assert_verdicts("western_europe_by_region_only", "430 345 1", "analysis", yes, no)


def coalitions(*allied):
    """One crisis per coalition, given as the alliance of each member with A."""
    rows = [(c, 1, 10, 20, 30 + p, 1) for c, one in enumerate(allied) for p in range(len(one))]
    ties = [tie for one in allied for tie in one]
    return dyads(*rows, allied_ap=ties)


def test_coalitions_without_allies_counts_coalitions_not_members():
    # Three coalitions in four have no ally, but only three members in seven are unallied.
    yes = coalitions((0,), (0,), (0,), (1, 1, 1, 1))
    no = coalitions((0,), (1, 0), (0, 1), (1,))
    unknown = coalitions((np.nan,))
    assert_verdicts("coalitions_without_allies", "75", "analysis", yes, no, unknown)


def test_a_known_ally_settles_a_coalition_with_an_unknown_tie():
    table = coalitions((0,), (0,), (0,), (1, np.nan), (0, np.nan))
    ledger = evaluate(claim("coalitions_without_allies", "75"), Evidence(analysis=table))
    assert ledger["found"].item() == "3 of 4 coalitions (75.0%)"


def test_members():
    few, half = coalitions((0, 0, 0, 0), (1,)), coalitions((0, 1), (1, 0))
    nobody = dyads(*SMALL[1:])
    assert_verdicts("members_unallied", "", "analysis", few, half, nobody)
    assert_verdicts("allies_rare", "", "analysis", few, half, nobody)


def test_coalitions_without_un():
    rows = [(c, 1, 10, 20, 30, 1) for c in range(3)]
    yes, no = dyads(*rows, un_support=[0, 0, 1]), dyads(*rows, un_support=[0, 1, 1])
    mute = dyads(*rows, un_support=np.nan)
    assert_verdicts("coalitions_without_un", "", "analysis", yes, no, mute)


def test_alliance_not_decisive():
    yes = dyads(*SMALL, allied_ap=[0, 1, 0, 0])
    needed, enough = dyads(*SMALL, allied_ap=[1, 1, 0, 0]), dyads(*SMALL, allied_ap=[0, 0, 0, 0])
    assert_verdicts("alliance_neither_needed_nor_enough", "", "analysis", yes, needed)
    assert_verdicts("alliance_neither_needed_nor_enough", "", "analysis", no=enough)


def test_un_support_not_decisive():
    check = "un_support_neither_needed_nor_enough"
    yes = dyads(*SMALL, un_support=[0, 0, 1, 1])
    needed, enough = dyads(*SMALL, un_support=1), dyads(*SMALL, un_support=0)
    assert_verdicts(check, "", "analysis", yes, needed)
    assert_verdicts(check, "", "analysis", no=enough)


def test_region_adds_members():
    rows = [(1, 1, 10, 20, p, 1) for p in (30, 40)]
    yes = dyads(*rows, by_region=True, by_contiguity=False)
    no = dyads(*rows, by_region=True, by_contiguity=[True, False])
    assert_verdicts("region_adds_members", "", "analysis", yes, no, dyads())


def test_wars_with_coalitions():
    yes, no = wars((2, 1), (1, 3), (1, 1), (1, 1), (1, 1)), wars((2, 1), (1, 1))
    assert_verdicts("wars_with_coalitions", "40", "wars", yes, no, wars())


def test_every_check_is_seen_with_a_table_missing():
    claims = read_claims(CLAIMS)
    ledger = evaluate(claims, Evidence())
    assert set(ledger["verdict"]) == {"not checkable here"}
    reasons = ledger.loc[claims["check"].ne("not_checkable").to_numpy(), "reason"]
    assert reasons.str.fullmatch(r"needs \w+, which this run could not build").all()


@pytest.mark.parametrize("table", [f.name for f in dataclasses.fields(Evidence)])
def test_evidence_refuses_a_table_without_its_columns(table):
    with pytest.raises(DesignError, match=f"'{table}' lacks columns"):
        Evidence(**{table: pd.DataFrame({"crisis": [1]})})


def test_evidence_refuses_a_repeated_key():
    with pytest.raises(DesignError, match="repeats a key"):
        Evidence(analysis=dyads(SMALL[0], SMALL[0]))


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        (claim("no_such_check"), "check that does not exist"),
        (claim("positive", kind="hunch"), "kind that does not exist"),
        (pd.concat([claim("allies_rare"), claim("allies_rare")]), "more than one row"),
        (claim("allies_rare").drop(columns="expects"), "lacks columns"),
    ],
)
def test_malformed_claims_are_refused(claims, message):
    with pytest.raises(CoalitionsError, match=message):
        evaluate(claims, Evidence())


@pytest.mark.parametrize(
    ("check", "argument"),
    [
        ("positive", "2 mean insecurity"),
        ("positive", "3 mean insecurity_a"),
        ("positive", "2 mean"),
        ("models_agree", "size"),
        ("curve_level", "b middle 0.05"),
        ("curve_level", "b left low"),
        ("curve_level", "c left 0.05"),
        ("curve_rises", ""),
        ("observations", "1"),
        ("observations", "one 54"),
        ("mean_about", "cinc_a"),
        ("mean_about", "power 0.1"),
        ("quartiles_about", ""),
        ("maximum_about", ""),
        ("mode_is", ""),
        ("split_into", "1 10-20 10"),
        ("split_into", ""),
        ("coalitions_without_allies", "most"),
        ("not_checkable", ""),
    ],
)
def test_a_bad_argument_is_an_error_not_a_verdict(check, argument):
    evidence = Evidence(
        analysis=dyads(*SMALL),
        partners=partners(),
        estimates=models((1, 1, 1), (0.01,) * 3),
        figure=figure("b", [0, 5], [0.05, 0.22]),
        wars=wars((1, 1)),
    )
    with pytest.raises(DesignError):
        evaluate(claim(check, argument), evidence)


def test_a_blank_argument_may_come_as_missing():
    ledger = evaluate(claim("allies_rare", np.nan), Evidence(analysis=dyads(*SMALL)))
    assert ledger["verdict"].item() == "reproduced"


def test_published_claims_are_well_formed():
    claims = read_claims(CLAIMS)
    assert list(claims.columns) == [*CLAIM_COLUMNS, "found", "reason"]
    assert claims["claim_id"].is_unique
    assert claims["claim_id"].str.fullmatch(r"[a-z0-9-]+").all()
    assert claims.drop(columns=["argument", "reason"]).ne("").all(axis=None)
    assert claims["check"].isin(list(CHECKS)).all()
    used = {*claims["check"], *read_claims(GAME_CLAIMS)["check"]}
    assert set(CHECKS) == used, "a check no claim uses"


def test_published_arguments_fit_their_checks():
    terms = [
        (m, e, t, 0.5, 0.1, 0.01)
        for m, e in ((1, "mean"), (2, "mean"), (2, "variance"))
        for t in REGRESSORS
    ]
    evidence = Evidence(
        analysis=dyads(*SMALL),
        partners=partners(),
        estimates=estimates(*terms),
        figure=pd.concat([figure("a", GRID, GRID), figure("b", [0, 5], [0.05, 0.22])]),
        wars=wars((1, 1)),
        cases=pd.DataFrame([(111, "a", 640, 365, 2)], columns=KEY),
        appendix=estimates(
            *[(2, e, t, 0.5, 0.1, 0.01) for e in ("mean", "variance") for t in APPENDIX_TERMS]
        ).assign(table="A2"),
        spread=pd.DataFrame({"variable": [*AFFINITY, *AFFINITY.values()], "std_dev": 1.0}),
    )
    claims = read_claims(CLAIMS)
    ledger = evaluate(claims, evidence)
    assert list(ledger.columns) == LEDGER_COLUMNS
    closed = ledger["verdict"].ne("not checkable here").to_numpy()
    assert (closed == claims["check"].ne("not_checkable").to_numpy()).all()
    assert set(ledger["verdict"]) == set(VERDICTS.values())
    assert ledger.loc[closed, "found"].ne("").all()
    assert ledger.loc[~closed, "reason"].ne("").all()


def test_evaluation_leaves_the_evidence_alone():
    table = dyads(*SMALL)
    before = table.copy()
    evaluate(read_claims(CLAIMS), Evidence(analysis=table, partners=partners()))
    pd.testing.assert_frame_equal(table, before)


def ledger_of(check, claim_id, **tables):
    return evaluate(claim(check, claim_id=claim_id), Evidence(**tables))


def test_combine_keeps_order_and_files_rows_without_kind():
    first = ledger_of("allies_rare", "first", analysis=dyads(*SMALL))
    theory = ledger_of("allies_rare", "second").drop(columns="kind")
    joined = combine([first, theory])
    assert list(joined["claim_id"]) == ["first", "second"]
    assert list(joined["kind"]) == ["case", "other"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t, "more than one row"),
        (lambda t: t.drop(columns="found"), "lacks columns"),
        (lambda t: t.assign(claim_id="two", verdict="maybe"), "an unknown verdict"),
    ],
)
def test_combine_refuses(change, message):
    one = ledger_of("allies_rare", "one", analysis=dyads(*SMALL))
    with pytest.raises(DesignError, match=message):
        combine([one, change(one)])


def test_combine_nothing():
    assert list(combine([]).columns) == LEDGER_COLUMNS


def test_page_counts_verdicts_and_shows_failures():
    table = dyads(*SMALL, allied_ap=1)
    ledger = combine(
        [
            ledger_of("allies_rare", "fails", analysis=table),
            ledger_of("members_unallied", "silent"),
            ledger_of("region_adds_members", "fails-too", analysis=table).assign(
                kind="game", claim="a | b"
            ),
        ]
    )
    page = to_markdown(ledger, Run(name=None, differences=()))
    words = " ".join(page.split())
    assert "| reproduced | 0 |" in words
    assert "| not reproduced | 2 |" in words
    assert "| not checkable here | 1 |" in words
    assert "1 of 1 members allied (100.0%) | not reproduced |" in words
    assert "needs analysis, which this run could not build" in words
    assert page.index("## Cases") < page.index("## Game")
    assert "a \\| b (somewhere)" in page


def test_page_of_an_empty_ledger():
    assert "reproduced" in to_markdown(combine([]), Run(name=None, differences=()))
