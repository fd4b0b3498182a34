"""The COW state system: who is a member on a date or in a year."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers.spells import covered
from coalitions.sources.source import Source


@dataclass(frozen=True)
class StateSystem:
    """Membership spells of the COW state system.

    Attributes
    ----------
    spells : pandas.DataFrame
        Columns ``state`` (COW code), ``start``, ``end`` (dates, both inclusive); a state may
        have several spells (see `coalitions.readers.cow_states`).
    """

    spells: pd.DataFrame

    def members_on(self, date: pd.Timestamp) -> np.ndarray:
        """Return the sorted codes of the states that are members on `date`."""
        return self.members_between(date, date)

    def members_between(self, first: pd.Timestamp, last: pd.Timestamp) -> np.ndarray:
        """Return the sorted codes of the states that are members on a day of `first`-`last`."""
        inside = self.spells["start"].le(last) & self.spells["end"].ge(first)
        return np.sort(self.spells.loc[inside, "state"].unique())

    def is_member(self, state: ArrayLike, date: ArrayLike) -> np.ndarray:
        """Tell for each pair of `state` and `date` (shape (n,)) whether it is a member then."""
        return self.is_member_between(state, date, date)

    def is_member_in_year(self, state: ArrayLike, year: ArrayLike) -> np.ndarray:
        """Tell for each pair (shape (n,)) whether the state is a member on a day of the year."""
        years = np.asarray(year, dtype="int64") - 1970
        # Seconds, because nanoseconds cannot hold the first centuries of some economic series.
        first, after = ((years + k).astype("datetime64[Y]").astype("datetime64[s]") for k in (0, 1))
        return self.is_member_between(state, first, after - np.timedelta64(1, "D"))

    def is_member_between(self, state: ArrayLike, first: ArrayLike, last: ArrayLike) -> np.ndarray:
        """Tell for each `state` (shape (n,)) whether it is a member on a day of `first`-`last`."""
        first, last = (pd.to_datetime(pd.Series(day).to_numpy()) for day in (first, last))
        asked = {"state": pd.Series(state).to_numpy(), "first": first, "last": last}
        return covered(pd.DataFrame(asked), self.spells, ["state"])


@dataclass(frozen=True)
class Recode:
    """A code of another list of states, the COW code it stands for, and when.

    ``first`` and ``last`` are inclusive years; ``why`` says in a few words what differs.
    """

    code: int
    cow: int
    first: int = -9999
    last: int = 9999
    why: str = ""


def cow_codes(
    table: pd.DataFrame,
    system: StateSystem,
    source: Source,
    *,
    column: str = "state",
    year: str | None = "year",
    recodes: Sequence[Recode] = (),
    outside: Collection[int] = (),
) -> pd.Series:
    """Turn the state codes of `table` into COW codes, whether or not of members at the time.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per state and time, with the index of the raw file's rows.
    system : StateSystem
        COW membership.
    source : Source
        For the error message.
    column, year : str
        Columns with the state code and the calendar year it is used in. ``year=None`` stands
        for a table without time, where every recode applies.
    recodes : sequence of Recode
        Codes that differ from COW's, with the years in which they do.
    outside : collection of int
        Codes of entities COW never lists as states; they stay as they are.

    Returns
    -------
    pandas.Series
        The codes, int64.

    Raises
    ------
    ReaderError
        When a row lacks its state code or year.
    UnmappedStateCode
        When a code is neither COW's nor recoded nor known to be outside; names the first row.
    """
    blank = table[[column] if year is None else [column, year]].isna().any(axis=1)
    if blank.any():
        raise ReaderError(
            f"{source} has rows without a state code or a year.",
            got=f"{blank.sum()} rows",
            where=f"data row {table.index[blank][0] + 1} of {source.path}",
            next_step=f"see what these rows are; handle them in readers/{source.dataset}.py",
        )
    old = table[column].astype("int64")
    new = old.copy()
    for r in recodes:
        new[old.eq(r.code) & (year is None or table[year].between(r.first, r.last))] = r.cow
    unknown = ~new.isin(system.spells["state"]) & ~new.isin(list(outside))
    if unknown.any():
        place = unknown.to_numpy().argmax()
        row = table.index[place]
        when = "" if year is None else f" in {table[year].iloc[place]:.0f}"
        raise UnmappedStateCode(
            f"{source} has a state code that maps to no COW state.",
            expected="a code of the COW state system, a recode, or a known non-member",
            got=f"code {new.iloc[place]}{when} ({unknown.sum()} rows in all)",
            where=f"data row {row + 1} of {source.path}",
            next_step=f"add the code to coalitions/readers/{source.dataset}.py, with its source",
        )
    return new


def carry_to_cow(
    table: pd.DataFrame,
    system: StateSystem,
    source: Source,
    *,
    column: str = "state",
    year: str = "year",
    recodes: Sequence[Recode] = (),
    outside: Collection[int] = (),
) -> pd.DataFrame:
    """Recode the states of `table` as `cow_codes` does and keep the members of the year.

    Returns
    -------
    pandas.DataFrame
        The rows whose state is a member of the system in the year, `column` recoded.
    """
    new = cow_codes(
        table, system, source, column=column, year=year, recodes=recodes, outside=outside
    )
    result = table.assign(**{column: new, year: table[year].astype("int64")})
    return result[system.is_member_in_year(result[column], result[year])]


def drop_superseded(
    carried: pd.DataFrame,
    raw: pd.DataFrame,
    *,
    state: str = "state",
    year: str = "year",
    key: Sequence[str] = ("state", "year"),
) -> pd.DataFrame:
    """Leave one unit of a source where several stand for one COW state in a year.

    The unit that the source lists in the next year too is kept: it is the one in being at the
    end of the year.

    Parameters
    ----------
    carried : pandas.DataFrame
        Rows carried to COW, with the index of `raw`.
    raw : pandas.DataFrame
        The rows with the source's own codes in column `state`.
    state, year : str
        Columns of `raw`.
    key : sequence of str
        Columns that ought to identify a row of `carried`.

    Returns
    -------
    pandas.DataFrame
        `carried` without the superseded rows. Where no unit or several go on, all are left in.
    """
    units = pd.MultiIndex.from_frame(raw[[state, year]])
    ahead = pd.MultiIndex.from_arrays([raw[state], raw[year] + 1])
    goes_on = pd.Series(ahead.isin(units), index=raw.index)
    stays = pd.Series(goes_on[carried.index].to_numpy(), index=carried.index)
    another_stays = stays.groupby([carried[k] for k in key]).transform("any")
    return carried[stays | ~another_stays]
