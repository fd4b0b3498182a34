"""The project's own coding, case by case: crises, principals and coalition partners.

``data/coding/CODEBOOK.md`` holds the rules, ``crises.csv`` and ``partners.csv`` beside it the
result. Files are edited by hand, so every row is checked before it is used.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coalitions.errors import DesignError
from coalitions.keys import KEY

FIRST_YEAR, LAST_YEAR = 1946, 1999
CRISES = (
    "crisis part two_sided principal_1 principal_2 issue escalated_to_war war_start confidence note"
).split()
PARTNERS = (
    "crisis part principal target partner contribution joined_after_war since confidence evidence "
    "note"
).split()
CONFIDENCE = ("low", "medium", "high")
CONTRIBUTIONS = ("troops", "territory", "threat")
_DATE = r"(?:\d{4}(?:-\d{2}){0,2})?"
# How a note opens when a principal entered the state system only after the crisis began.
_LATE_MEMBER = "not yet a member"


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


def read_cases(folder):
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
    file = folder / "crises.csv"
    two_sided = crises["two_sided"].eq("1")
    named = crises["principal_1"].notna() & crises["principal_2"].notna()
    war = crises["escalated_to_war"]
    _demand(file, crises, ~crises.duplicated(["crisis", "part"]), "crisis and part stand twice")
    _demand(file, crises, crises["two_sided"].isin(["0", "1"]), "two_sided is not 0 or 1")
    _demand(file, crises, two_sided.eq(named), "principals do not go with two_sided")
    _demand(
        file,
        crises,
        ~named | crises["principal_1"].lt(crises["principal_2"]).fillna(False),
        "principal_1 is not the smaller code",
    )
    _demand(
        file,
        crises,
        war.isin(["0", "1"]).where(two_sided, war.eq("")),
        "escalated_to_war does not go with two_sided",
    )
    _demand(
        file, crises, crises["war_start"].ne("").eq(war.eq("1")), "war_start without a war, or none"
    )
    _demand(file, crises, crises["war_start"].str.fullmatch(_DATE), "war_start is no date")
    _demand(file, crises, crises["confidence"].isin(CONFIDENCE), "unknown confidence")

    file = folder / "partners.csv"
    key = ["crisis", "part", "principal", "partner"]
    _demand(file, partners, ~partners.duplicated(key), "a partner stands twice")
    unit = partners.merge(
        crises[["crisis", "part", "principal_1", "principal_2"]],
        on=["crisis", "part"],
        how="left",
        validate="m:1",
    )
    one_two = unit["principal"].eq(unit["principal_1"]) & unit["target"].eq(unit["principal_2"])
    two_one = unit["principal"].eq(unit["principal_2"]) & unit["target"].eq(unit["principal_1"])
    of_part = (one_two | two_one).fillna(False).to_numpy()
    _demand(file, partners, of_part, "principal and target are not the principals of the part")
    itself = partners["partner"].eq(partners["principal"]) | partners["partner"].eq(
        partners["target"]
    )
    _demand(file, partners, ~itself, "the partner is a principal itself")
    _demand(file, partners, partners["contribution"].isin(CONTRIBUTIONS), "unknown contribution")
    _demand(
        file, partners, partners["joined_after_war"].isin(["0", "1"]), "joined_after_war not 0 or 1"
    )
    _demand(file, partners, partners["since"].str.fullmatch(_DATE), "since is no date")
    _demand(file, partners, partners["confidence"].isin(CONFIDENCE), "unknown confidence")
    _demand(file, partners, partners["evidence"].ne(""), "no evidence")
    return Cases(
        crises.assign(two_sided=two_sided),
        partners.assign(joined_after_war=partners["joined_after_war"].eq("1")),
    )


def check_against_system(cases, system_crises, states, folder):
    """Hold the coding against ICB's crises and the membership of the state system.

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
    for table, columns, name in (
        (cases.crises, ["principal_1", "principal_2"], "crises.csv"),
        (cases.partners, ["partner"], "partners.csv"),
    ):
        for column in columns:
            rows = table[table[column].notna() & table["crisis"].isin(starts.index)]
            member = states.is_member(rows[column].astype("int64"), rows["crisis"].map(starts))
            explained = rows["note"].str.lower().str.startswith(_LATE_MEMBER)
            _demand(
                Path(folder) / name,
                rows,
                member | explained,
                f"{column} is no member of the state system on the crisis's first day",
            )


def partner_calls(cases, confidence, late_joiners):
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


def _read(path, columns, codes):
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    if list(table.columns) != columns:
        raise DesignError(
            f"{path.name} has other columns than the codebook says.",
            expected=", ".join(columns),
            got=", ".join(table.columns),
            where=path,
        )
    for column in ["crisis", *codes]:
        number = table[column].str.fullmatch(r"\d+") | (table[column].eq("") & (column != "crisis"))
        _demand(path, table, number, f"{column} is not a number")
    numbers = {c: pd.to_numeric(table[c].replace("", None)).astype("Int64") for c in codes}
    return table.assign(crisis=table["crisis"].astype("int64"), **numbers)


def _demand(path, table, holds, what):
    broken = table[~pd.Series(holds, table.index).astype(bool)]
    if len(broken):
        row = broken.iloc[0]
        keys = [c for c in ("crisis", "part", "principal", "partner") if c in table.columns]
        raise DesignError(
            f"{path.name}: {what}.",
            got=", ".join(f"{k} {row[k]}" for k in keys) + f" ({len(broken)} rows in all)",
            where=f"{path}, line {broken.index[0] + 2}",
            next_step="correct the row; data/coding/CODEBOOK.md has the rules",
        )
