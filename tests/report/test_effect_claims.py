"""Claims on effects, on crises outside the sample and on prices, each shown passing and failing."""

import numpy as np
import pandas as pd
import pytest

from coalitions.coding.cases import partner_calls, read_cases
from coalitions.keys import KEY
from coalitions.report.claims import evaluate, price_checks, read_claims
from coalitions.report.claims.evidence import Evidence
from coalitions.settings import CaseChoice
from handmade_claims import (
    SMALL,
    assert_verdicts,
    builders,
    claim,
    coded,
    dyads,
    estimates,
    hypotheses,
    partners,
    verdict,
)


@pytest.mark.parametrize(
    ("verdict_there", "expected"),
    [
        ("supported", "reproduced"),
        ("contradicted", "not reproduced"),
        ("cannot tell", "cannot tell"),
        ("no estimate", "not checkable here"),
    ],
)
@pytest.mark.parametrize("name", ["h1_tp", "selectivity"])
def test_a_hypothesis_has_the_verdict_it_has_everywhere(name, verdict_there, expected):
    table = hypotheses(verdict=verdict_there)
    assert verdict("hypothesis_supported", name, hypotheses=table) == expected


def test_what_a_hypothesis_excludes_is_said_per_standard_deviation():
    ledger = evaluate(claim("hypothesis_supported", "h2"), Evidence(hypotheses=hypotheses()))
    assert "by +0.05 (95% interval -0.95 to +1.05)" in ledger["found"].item()
    assert "the text implies +0.27" in ledger["found"].item()


def test_a_run_without_the_model_cannot_judge_its_hypothesis():
    table = hypotheses().query("hypothesis != 'selectivity'")
    assert verdict("hypothesis_supported", "selectivity", hypotheses=table) == "not checkable here"


def control(low, high, model=2):
    return estimates((model, "mean", "allied_ap", 0.5, 0.1, 0.5)).assign(low=low, high=high)


def test_an_effect_is_told_by_its_interval():
    yes, no, silent = control(0.1, 0.9), control(-0.9, -0.1), control(np.nan, 0.9)
    assert_verdicts("effect", "allied_ap +", "estimates", yes, no, silent)
    assert_verdicts("effect", "allied_ap -", "estimates", no, yes, control(0.1, 0.9, model=1))
    assert verdict("effect", "allied_ap +", estimates=control(-0.1, 0.9)) == "cannot tell"


@pytest.mark.parametrize(
    "argument",
    ["coalition log_years_in_office", "un_support post_cold_war"],
)
def test_builders_differ(argument):
    rising, falling, few = builders(0.2), builders(-0.2), builders(0.2, n=8).head(4)
    assert_verdicts("builders_differ", f"{argument} +", "builders", rising, falling, few)
    assert verdict("builders_differ", f"{argument} +", builders=builders()) == "cannot tell"


def test_a_crisis_after_the_sample_is_judged_by_the_coding():
    check, argument = "principals_coded", "440 2 645"
    yes, no = coded((440, 645, 2)), coded((440, 2, 645), (441, 2, 700))
    other = coded((440, 2, 700))
    assert_verdicts(check, argument, "coded", yes, other, coded((336, 2, 645)))
    assert verdict(check, argument, coded=no) == "reproduced"
    one_sided = coded((440, pd.NA, pd.NA))
    assert verdict(check, argument, coded=one_sided) == "not reproduced"


def test_partners_after_the_sample_may_have_others_beside_them():
    known, unknown = coded((440, 2, 645)), coded((1, 2, 645))
    both = pd.DataFrame([(440, "a", 2, 645, p) for p in (200, 690, 900)], columns=KEY)
    check, argument = "coded_among_partners", "440 2 200 690"
    assert verdict(check, argument, coded=known, cases=both) == "reproduced"
    assert verdict(check, argument, coded=known, cases=both[1:]) == "not reproduced"
    assert verdict(check, argument, coded=unknown, cases=both) == "not checkable here"


def test_a_state_that_joined_anybody_is_somewhere_a_partner():
    known = coded((132, 732, 731), (133, 2, 710))
    others = pd.DataFrame([(132, "a", 732, 731, 2), (9, "a", 1, 2, 770)], columns=KEY)
    joined = pd.DataFrame([(133, "a", 2, 710, 770)], columns=KEY)
    check, argument = "nowhere_a_partner", "770 132 133"
    assert verdict(check, argument, coded=known, cases=others) == "reproduced"
    assert verdict(check, argument, coded=known, cases=joined) == "not reproduced"
    assert verdict(check, f"{argument} 140", coded=known, cases=others) == "not checkable here"


def test_the_coding_has_the_cases_that_the_paper_tells_of(root):
    cases = read_cases(root / "data/coding/edition_2")
    columns = ["crisis", "part", "principal_1", "principal_2"]
    tables = {"coded": cases.crises[columns], "cases": partner_calls(cases, CaseChoice(edition=2))}
    published = read_claims(root / "data/published/claims.csv")
    named = published["claim_id"].isin(
        ["case-2003-principals", "case-2003-members", "case-korea-pakistan"]
    )
    ledger = evaluate(published[named], Evidence(**tables))
    assert len(ledger) == 3
    assert ledger["verdict"].eq("reproduced").all(), ledger["found"].to_list()


def test_a_partner_may_have_others_beside_it():
    tables = {
        "analysis": dyads(*SMALL),
        "partners": partners((1, 1, 10, 20, 30), (1, 1, 10, 20, 40)),
    }
    assert verdict("has_partner", "1 10 30", **tables) == "reproduced"
    assert verdict("has_partner", "1 20 30", **tables) == "not reproduced"
    assert verdict("has_partner", "9 10 30", **tables) == "not reproduced"


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        # Pays all: when insecure; when secure; never; insecure, or secure where a crisis is dear.
        (lambda game: np.where(game.theta == 2, -1e9, 1e9), "reproduced"),
        (lambda game: np.where(game.theta == 2, 1e9, -1e9), "not reproduced"),
        (lambda game: 1e9, "not reproduced"),
        (
            lambda game: np.where(
                (game.theta == 2) == (game.c_a < game.resources + game.p_a), -1e9, 1e9
            ),
            "reproduced under a condition",
        ),
    ],
)
def test_any_price_is_paid_sooner_by_the_insecure(monkeypatch, most, expected):
    monkeypatch.setattr(price_checks, "formation_threshold", lambda game: most(game) + 0 * game.c_p)
    assert verdict("any_price_sooner_when_insecure", "500") == expected
