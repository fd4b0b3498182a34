"""Events within crises, coded from the ICB narratives (ICBe, version 1.1).

Douglass et al., "Introducing ICBe: An Event Extraction Dataset from Narratives about
International Crises", Political Science Research and Methods (2024): the file of events coders
agree on. A value may hold several, separated by semicolons. The narratives of 475 crises
(1-476) give 15,025 events; sentences without one (3612 rows), and rows without a type of event
(146), are left out. Actors are names, not codes, and include groups and organisations.
"""

import logging

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.dates import date_from_parts
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.schemas import date, table_schema, text, whole
from coalitions.sources.source import Source

TEXTS = {
    "type": "event_type",
    "thinker": "think_actor_a",
    "thought": "thinkkind",
    "speaker": "say_actor_a",
    "addressee": "say_actor_b",
    "speech": "sayintkind",
    "actor": "do_actor_a",
    "counterpart": "do_actor_b",
    "action": "do_kind",
    "interaction": "do_interact_kind",
}

DATE = ("date_earliest_year", "date_earliest_month", "date_earliest_day")
NEEDS = Columns(
    whole=["crisno", "sentence_number_int_aligned"],
    texts=["sentence_span_text", *TEXTS.values(), *DATE],
)

SCHEMA = table_schema(
    {
        "crisis": whole(1, 999),
        "event": whole(1, 9999),
        "sentence": whole(1, 9999),
        "narrative": text(),
        "date": date(nullable=True),
    }
    | {name: text(nullable=name != "type") for name in TEXTS},
    key=["crisis", "event"],
)


def read(source: Source, system: StateSystem | None = None) -> pd.DataFrame:
    """Return events in the order of the narrative, numbered from 1 in each crisis.

    ``type`` tells whether the event is an action, a speech or a thought; the other columns say
    who thinks, speaks and acts, towards whom, and what kind of thought, speech, action alone or
    interaction it is. ``date`` is the earliest day of the event. Where coders name several
    years it is missing, several months or days the first of the year or month.
    """
    raw = load(source, NEEDS)
    texts = {name: raw[column].replace("", pd.NA).astype("str") for name, column in TEXTS.items()}
    table = pd.DataFrame(
        {
            "crisis": raw["crisno"].astype("int64"),
            "sentence": raw["sentence_number_int_aligned"].astype("int64"),
            "narrative": raw["sentence_span_text"].astype("str"),
            "date": _date(raw),
            **texts,
        }
    )
    events = table[table["type"].notna()]
    logging.getLogger(__name__).info(
        "%s: %d rows left out, no event in the sentence", source, len(table) - len(events)
    )
    return tidy(events.assign(event=events.groupby("crisis").cumcount() + 1), SCHEMA, source)


def _date(raw):
    year, month, day = (pd.to_numeric(raw[part], errors="coerce") for part in DATE)
    # One event is put in 2986, a slip of the coder.
    return date_from_parts(year.where(year.lt(2030)), month, day)
