"""The project's own coding, case by case: crises, principals and coalition partners.

``data/coding/CODEBOOK.md`` holds the rules, ``crises.csv`` and ``partners.csv`` beside it the
result. Files are edited by hand, so every row is checked before it is used.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from coalitions.coding.hand_edited import cell, check, number, read_as_text
from coalitions.errors import DesignError
from coalitions.keys import KEY
from coalitions.readers.system import StateSystem
from coalitions.schemas import table_schema, text

FIRST_YEAR, LAST_YEAR = 1946, 1999
CONFIDENCE = ("low", "medium", "high")
CONTRIBUTIONS = ("troops", "territory", "threat")
_DATE = r"(\d{4}(-\d{2}){0,2})?"
# How a note opens when a principal entered the state system only after the crisis began.
_LATE_MEMBER = "not yet a member"


# The files as text, before codes become numbers.
CRISES = table_schema(
    {
        **number("crisis"),
        "part": text(),
        "two_sided": cell("0|1", "two_sided is not 0 or 1"),
        **number("principal_1", r"\d*"),
        **number("principal_2", r"\d*"),
        "issue": text(),
        "escalated_to_war": cell("0|1|", "escalated_to_war is not 0, 1 or empty"),
        "war_start": cell(_DATE, "war_start is no date"),
        "confidence": cell("|".join(CONFIDENCE), "unknown confidence"),
        "note": text(),
    },
    key=["crisis", "part"],
    rules={
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
    },
)
PARTNERS = table_schema(
    {
        **number("crisis"),
        "part": text(),
        **number("principal"),
        **number("target"),
        **number("partner"),
        "contribution": cell("|".join(CONTRIBUTIONS), "unknown contribution"),
        "joined_after_war": cell("0|1", "joined_after_war is not 0 or 1"),
        "since": cell(_DATE, "since is no date"),
        "confidence": cell("|".join(CONFIDENCE), "unknown confidence"),
        "evidence": pa.Column("str", pa.Check.ne("", error="no evidence")),
        "note": text(),
    },
    key=["crisis", "part", "principal", "partner"],
    rules={
        "the partner is a principal itself": lambda t: (
            t["partner"].ne(t["principal"]) & t["partner"].ne(t["target"])
        )
    },
)


@dataclass(frozen=True)
class Cases:
    """The coding, checked.

    Attributes
    ----------
    crises : pandas.DataFrame
        One row per crisis and part, columns as in the codebook; principals missing (<NA>) where
        the crisis is not two-sided.
    partners : pandas.DataFrame
        One row per partner of a principal in a part.
    """

    crises: pd.DataFrame
    partners: pd.DataFrame


def read_cases(folder: str | Path) -> Cases:
    """Read and check ``crises.csv`` and ``partners.csv``.

    Parameters
    ----------
    folder : path
        ``data/coding`` or one of its ``passes/pass_*``.

    Returns
    -------
    Cases

    Raises
    ------
    DesignError
        Names the file, the row and what is wrong with it.
    """
    folder = Path(folder)
    crises = _read(folder / "crises.csv", CRISES, ["principal_1", "principal_2"])
    partners = _read(folder / "partners.csv", PARTNERS, ["principal", "target", "partner"])
    sides = ["crisis", "part", "principal_1", "principal_2"]
    unit = ["crisis", "part", "principal", "target"]
    pairs = pd.concat(
        crises[order].set_axis(unit, axis=1) for order in (sides, [*sides[:2], *sides[:1:-1]])
    )
    _assert_rows(
        partners,
        pd.MultiIndex.from_frame(partners[unit]).isin(pd.MultiIndex.from_frame(pairs)),
        "principal and target are not the principals of the part",
        PARTNERS,
        folder / "partners.csv",
    )
    return Cases(
        crises.assign(two_sided=crises["two_sided"].eq("1")),
        partners.assign(joined_after_war=partners["joined_after_war"].eq("1")),
    )


def check_against_system(
    cases: Cases, system_crises: pd.DataFrame, states: StateSystem, folder: str | Path
) -> None:
    """Check the coding against ICB's crises and the membership of the state system.

    Parameters
    ----------
    cases : Cases
    system_crises : pandas.DataFrame
        `coalitions.readers.icb_system` table. Crises coded but unknown to this release of ICB
        are let pass, since later releases add some.
    states : coalitions.readers.system.StateSystem
    folder : path
        Where the coding lies, for messages.

    Raises
    ------
    DesignError
        When a crisis of the period is absent, or a code is no member on the crisis's first day
        and the row's note does not open by saying so.
    """
    due = system_crises[system_crises["start_year"].between(FIRST_YEAR, LAST_YEAR)]
    absent = sorted(set(due["crisis"]) - set(cases.crises["crisis"]))
    if absent:
        raise DesignError(
            "The coding does not hold every crisis.",
            expected=f"all {len(due)} ICB crises of {FIRST_YEAR}-{LAST_YEAR}",
            got=f"none of {', '.join(map(str, absent))}",
            where=Path(folder) / "crises.csv",
            next_step="code the crisis by the rules of data/coding/CODEBOOK.md",
        )
    starts = system_crises.set_index("crisis")["start"]
    for table, column, schema, name in (
        (cases.crises, "principal_1", CRISES, "crises.csv"),
        (cases.crises, "principal_2", CRISES, "crises.csv"),
        (cases.partners, "partner", PARTNERS, "partners.csv"),
    ):
        rows = table[table[column].notna() & table["crisis"].isin(starts.index)]
        member = states.is_member(rows[column].astype("int64"), rows["crisis"].map(starts))
        _assert_rows(
            rows,
            member | rows["note"].str.lower().str.startswith(_LATE_MEMBER),
            f"{column} is no member of the state system on the crisis's first day",
            schema,
            Path(folder) / name,
        )


def partner_calls(cases: Cases, confidence: str, late_joiners: bool) -> pd.DataFrame:
    """Choose the partner calls to work with.

    Parameters
    ----------
    cases : Cases
    confidence : {"low", "medium", "high"}
        Least confidence that counts.
    late_joiners : bool
        Whether those who joined only after the crisis became a war count.

    Returns
    -------
    pandas.DataFrame
        Columns crisis, part, a (principal), t (target), p (partner).
    """
    sure = cases.partners["confidence"].isin(CONFIDENCE[CONFIDENCE.index(confidence) :])
    rows = cases.partners[sure & (late_joiners | ~cases.partners["joined_after_war"])]
    names = {"principal": "a", "target": "t", "partner": "p"}
    return rows.rename(columns=names)[KEY].astype({"a": "int64", "t": "int64", "p": "int64"})


def _read(file, schema, codes):
    table = read_as_text(file, schema)
    numbers = {c: pd.to_numeric(table[c].replace("", None)).astype("Int64") for c in codes}
    return table.assign(crisis=table["crisis"].astype("int64"), **numbers)


def _assert_rows(rows, hold, otherwise, schema, file):
    """Refuse rows where `hold` is false, named by the key of the file's schema."""
    rule = pa.Check(lambda _: pd.Series(hold, rows.index), error=otherwise)
    check(rows, pa.DataFrameSchema(checks=rule, unique=schema.unique), file)
