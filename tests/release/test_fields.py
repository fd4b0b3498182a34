"""What the released tables hold, by edition of the coding, and of variables of one's own."""

import pytest
import yaml

from coalitions.coding.editions import FIRST, SECOND
from coalitions.errors import ConfigError
from coalitions.release.fields import CANDIDATES, TABLES, Field, tables_of
from coalitions.settings import OwnFile, Settings

ALL = [field for fields in TABLES.values() for field in fields]


def own(name):
    return OwnFile(file="own/trade.csv", key="crisis", variables={name: "Trade " * 20})


def names(edition, table):
    return [field.name for field in tables_of(edition)[table]]


def test_each_edition_has_the_columns_that_it_records():
    assert tables_of(SECOND) == TABLES
    recorded = {
        "crises": {"threat_1", "threat_2", "threat_evidence"},
        "partners": {"known_to_target", "running_war", "source", "inferred"},
        "builders": set(),
        "candidates": set(),
    }
    for table, columns in recorded.items():
        first = names(FIRST, table)
        assert set(names(SECOND, table)) - set(first) == columns
        assert first == [name for name in names(SECOND, table) if name not in columns]


@pytest.mark.parametrize(
    ("table", "schema"),
    [("crises", edition.crises) for edition in (FIRST, SECOND)]
    + [("partners", edition.partners) for edition in (FIRST, SECOND)],
)
def test_no_column_of_the_coding_is_left_out(table, schema):
    edition = next(each for each in (FIRST, SECOND) if schema in (each.crises, each.partners))
    released = {"principal": "builder"} if table == "partners" else {}
    coded = {released.get(column, column) for column in schema.columns}
    assert coded <= set(names(edition, table))


@pytest.mark.parametrize("field", ALL, ids=lambda field: field.name)
def test_stata_can_hold_every_column(field):
    assert len(field.name) <= 32
    assert len(field.label) <= 80
    # A name of Stata has letters, digits and underscores, and starts with no digit.
    assert field.name.isidentifier()
    assert field.name.isascii()


@pytest.mark.parametrize(("name", "label"), [("t" * 33, "label"), ("name", "l" * 81)])
def test_what_stata_would_cut_off_is_refused(name, label):
    with pytest.raises(ValueError, match="too long for Stata"):
        Field(name, label, "string")


def test_columns_of_ones_own_stand_last_among_the_candidates():
    fields = tables_of(SECOND, [own("trade")])
    *others, last = fields["candidates"]
    assert tuple(others) == CANDIDATES
    assert (last.name, last.source, len(last.label)) == ("trade", "own/trade.csv", 80)
    assert {name: each for name, each in fields.items() if name != "candidates"} == {
        name: each for name, each in TABLES.items() if name != "candidates"
    }


@pytest.mark.parametrize("name", ["crisis_name", "a_abb", "t" * 33])
def test_a_name_that_a_release_cannot_hold_is_refused(name):
    with pytest.raises(ConfigError, match="a release cannot hold"):
        tables_of(SECOND, [own(name)])


def test_the_citation_names_the_version_that_the_default_releases(root):
    cited = yaml.safe_load((root / "data/coding/CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == Settings().release.version
    assert cited["version"].startswith(f"{Settings().cases.edition}.")
