import pandas as pd
import pytest

from coalitions.game import slips as module
from coalitions.game.parameters import FIGURE_1
from coalitions.game.slips import slips


def test_each_character_turns_the_statement_it_stands_in():
    table = slips()
    assert table["key"].is_unique
    assert not table["as_printed"].any()
    assert table["changed"].all()


def test_the_statements_are_claims(root):
    claims = pd.read_csv(root / "data/published/claims_theory.csv")
    assert set(slips()["claim_id"]) <= set(claims["claim_id"])


def test_a_statement_that_holds_as_printed_is_seen(monkeypatch):
    monkeypatch.setattr(module, "FIGURE_1", FIGURE_1.but(resources=0.65))
    found = slips().set_index("key")
    assert found.loc["floor_sign", "as_printed"]
    assert not found.loc["floor_sign", "changed"]


@pytest.mark.parametrize("column", ["statement", "printed", "instead", "remark"])
def test_every_slip_says_what_it_is(column):
    assert slips()[column].str.len().gt(0).all()
