"""State codes of Gleditsch and Ward that stand for another state, or none, in COW.

Gleditsch and Ward, "A Revised List of Independent States since the Congress of Vienna",
International Interactions 25 (1999), its list of states, and its list of microstates.
"""

from dataclasses import dataclass

import pandas as pd

from coalitions.calendar_years import first_day, last_day


@dataclass(frozen=True)
class SpellRecode:
    """A Gleditsch-Ward code, the COW code it stands for, why, and between which days."""

    code: int
    cow: int
    why: str
    since: str = "1700-01-01"
    until: str = "2200-12-31"


RECODES = (
    SpellRecode(260, 255, "unified Germany keeps the western code", since="1990-10-03"),
    SpellRecode(678, 679, "unified Yemen keeps the northern code", since="1990-05-22"),
    # One state with Yugoslavia in COW. Between the two spells Serbia is a part of Yugoslavia
    # (345 in both lists); the day is the one Archigos has its first later leader enter.
    SpellRecode(340, 345, "Serbia before Yugoslavia", until="1917-12-31"),
    SpellRecode(340, 345, "Serbia after Yugoslavia", since="2006-06-04"),
    SpellRecode(970, 946, "Kiribati"),
    SpellRecode(971, 970, "Nauru"),
    SpellRecode(972, 955, "Tonga"),
    SpellRecode(973, 947, "Tuvalu"),
)

OUTSIDE = (
    89,  # United Provinces of Central America
    99,  # Great Colombia
    340,  # Serbia within Yugoslavia (elsewhere recoded)
    396,  # Abkhazia
    397,  # South Ossetia
    563,  # Transvaal
    564,  # Orange Free State
    711,  # Tibet
    815,  # Vietnam (Annam, Cochin China, Tonkin)
)

DAY = pd.Timedelta(days=1)


def split(table: pd.DataFrame, *, first: str, last: str) -> pd.DataFrame:
    """Turn Gleditsch-Ward codes into COW codes, cutting rows that run across a change of code.

    Parameters
    ----------
    table : pandas.DataFrame
        With ``state``, a Gleditsch-Ward code. Its index is kept; a cut row has it twice.
    first, last : str
        Columns with the first and last day of each row (datetime64).

    Returns
    -------
    pandas.DataFrame
        `table` with COW codes, and ``cut``: whether the row ends only because the code does,
        so that another row of the same index goes on under the next code.
    """
    rest = table.assign(cut=False)
    parts = []
    for recode in RECODES:
        since, until = pd.Timestamp(recode.since), pd.Timestamp(recode.until)
        here = rest["state"].eq(recode.code) & rest[first].le(until) & rest[last].ge(since)
        before = rest[here & rest[first].lt(since)].assign(**{last: since - DAY, "cut": True})
        after = rest[here & rest[last].gt(until)].assign(**{first: until + DAY})
        part = rest[here].assign(state=recode.cow)
        part["cut"] |= part[last].gt(until)
        parts.append(part.assign(**{first: part[first].clip(lower=since)}))
        parts[-1][last] = part[last].clip(upper=until)
        rest = pd.concat([rest[~here], before, after])
    return pd.concat([rest, *parts])


# Units that go on as another COW state: its past in a series is the unit's own.
CONTINUED = {260: (255, 1990), 678: (679, 1990)}


def with_past(table: pd.DataFrame) -> pd.DataFrame:
    """Give the COW state that a unit becomes the rows of the unit's years before.

    So a series has growth in the state's first years, which it observed under the unit's code.
    A row of the state's own for the same year goes first.

    Parameters
    ----------
    table : pandas.DataFrame
        With ``state``, a Gleditsch-Ward code, ``year`` and ``series``. Its index is kept; a row
        with two states has it twice.

    Returns
    -------
    pandas.DataFrame
        From `split_years`, with the rows added.
    """
    both = split_years(table)
    named = ["state", "year", "series"]
    taken = pd.MultiIndex.from_frame(both[named])
    for unit, (cow, first) in CONTINUED.items():
        past = table[table["state"].eq(unit) & table["year"].lt(first)].assign(state=cow)
        both = pd.concat([both, past[~pd.MultiIndex.from_frame(past[named]).isin(taken)]])
    return both


def split_years(table: pd.DataFrame) -> pd.DataFrame:
    """Turn the Gleditsch-Ward codes of a table with ``state`` and ``year`` into COW codes.

    A row of a year in which the code changes its meaning (Germany and Yemen in 1990) stands
    for both COW states.
    """
    days = table.assign(first=first_day(table["year"]), last=last_day(table["year"]))
    return split(days, first="first", last="last").drop(columns=["first", "last", "cut"])
