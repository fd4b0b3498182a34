"""The editions of the case-by-case coding: the years each covers and what its files hold."""

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from coalitions.coding.hand_edited import cell, number
from coalitions.errors import DesignError
from coalitions.schemas import table_schema, text

CONFIDENCE = ("low", "medium", "high")
CONTRIBUTIONS = ("troops", "territory", "threat")
# What shows that a principal's leaders perceived a threat, and that a state was a partner.
SOURCES = ("narrative", "icb", "mid", "work")
GROUNDS, RECALL = ("actor", *SOURCES), "recall"
# What a partner call rests on, in the order in which the file lists what was inferred.
ELEMENTS = ("contribution", "direction", "cooperation", "message", "time")
_DATE = r"(\d{4}(-\d{2}){0,2})?"
_INFERRED = "|".join(
    ";".join(chosen) for n in range(len(ELEMENTS) + 1) for chosen in combinations(ELEMENTS, n)
)


def _words(name, words, *, blank=False):
    return cell("|".join([*words, *([""] if blank else [])]), f"unknown {name}")


_CRISIS = {
    **number("crisis"),
    "part": text(),
    "two_sided": cell("0|1", "two_sided is not 0 or 1"),
    **number("principal_1", r"\d*"),
    **number("principal_2", r"\d*"),
}
_ISSUE = {
    "issue": text(),
    "escalated_to_war": cell("0|1|", "escalated_to_war is not 0, 1 or empty"),
    "war_start": cell(_DATE, "war_start is no date"),
    "confidence": _words("confidence", CONFIDENCE),
    "note": text(),
}
_CRISIS_RULES = {
    "principals do not go with two_sided": lambda t: (
        t["two_sided"].eq("1").eq(t["principal_1"].ne("") & t["principal_2"].ne(""))
    ),
    "principal_1 is not the smaller code": lambda t: (
        ~pd.to_numeric(t["principal_1"], "coerce").ge(pd.to_numeric(t["principal_2"], "coerce"))
    ),
    "escalated_to_war does not go with two_sided": lambda t: (
        t["escalated_to_war"].ne("").eq(t["two_sided"].eq("1"))
    ),
    "war_start without a war, or a war without war_start": lambda t: (
        t["war_start"].ne("").eq(t["escalated_to_war"].eq("1"))
    ),
}
_THREAT_RULES = {
    f"threat_{n} does not go with two_sided": lambda t, n=n: (
        t[f"threat_{n}"].ne("").eq(t["two_sided"].eq("1"))
    )
    for n in (1, 2)
} | {
    "no threat_evidence for a principal that is no crisis actor": lambda t: (
        t[["threat_1", "threat_2"]].isin(["actor", ""]).all(axis=1) | t["threat_evidence"].ne("")
    )
}
_PARTNER = {
    **number("crisis"),
    "part": text(),
    **number("principal"),
    **number("target"),
    **number("partner"),
    "contribution": _words("contribution", CONTRIBUTIONS),
    "joined_after_war": cell("0|1", "joined_after_war is not 0 or 1"),
    "since": cell(_DATE, "since is no date"),
}
_SHOWN = {
    "known_to_target": cell("0|1", "known_to_target is not 0 or 1"),
    "running_war": cell("0|1", "running_war is not 0 or 1"),
    "source": _words("source", (*SOURCES, RECALL)),
    "inferred": cell(_INFERRED, f"inferred is not a list of {', '.join(ELEMENTS)} in that order"),
}
_EVIDENCE = {
    "confidence": _words("confidence", CONFIDENCE),
    "evidence": pa.Column("str", pa.Check.ne("", error="no evidence")),
    "note": text(),
}
_PARTNER_RULES = {
    "the partner is a principal itself": lambda t: (
        t["partner"].ne(t["principal"]) & t["partner"].ne(t["target"])
    )
}


def confidence_of(partners: pd.DataFrame) -> pd.Series:
    """Return the confidence that follows from source and inferences (second codebook, section 7).

    Parameters
    ----------
    partners : pandas.DataFrame
        Columns source and inferred, as text.
    """
    inferred = partners["inferred"].str.split(";").map(len).where(partners["inferred"].ne(""), 0)
    low = partners["source"].eq(RECALL) | inferred.ge(2)
    return inferred.map({0: "high", 1: "medium"}).mask(low, "low").astype("str")


_CONFIDENCE_RULE = {
    "confidence does not follow from source and inferred": lambda t: t["confidence"].eq(
        confidence_of(t)
    )
}


@dataclass(frozen=True)
class Edition:
    """One edition of the coding.

    Attributes
    ----------
    number : int
    first_year, last_year : int
        Years of the crises coded.
    crises, partners : pandera.DataFrameSchema
        Of its files as text, before codes become numbers.
    """

    number: int
    first_year: int
    last_year: int
    crises: pa.DataFrameSchema
    partners: pa.DataFrameSchema

    @property
    def folder(self) -> str:
        """Where it lies in the project."""
        return f"data/coding/edition_{self.number}"

    @property
    def codebook(self) -> str:
        """Where its rules stand in the project."""
        return f"{self.folder}/CODEBOOK.md"


_CRISIS_KEY, _PARTNER_KEY = ["crisis", "part"], ["crisis", "part", "principal", "partner"]
FIRST = Edition(
    1,
    1946,
    1999,
    table_schema({**_CRISIS, **_ISSUE}, key=_CRISIS_KEY, rules=_CRISIS_RULES),
    table_schema({**_PARTNER, **_EVIDENCE}, key=_PARTNER_KEY, rules=_PARTNER_RULES),
)
SECOND = Edition(
    2,
    1946,
    2019,
    table_schema(
        {
            **_CRISIS,
            "threat_1": _words("threat_1", GROUNDS, blank=True),
            "threat_2": _words("threat_2", GROUNDS, blank=True),
            "threat_evidence": text(),
            **_ISSUE,
        },
        key=_CRISIS_KEY,
        rules=_CRISIS_RULES | _THREAT_RULES,
    ),
    table_schema(
        {**_PARTNER, **_SHOWN, **_EVIDENCE},
        key=_PARTNER_KEY,
        rules=_PARTNER_RULES | _CONFIDENCE_RULE,
    ),
)
EDITIONS = (FIRST, SECOND)


def edition_of(crises: Path) -> Edition:
    """Tell the edition of a coding by the columns of its ``crises.csv``.

    Raises
    ------
    DesignError
        When they are those of no edition.
    """
    columns = list(pd.read_csv(crises, nrows=0, encoding="utf-8").columns)
    for edition in EDITIONS:
        if columns == list(edition.crises.columns):
            return edition
    raise DesignError(
        "The columns of the coding are those of no edition.",
        expected="; or ".join(", ".join(edition.crises.columns) for edition in EDITIONS),
        got=", ".join(columns),
        where=crises,
        next_step="name and order the columns as the codebook of the edition does",
    )


def edition_numbered(number: int) -> Edition:
    """Return the edition of that number."""
    return next(edition for edition in EDITIONS if edition.number == number)
