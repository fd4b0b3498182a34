"""The table of alliance spells that the readers of alliance data share.

A row says that two states are allied from ``start`` to ``end``, both inclusive, and what the
alliance obliges them to. A pair may have several spells at once, one for each treaty. Obligations
are undirected: if either state owes the other something, both directions say so. Spells are cut
to the days on which both states are members of the COW system.
"""

import logging

import pandas as pd

from coalitions.calendar_years import first_day, last_day
from coalitions.readers.state_pairs import both_directions, carry_dyads_to_cow
from coalitions.readers.system import StateSystem, cow_codes
from coalitions.readers.tidy import tidy
from coalitions.schemas import date, flag, state, table_schema
from coalitions.sources.source import Source

logger = logging.getLogger(__name__)

KEY = ["state_a", "state_b", "start", "end"]
FLAGS = ["defense", "neutrality", "nonaggression", "entente"]
SCHEMA = table_schema(
    {
        "state_a": state(),
        "state_b": state(),
        "start": date(),
        "end": date(),
        **{obligation: flag() for obligation in FLAGS},
    },
    key=KEY,
)


def spells_from_years(table: pd.DataFrame, system: StateSystem, source: Source) -> pd.DataFrame:
    """Turn rows per pair and year into spells of consecutive years with the same obligations.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``state_a``, ``state_b``, ``year`` and `FLAGS`, with the index of the raw file's
        rows.
    system : StateSystem
        COW membership.
    source : Source
        For messages.

    Returns
    -------
    pandas.DataFrame
        Columns of `SCHEMA`, both directions; a spell runs from 1 January of its first to 31
        December of its last year.

    Raises
    ------
    UnmappedStateCode
        When a code is none of COW's.
    """
    table = carry_dyads_to_cow(table, system, source)
    # Before years become spells, so that both directions are cut into the same spells.
    table = both_directions(table, ["state_a", "state_b", "year"], source, keep="max")
    same = ["state_a", "state_b", *FLAGS]
    table = table.sort_values([*same, "year"], ignore_index=True)
    begins = table.groupby(same)["year"].diff().ne(1)
    last = table["year"].groupby(begins.cumsum()).last().set_axis(table.index[begins])
    spells = table[begins]
    spells = spells.assign(start=first_day(spells["year"]), end=last_day(last))
    return spells[list(SCHEMA.columns)].astype({"start": "datetime64[ns]", "end": "datetime64[ns]"})


def finish(spells: pd.DataFrame, system: StateSystem, source: Source) -> pd.DataFrame:
    """Check the codes of `spells`, cut them to membership, and give the declared table.

    Parameters
    ----------
    spells : pandas.DataFrame
        Columns of `SCHEMA`, with the index of the raw file's rows.
    system : StateSystem
        COW membership.
    source : Source
        For messages.

    Returns
    -------
    pandas.DataFrame
        The table `SCHEMA` declares, in both directions.

    Raises
    ------
    UnmappedStateCode
        When a code is none of COW's.
    """
    years = spells.assign(year=spells["start"].dt.year)
    for column in ("state_a", "state_b"):
        cow_codes(years, system, source, column=column)
    cut = spells.assign(row=range(len(spells)))
    for column in ("state_a", "state_b"):
        cut = _cut_to_membership(cut, system, column)
    logger.info(
        "%s: %d of %d spells left out, they hold no day on which both states are members; "
        "%d cut or split",
        source,
        len(spells) - cut["row"].nunique(),
        len(spells),
        _changed(spells, cut),
    )
    return tidy(both_directions(cut[list(SCHEMA.columns)], KEY, source, keep="max"), SCHEMA, source)


def _cut_to_membership(spells, system, column):
    membership = system.spells[["state", "start", "end"]].set_axis(
        [column, "entry", "exit"], axis="columns"
    )
    cut = spells.merge(membership, on=column)
    cut["start"] = cut["start"].where(cut["start"].ge(cut["entry"]), cut["entry"])
    cut["end"] = cut["end"].where(cut["end"].le(cut["exit"]), cut["exit"])
    return cut.loc[cut["start"].le(cut["end"]), spells.columns]


def _changed(spells, cut):
    before = spells.iloc[cut["row"]]
    same = (cut["start"].to_numpy() == before["start"].to_numpy()) & (
        cut["end"].to_numpy() == before["end"].to_numpy()
    )
    return cut.loc[~same, "row"].nunique()
