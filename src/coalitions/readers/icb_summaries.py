"""Narratives of crises (ICB Data Viewer, as collected in 2015 and in 2023).

Brecher and Wilkenfeld, A Study of Crisis (University of Michigan Press, 2000), and the ICB
project's later case summaries.

2015 has crises 1-455, each part of a narrative cut at 4000 characters; 2015-additions the
whole of 456-473, 475 and 476; 2023 the pages of 1-496, with headings and references, of which
number 481 is blank but for its headings.
"""

import re

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem
from coalitions.readers.tidy import tidy
from coalitions.schemas import table_schema, text, whole
from coalitions.sources.source import Source

SCHEMA = table_schema({"crisis": whole(1, 999), "text": text()}, key=["crisis"])

UTF8 = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]+")
MARKUP = re.compile("<[^<>]*>")
BREAKS = re.compile(r"\s*[\r\n]\s*")


NEEDS = Columns(whole=["crisno"], texts=["text"])


def read(source: Source, system: StateSystem | None = None) -> pd.DataFrame:
    """Return one narrative per crisis: background and summary, one paragraph a line."""
    # The files of 2015 mix two encodings; in latin-1 both come through for `_clean` to sort out.
    raw = load(source, NEEDS, encoding="utf-8" if source.format == "rds" else "latin-1")
    story = raw["text"].astype("object")
    if "background" in raw.columns:
        story = raw["background"].fillna("") + "\n" + story
    table = pd.DataFrame({"crisis": raw["crisno"].astype("int64"), "text": story.map(_clean)})
    return tidy(table.astype({"text": "str"}), SCHEMA, source)


def _clean(story):
    story = UTF8.sub(_decoded, story)
    story = "".join(_windows(c) if "\u0080" <= c <= "\u009f" else c for c in story)
    return BREAKS.sub("\n", MARKUP.sub("", story)).strip()


def _decoded(match):
    return match[0].encode("latin-1").decode("utf-8", errors="replace")


def _windows(character):
    return character.encode("latin-1").decode("cp1252", errors="replace")
