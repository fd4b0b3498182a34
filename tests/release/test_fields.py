"""What the released tables hold of variables of one's own."""

import pytest

from coalitions.errors import ConfigError
from coalitions.release.fields import CANDIDATES, TABLES, tables_with
from coalitions.settings import OwnFile


def own(name):
    return OwnFile(file="own/trade.csv", key="crisis", variables={name: "Trade " * 20})


def test_columns_of_ones_own_stand_last_among_the_candidates():
    fields = tables_with([own("trade")])
    *others, last = fields["candidates"]
    assert tuple(others) == CANDIDATES
    assert (last.name, last.source, len(last.label)) == ("trade", "own/trade.csv", 80)
    assert {name: each for name, each in fields.items() if name != "candidates"} == {
        name: each for name, each in TABLES.items() if name != "candidates"
    }


@pytest.mark.parametrize("name", ["crisis_name", "a_abb", "t" * 33])
def test_a_name_that_a_release_cannot_hold_is_refused(name):
    with pytest.raises(ConfigError, match="a release cannot hold"):
        tables_with([own(name)])
