"""What readers of International Crisis Behavior (ICB) data share: its state codes.

ICB codes states as Gleditsch and Ward do (ICB2 codebook, Table 1), and keeps one code through
some changes that give a state another code in COW. The tables keep every state COW lists at any
time, also where a crisis came before it joined the system or after it left: whether a state is
a member on a day is for `coalitions.readers.system.StateSystem` to say.
"""

import logging
from collections.abc import Sequence

import pandas as pd

from coalitions.readers.system import Recode, StateSystem, cow_codes
from coalitions.sources.source import Source

RECODES = (
    Recode(260, 255, first=1990, why="unified Germany: ICB keeps West Germany's code (Table 1)"),
    Recode(678, 679, first=1991, why="unified Yemen: ICB keeps North Yemen's code (Table 1)"),
    Recode(672, 678, first=1972, last=1979, why="Najd for North Yemen in SOUTHV; 678 from v13 on"),
)

OUTSIDE = (
    219,  # Vichy France
    671,  # Hejaz
    672,  # Najd, before Saudi Arabia
    626,  # South Sudan, which the COW release of 2011 does not list yet
)

GROUPS = (
    995,  # from inside the state (ICB2 codebook, TRIGENT)
    996,  # a non-state actor
    997,  # more than one state
)

# Versions 12-14 leave the Houthi crisis blank, as it was still running. The actor file of
# version 15 puts its trigger in January 2015.
BLANK_YEARS = {474: 2015}

_log = logging.getLogger(__name__)


def states_to_cow(
    table: pd.DataFrame, system: StateSystem, source: Source, *, columns: Sequence[str] = ("state",)
) -> pd.DataFrame:
    """Turn ICB state codes into COW codes; leave out rows of entities COW does not list.

    Parameters
    ----------
    table : pandas.DataFrame
        With ``year``, the year of the crisis, and the index of the raw file's rows.
    system : StateSystem
        COW membership.
    source : Source
        For messages.
    columns : sequence of str
        Columns with state codes.
    """
    codes = table.assign(**{c: _recode(table, c, system, source) for c in columns})
    listed = codes[list(columns)].isin(system.spells["state"].tolist()).all(axis=1)
    _log.info("%s: %d rows left out, a side is no COW state", source, (~listed).sum())
    return codes[listed]


def entities_to_cow(
    table: pd.DataFrame, column: str, system: StateSystem, source: Source
) -> pd.Series:
    """Return `column` with COW codes for states; groups, non-members and gaps stay as they are.

    Parameters and errors are those of `states_to_cow`.
    """
    known = table[table[column].notna()]
    codes = _recode(known, column, system, source, outside=GROUPS)
    return codes.reindex(table.index).astype("float64")


def in_code_order(table: pd.DataFrame, *pairs: tuple[str, str]) -> pd.DataFrame:
    """Swap the columns of each pair wherever ``state_a`` has the greater code of the two.

    Parameters
    ----------
    table : pandas.DataFrame
        With ``state_a`` and ``state_b``.
    *pairs : tuple of str
        Columns that describe the one state and the other.
    """
    flip = table["state_a"].gt(table["state_b"])
    swapped: dict[str, pd.Series] = {}
    for a, b in pairs:
        swapped |= {a: table[a].mask(flip, table[b]), b: table[b].mask(flip, table[a])}
    return table.assign(**swapped)


def _recode(table, column, system, source, outside=()):
    return cow_codes(
        table, system, source, column=column, recodes=RECODES, outside=(*OUTSIDE, *outside)
    )
