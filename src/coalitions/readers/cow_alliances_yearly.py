"""Formal alliances (Correlates of War Project, version 4.1), by dyad and year.

The file comes from the R package peacesciencer, which sums the official undirected dyad-year
release over the treaties of a pair and lists each pair in both directions. Years follow one
another in a spell as long as the obligations stay the same; a spell runs from 1 January to 31
December, so that the pair counts as allied on days of its first and last year on which the
treaty was not in force. The last year is 2012; what comes after is unknown.

471 directed dyad-years disagree on defense with the spells of `coalitions.readers.cow_alliances`
taken direction by direction. In 379 the directions of the spell file differ, and the yearly file
has for both what the state with the lower code owes the other; it thus lacks, for instance, what
Turkey owes Cyprus, 1960-1974. The other 92 are scattered, most of them Syria's or in 1866.

Rows for the German Federal Republic (260) after 1990 come from the Western European Union; they
lie outside its membership and are cut. NATO rows of Germany (255) oblige the same pairs to no
less.

Gibler, Douglas M. 2009. International Military Alliances, 1648-2008. Washington, DC: CQ Press.
Miller, Steven V. 2022. "{peacesciencer}: An R Package for Quantitative Peace Science Research."
Conflict Management and Peace Science 39 (6): 755-779.
"""

import pandas as pd

from coalitions.readers.alliance_spells import FLAGS, SCHEMA, finish, spells_from_years
from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem
from coalitions.sources.source import Source

__all__ = ["SCHEMA", "read"]

COLUMNS = {
    "ccode1": "state_a",
    "ccode2": "state_b",
    "year": "year",
    "cow_defense": "defense",
    "cow_neutral": "neutrality",
    "cow_nonagg": "nonaggression",
    "cow_entente": "entente",
}


NEEDS = Columns(
    whole=[name for name in COLUMNS if COLUMNS[name] not in FLAGS],
    flags=[name for name in COLUMNS if COLUMNS[name] in FLAGS],
)


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return the alliance spells, both directions, one row per pair of states and days."""
    raw = load(source, NEEDS, columns=COLUMNS).rename(columns=COLUMNS).astype("int64")
    years = raw.astype(dict.fromkeys(FLAGS, "bool"))
    return finish(spells_from_years(years, system, source), system, source)
