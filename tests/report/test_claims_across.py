"""Claims on the hypotheses cite the multiverse."""

import pandas as pd
import pytest

from coalitions.report.claims import read_claims
from coalitions.report.claims.across import _CLAIMS, cite

SHARES = pd.DataFrame(
    {
        "hypothesis": ["h1_tp", "h1_ap", "h2", "h3"],
        "universes": 2000,
        "expected_of_all": [0.98, 0.80, 0.45, 0.51],
        "supported_of_all": [0.60, 0.14, 0.10, 0.09],
    }
)


@pytest.fixture
def ledger(root):
    return read_claims(root / "data/published/claims.csv").assign(found="as found")


def test_every_claim_that_cites_stands_in_the_ledger(ledger):
    assert set(_CLAIMS) <= set(ledger["claim_id"])


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("sign-divergence-tp", "in model 2 of 2,000 universes: expected sign in 98%"),
        ("sign-gamma", "expected sign in 51%"),
        ("significance-divergences", "expected sign and p < .05 in 60% and 14%"),
        ("significance-insecurity-a-model-2", "expected sign and p < .05 in 10%"),
    ],
)
def test_a_claim_on_a_hypothesis_says_in_how_many_universes_it_holds(ledger, claim, said):
    found = cite(ledger, SHARES).set_index("claim_id")["found"]
    assert found[claim].startswith("as found; ")
    assert said in found[claim]


def test_other_claims_stay_as_they_are(ledger):
    cited = cite(ledger, SHARES)
    others = ~cited["claim_id"].isin(_CLAIMS)
    assert others.sum() > 50
    assert cited.loc[others, "found"].eq("as found").all()
    assert cited.drop(columns="found").equals(ledger.drop(columns="found"))
