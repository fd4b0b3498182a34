"""International crises, one row each (ICB system-level data, versions 12-14).

Brecher, Wilkenfeld, Beardsley, James and Quinn, International Crisis Behavior Data, system
level (ICB1). A crisis runs from the first actor's trigger to the last actor's termination.
"""

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.dates import spell_from_parts
from coalitions.readers.files import load
from coalitions.readers.icb_codes import BLANK_YEARS
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.schemas import date, number, table_schema, text, whole, year
from coalitions.sources.source import Source

SCHEMA = table_schema(
    {
        "crisis": whole(1, 999),
        "name": text(),
        "start": date(nullable=True),
        "end": date(nullable=True),
        "start_year": year(1918),
        "violence": number(1, 4),
        "un_organ": number(0, 5),
        "un_act": number(0, 13),
        "major_power_involvement": number(2, 7),
    },
    key=["crisis"],
)

START = ("yrtrig", "motrig", "datrig")
END = ("yrterm", "moterm", "daterm")
NEEDS = Columns(
    whole=["crisno"],
    numbers=[*START, *END, "viol", "globorg", "globactm", "gpinv"],
    texts=["crisname"],
)


def read(source: Source, system: StateSystem | None = None) -> pd.DataFrame:
    """Return crises with their dates and codes of the ICB1 codebook.

    ``violence`` is VIOL (1 none to 4 full-scale war). ``un_organ`` is GLOBORG (0 no League or
    UN yet, 1 no activity, 2 general, 3 Secretary-General, 4 Assembly, 5 Council) and ``un_act``
    GLOBACTM (0, 1 none, 2 discussion, ..., 13 other); both scales differ from those at the
    actor level. ``major_power_involvement`` is GPINV, which the codebook defines for
    1918-1945 only. A code the codebook does not have is missing (GLOBORG 10 in crisis 120).
    """
    raw = load(source, NEEDS)
    start, end = spell_from_parts(raw, START, END, source, sparse=True)
    # Another crisis without a year gets one the schema refuses.
    start_year = raw["yrtrig"].fillna(raw["crisno"].map(BLANK_YEARS)).fillna(0).astype("int64")
    return tidy(
        pd.DataFrame(
            {
                "crisis": raw["crisno"].astype("int64"),
                "name": raw["crisname"].str.strip(),
                "start": start,
                "end": end,
                "start_year": start_year,
                "violence": _coded(raw["viol"], 1, 4),
                "un_organ": _coded(raw["globorg"], 0, 5),
                "un_act": _coded(raw["globactm"], 0, 13),
                "major_power_involvement": _coded(raw["gpinv"], 2, 7),
            }
        ),
        SCHEMA,
        source,
    )


def _coded(codes, low, high):
    return codes.where(codes.between(low, high)).astype("float64")
