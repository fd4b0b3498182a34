"""Formal alliances (Correlates of War Project, version 4.1), spells by directed dyad.

The file lists every pair of allies in both directions, with the same days; in 478 rows the
obligations of the two directions differ, and then the union counts. Spells without an end were
still in force on the last day covered, 31 December 2012, which stands as their end; what comes
after is unknown. Five obligations are blank and taken as not promised: non-aggression of Britain
towards Austria-Hungary, Germany and Russia to 1822, which the other direction denies, and the
entente of Iran and Turkey 1926-1937.

The German Federal Republic (260) keeps its Western European Union spells after unification.
They are cut at 2 October 1990 with its membership; nothing is lost, since NATO spells of
Germany (255) to the same states follow, which oblige to no less.

Gibler, Douglas M. 2009. International Military Alliances, 1648-2008. Washington, DC: CQ Press.
Gibler, Douglas M., and Meredith Reid Sarkees. 2004. "Measuring Alliances: The Correlates of War
Formal Interstate Alliance Dataset, 1816-2000." Journal of Peace Research 41 (2): 211-222.
"""

import pandas as pd

from coalitions.errors import ReaderError
from coalitions.readers.alliance_spells import FLAGS, SCHEMA, finish
from coalitions.readers.columns import Columns
from coalitions.readers.dates import spell_from_parts
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem
from coalitions.sources.source import Source

__all__ = ["SCHEMA", "read"]

START = ("dyad_st_year", "dyad_st_month", "dyad_st_day")
END = ("dyad_end_year", "dyad_end_month", "dyad_end_day")
NEEDS = Columns(whole=["ccode1", "ccode2", *START, "right_censor"], numbers=END, flags=FLAGS)
LAST_DAY = pd.Timestamp("2012-12-31")


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return the alliance spells, both directions, one row per pair of states and days."""
    raw = load(source, NEEDS)
    # 22 spells end on the day before they start, as those of Yemen with its predecessors: they
    # hold no day.
    start, end = spell_from_parts(raw, START, END, source, slack=1)
    _assert_ends(end, raw["right_censor"], source)
    spells = (
        raw[FLAGS]
        .eq(1)
        .assign(
            state_a=raw["ccode1"].astype("int64"),
            state_b=raw["ccode2"].astype("int64"),
            start=start,
            end=end.fillna(LAST_DAY),
        )
    )
    return finish(spells, system, source)


def _assert_ends(end, censored, source):
    """Refuse a spell without an end that the file does not mark as lasting (``right_censor``)."""
    wrong = end.isna() & censored.ne(1)
    if wrong.any():
        raise ReaderError(
            f"{source} has a spell without an end that is not marked as still in force.",
            expected="dyad_end_year, dyad_end_month and dyad_end_day, or right_censor 1",
            got=f"{wrong.sum()} rows in all",
            where=f"data row {wrong.idxmax() + 1} of {source.path}",
            next_step="compare the file with its codebook",
        )
