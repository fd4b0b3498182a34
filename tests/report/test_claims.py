"""The ledger judges every claim, refuses what is malformed, and prints a page."""

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
from coalitions.report.claims.ledger import CLAIM_COLUMNS, LEDGER_COLUMNS
from coalitions.report.claims.registry import ALL_VERDICTS
from coalitions.settings import Run
from coalitions.variables.catalogue import REGRESSORS
from coalitions.variables.other_measures import AFFINITY
from handmade_claims import (
    GRID,
    SMALL,
    builders,
    claim,
    coded,
    dyads,
    estimates,
    figure,
    hypotheses,
    models,
    partners,
    wars,
)

APPENDIX_TERMS = [*AFFINITY.values(), "insecurity_a"]
CLAIMS = Path(__file__).parents[2] / "data" / "published" / "claims.csv"
GAME_CLAIMS = CLAIMS.with_name("claims_theory.csv")


def test_every_check_is_seen_with_a_table_missing():
    claims = read_claims(CLAIMS)
    ledger = evaluate(claims, Evidence())
    of_data = claims["kind"].ne("theory").to_numpy()
    assert set(ledger.loc[of_data, "verdict"]) == {"not checkable here"}
    without_data = claims["check"].isin(["not_checkable", "any_price_sooner_when_insecure"])
    reasons = ledger.loc[~without_data.to_numpy(), "reason"]
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
        (claim("negative", kind="hunch"), "kind that does not exist"),
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
        ("negative", "2 mean insecurity"),
        ("negative", "3 mean insecurity_a"),
        ("negative", "2 mean"),
        ("signed_and_significant", "2 mean insecurity_a"),
        ("signed_and_significant", "2 mean insecurity_a up"),
        ("changes_between_models", "insecurity"),
        ("hypothesis_supported", "h4"),
        ("effect", "insecurity_p"),
        ("builders_differ", "coalition +"),
        ("builders_differ", "insecurity_a insecurity_a +"),
        ("multilateral_wars_are", "wars"),
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
        hypotheses=hypotheses(),
        builders=builders(),
    )
    with pytest.raises(DesignError):
        evaluate(claim(check, argument), evidence)


def test_a_blank_argument_may_come_as_missing():
    ledger = evaluate(claim("allies_rare", np.nan), Evidence(analysis=dyads(*SMALL)))
    assert ledger["verdict"].item() == "reproduced"


def test_published_claims_are_well_formed():
    claims = read_claims(CLAIMS)
    assert list(claims.columns) == [*CLAIM_COLUMNS, "found", "reason", "construction"]
    assert claims["claim_id"].is_unique
    assert claims["claim_id"].str.fullmatch(r"[a-z0-9-]+").all()
    assert claims.drop(columns=["argument", "reason", "construction"]).ne("").all(axis=None)
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
        figure=pd.concat([figure("a", GRID, GRID, values=GRID), figure("b", [0, 5], [0.05, 0.22])]),
        wars=wars((1, 1), (2, 1)),
        cases=pd.DataFrame([(111, "a", 640, 365, 2)], columns=KEY),
        coded=coded(*((crisis, 2, 645) for crisis in (132, 133, 140, 440))),
        hypotheses=hypotheses(),
        builders=builders(),
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
    assert set(ledger["verdict"]) <= set(ALL_VERDICTS)
    assert ledger.loc[closed, "found"].ne("").all()
    # Variables and codings have names that a reader knows.
    assert not ledger["found"].str.contains(r"[a-z0-9]_[a-z]").any()
    assert ledger.loc[~closed, "reason"].ne("").all()


def test_what_holds_by_construction_does_not_count_as_reproduced_and_can_fail():
    built = claim("years_within", "1951 1999", construction="the configuration cuts it")
    ledger = evaluate(built, Evidence(analysis=dyads(*SMALL, year=1951)))
    assert ledger["verdict"].item() == "by construction"
    assert ledger["reason"].item() == "the configuration cuts it"
    page = to_markdown(ledger, Run(name=None, differences=()))
    assert "1951 to 1951: the configuration cuts it" in page
    broken = evaluate(built, Evidence(analysis=dyads(*SMALL, year=1950)))
    assert broken["verdict"].item() == "not reproduced"


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
            ledger_of("cooperation_unallied", "silent"),
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
    assert "1 of 1 members, this run's coding (100.0%) | not reproduced |" in words
    assert "needs analysis, which this run could not build" in words
    assert page.index("## Cases") < page.index("## Game")
    assert "a \\| b (somewhere)" in page


def test_page_of_an_empty_ledger():
    assert "reproduced" in to_markdown(combine([]), Run(name=None, differences=()))
