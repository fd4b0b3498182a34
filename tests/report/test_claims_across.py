"""Claims on the hypotheses cite the multiverse."""

import pandas as pd
import pytest

from coalitions.report.claims import read_claims
from coalitions.report.claims.across import _CLAIMS, cite

SHARES = pd.DataFrame(
    {
        "hypothesis": ["h1_tp", "h1_ap", "h2", "h3", "selectivity"],
        "universes": 2000,
        "supported_of_all": [0.60, 0.14, 0.10, 0.09, 0.30],
        "contradicted_of_all": [0.02, 0.20, 0.05, 0.0, 0.01],
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
        ("sign-divergence-tp", "of 2,000 universes 60% support and 2% contradict it"),
        ("sign-gamma", "9% support and 0% contradict it"),
        ("significance-divergences", "60% and 14% support and 2% and 20% contradict it"),
        ("selectivity", "30% support and 1% contradict it"),
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
