"""Roll-call votes of states in the UN General Assembly.

Voeten, Strezhnev and Bailey, "United Nations General Assembly Voting Data", Harvard Dataverse
(hdl:1902.1/12379), in two forms carried by the R package unvotes (Robinson and Goguen-Compagnoni):
the authors' file of 2017 (1946-2015), and the package's table of 2021 (1946-2019).

Session and year of the 2021 table stand in `coalitions.readers.unga_roll_calls`; here they are
missing, and so membership in the year is not checked. Emergency special sessions (roll calls
from 9001) go with the session that opens in the same autumn (year = session + 1945).
"""

import logging

import pandas as pd

from coalitions.errors import ReaderError, UnmappedStateCode
from coalitions.readers.columns import Columns, assert_columns, examine
from coalitions.readers.files import CHECK, load
from coalitions.readers.iso_codes import COW_CODES
from coalitions.readers.system import Recode, StateSystem, carry_to_cow, cow_codes
from coalitions.readers.tidy import tidy
from coalitions.schemas import number, state, table_schema, whole
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {
        "roll_call": whole(1, 10**6),
        "state": state(),
        "vote": whole(1, 3),
        "session": number(1),
        "year": number(1946),
    },
    key=["roll_call", "state"],
)

# The authors' codebook takes its country codes from COW.
RECODES = (Recode(713, 710, last=1948, why="China's seat before the government went to Taiwan"),)

# The same seat in the table without years: its roll calls of the sessions of 1946 to 1948, and of
# the special sessions of 1947 and 1948, as `coalitions.readers.unga_roll_calls` lists them.
LAST_CALL_OF_1948, SPECIAL_CALLS = 174, (9001, 9013)
CHINA, TAIWAN = 710, 713

CAST = (1, 2, 3)  # yes, abstain, no
NOT_CAST = (8, 9)  # absent, not a member
WORDS = {"yes": 1, "abstain": 2, "no": 3}

# Countries of the 2021 table that have no ISO code.
NAMES = {
    "Federal Republic of Germany": 260,
    "Yemen Arab Republic": 678,
    "Zanzibar": 511,
}


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return the votes cast: 1 yes, 2 abstain, 3 no; absences are left out."""
    raw = load(source)
    table = _words(raw, source) if "country_code" in raw.columns else _numbers(raw, source)
    _assert_known(table["vote"], raw["vote"], source)
    cast = table[table["vote"].isin(CAST)]
    if cast["year"].isna().all():
        cast = cast.assign(state=cow_codes(cast, system, source, year=None))
    else:
        cast = carry_to_cow(cast, system, source, recodes=RECODES)
    logging.getLogger(__name__).info(
        "%s: %d of %d rows left out as absent or no COW member",
        source,
        len(table) - len(cast),
        len(table),
    )
    types = {"roll_call": "int64", "vote": "int64", "session": "float64", "year": "float64"}
    return tidy(cast.astype(types), SCHEMA, source)


def _numbers(raw, source):
    needs = Columns(whole=["rcid", "ccode", "vote"], numbers=["session", "year"])
    assert_columns(raw, needs.names, source, CHECK)
    return examine(raw, needs, source, CHECK)[["rcid", "ccode", "vote", "session", "year"]].rename(
        columns={"rcid": "roll_call", "ccode": "state"}
    )


def _assert_known(vote, as_written, source):
    wrong = ~vote.isin([*CAST, *NOT_CAST])
    if wrong.any():
        row = vote.index[wrong][0]
        raise ReaderError(
            f"{source} has a vote its codebook does not know.",
            expected=", ".join([*WORDS, *map(str, CAST + NOT_CAST)]),
            got=f"{as_written[row]} ({wrong.sum()} rows in all)",
            where=f"data row {row + 1} of {source.path}",
            next_step="compare the file with its codebook",
        )


def _words(raw, source):
    needs = Columns(whole=["rcid"])
    assert_columns(raw, [*needs.names, "country", "country_code", "vote"], source, CHECK)
    raw = examine(raw, needs, source, CHECK)
    code = raw["country_code"].map(COW_CODES).fillna(raw["country"].map(NAMES))
    if code.isna().any():
        row = code.index[code.isna()][0]
        raise UnmappedStateCode(
            f"{source} has a country that maps to no COW state.",
            expected="an ISO code in iso_codes.py or a name in unga_votes.py",
            got=f"code {raw.loc[row, 'country_code']}, {raw.loc[row, 'country']} "
            f"({code.isna().sum()} rows in all)",
            where=f"data row {row + 1} of {source.path}",
            next_step="add the country to coalitions/readers/iso_codes.py",
        )
    early = raw["rcid"].le(LAST_CALL_OF_1948) | raw["rcid"].between(*SPECIAL_CALLS)
    code = code.mask(code.eq(TAIWAN) & early, CHINA)
    missing = float("nan")
    return pd.DataFrame(
        {
            "roll_call": raw["rcid"],
            "state": code,
            "vote": raw["vote"].astype("str").map(WORDS),
            "session": missing,
            "year": missing,
        }
    )
