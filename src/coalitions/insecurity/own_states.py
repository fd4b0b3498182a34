"""Whose years a user's own estimates stand for: their state codes held against the COW list."""

import logging

import pandas as pd

from coalitions.errors import HazardError
from coalitions.readers import gleditsch_ward
from coalitions.readers.system import StateSystem

_SHOWN = 5


def assert_cow_states(estimates: pd.DataFrame, states: StateSystem, file: object) -> None:
    """Refuse estimates under codes of another list of states than COW's.

    A state-year outside the years of the list of states is let pass, as nobody knows who is a
    member then; so is one of a COW state before or after its membership, which no dyad asks for.
    Both are counted in the log.

    Parameters
    ----------
    estimates : pandas.DataFrame
        Columns state, year (1700-2200), one row each.
    states : StateSystem
        COW membership.
    file : object
        Where the estimates come from, for messages.

    Raises
    ------
    HazardError
        When a code stands for no COW state at any time, or when state-years are no COW members
        but would be under the codes of Gleditsch and Ward, while the COW state they would stand
        for has no estimate (Germany after 1990 under 260). Names the first of them.
    """
    table = estimates[["state", "year"]].reset_index(drop=True)
    first, last = (states.spells[day].dt.year for day in ("start", "end"))
    member = states.is_member_in_year(table["state"], table["year"])
    idle = ~member & table["year"].between(first.min(), last.max()).to_numpy()
    moved = _under_gleditsch_ward(table[~member], table, states)
    unknown = table[~table["state"].isin(states.spells["state"])]
    if len(unknown) or len(moved):
        wrong = pd.concat([moved, unknown]).drop_duplicates(["state", "year"])
        raise HazardError(
            "The file of job insecurity has state-years that are no COW states.",
            expected="codes of the Correlates of War list of states",
            got=f"{_named(wrong)} ({len(wrong)} state-years in all)" + _guess(moved),
            where=file,
            next_step="give these rows their COW codes, or leave them out where COW has no state",
        )
    logging.getLogger(__name__).info(
        "%s: %d of %d state-years are of COW states in years in which they are no members, "
        "and are not used",
        file,
        idle.sum(),
        len(table),
    )


def carried_to_cow(estimates: pd.DataFrame, states: StateSystem, file: object) -> pd.DataFrame:
    """Bring estimates of a file that is not the user's to correct, as Young's, under COW's codes.

    Parameters
    ----------
    estimates, states, file
        As for `assert_cow_states`.

    Returns
    -------
    pandas.DataFrame
        State-years that would be refused as codes of Gleditsch and Ward stand under the COW state
        they are of (Germany after 1990); codes of no COW state are left out. Both are logged.
    """
    table = estimates.reset_index(drop=True)
    keys = table[["state", "year"]]
    member = states.is_member_in_year(keys["state"], keys["year"])
    moved = _under_gleditsch_ward(keys[~member], keys, states)
    moved = moved.drop_duplicates(["cow", "year"])
    stay = table[table["state"].isin(states.spells["state"])].drop(
        index=moved.index, errors="ignore"
    )
    carried = table.loc[moved.index].assign(state=moved["cow"].to_numpy())
    log = logging.getLogger(__name__)
    for row in moved.itertuples():
        log.warning("%s: %d in %d taken for COW's %d", file, row.state, row.year, row.cow)
    left_out = len(table) - len(stay) - moved.index.nunique()
    if left_out:
        log.warning("%s: %d state-years left out as of no COW state", file, left_out)
    return pd.concat([stay, carried]).sort_values(["state", "year"], ignore_index=True)


def _under_gleditsch_ward(others, table, states):
    """Return rows that as Gleditsch-Ward codes stand for COW members without another row."""
    carried = gleditsch_ward.split_years(others).rename(columns={"state": "cow"})
    carried = carried.drop(columns="year").join(others)
    carried = carried[carried["cow"].ne(carried["state"])]
    member = states.is_member_in_year(carried["cow"], carried["year"])
    given = pd.MultiIndex.from_frame(table)
    there = pd.MultiIndex.from_frame(carried[["cow", "year"]]).isin(given)
    return carried[member & ~there]


def _guess(moved):
    if moved.empty:
        return ""
    row = moved.iloc[0]
    return (
        f"; they look like codes of Gleditsch and Ward, in which {row['state']} in {row['year']} "
        f"is COW's {row['cow']}"
    )


def _named(rows):
    shown = [f"{row.state} in {row.year}" for row in rows.head(_SHOWN).itertuples()]
    return ", ".join(shown) + (", ..." if len(rows) > _SHOWN else "")
