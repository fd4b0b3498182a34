"""The project's own coding, case by case: crises, principals and coalition partners.

In the folder of an edition ``CODEBOOK.md`` holds the rules, ``crises.csv`` and ``partners.csv`` the
result. Files are edited by hand, so every row is checked before it is used.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from coalitions.coding.editions import CONFIDENCE, FIRST, RECALL, Edition, edition_of
from coalitions.coding.hand_edited import check, read_as_text, read_parts, read_regions
from coalitions.errors import DesignError
from coalitions.keys import KEY
from coalitions.readers.system import StateSystem
from coalitions.settings import CaseChoice

# How a note of the first edition opens when a principal entered the state system only after the
# crisis began.
_LATE_MEMBER = "not yet a member"
_FLAGS = ("joined_after_war", "known_to_target", "running_war")


@dataclass(frozen=True)
class Cases:
    """The coding, checked.

    Attributes
    ----------
    edition : coalitions.coding.editions.Edition
    crises : pandas.DataFrame
        One row per crisis and part, columns as in the codebook; principals missing (<NA>) where
        the crisis is not two-sided.
    partners : pandas.DataFrame
        One row per partner of a principal in a part.
    """

    edition: Edition
    crises: pd.DataFrame
    partners: pd.DataFrame


def read_coding(
    edition: Sequence[str | Path], shared: Sequence[str | Path]
) -> tuple[Cases, pd.DataFrame, pd.DataFrame]:
    """Read an edition of the project's coding, and what all editions have in common.

    Parameters
    ----------
    edition, shared : sequence of path
        Files of either, of which the first names the folder.

    Returns
    -------
    tuple
        From `read_cases`, and `coalitions.coding.hand_edited.read_parts` and `read_regions`.

    Raises
    ------
    DesignError
        Names the file, the row and what is wrong with it.
    """
    folder, common = (Path(files[0]).parent for files in (edition, shared))
    return read_cases(folder), read_parts(common), read_regions(common)


def read_cases(folder: str | Path) -> Cases:
    """Read and check ``crises.csv`` and ``partners.csv``.

    Parameters
    ----------
    folder : path
        ``data/coding/edition_*`` or one of its ``passes/pass_*``.

    Returns
    -------
    Cases

    Raises
    ------
    DesignError
        Names the file, the row and what is wrong with it.
    """
    folder = Path(folder)
    edition = edition_of(folder / "crises.csv")
    crises = _read(folder / "crises.csv", edition.crises, ["principal_1", "principal_2"])
    codes = ["principal", "target", "partner"]
    partners = _read(folder / "partners.csv", edition.partners, codes)
    sides = ["crisis", "part", "principal_1", "principal_2"]
    unit = ["crisis", "part", "principal", "target"]
    pairs = pd.concat(
        crises[order].set_axis(unit, axis=1) for order in (sides, [*sides[:2], *sides[:1:-1]])
    )
    _assert_rows(
        partners,
        pd.MultiIndex.from_frame(partners[unit]).isin(pd.MultiIndex.from_frame(pairs)),
        "principal and target are not the principals of the part",
        edition.partners,
        folder / "partners.csv",
    )
    flags = [flag for flag in _FLAGS if flag in partners.columns]
    return Cases(
        edition,
        crises.assign(two_sided=crises["two_sided"].eq("1")),
        partners.assign(**{flag: partners[flag].eq("1") for flag in flags}),
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
        When a crisis of the period is absent, or a code is no member when its edition asks for it:
        on the crisis's first day unless the row's note says so (first edition), or on any day of
        the crisis (second edition, section 1).
    """
    edition, folder = cases.edition, Path(folder)
    due = system_crises[system_crises["start_year"].between(edition.first_year, edition.last_year)]
    absent = sorted(set(due["crisis"]) - set(cases.crises["crisis"]))
    if absent:
        raise DesignError(
            "The coding does not hold every crisis.",
            expected=f"all {len(due)} ICB crises of {edition.first_year}-{edition.last_year}",
            got=f"none of {', '.join(map(str, absent))}",
            where=folder / "crises.csv",
            next_step=f"code the crisis by the rules of {edition.codebook}",
        )
    days = system_crises.dropna(subset="start").set_index("crisis")[["start", "end"]]
    # What the list of states does not reach is not held against a row.
    last = states.spells["end"].max()
    for table, column, schema, name in (
        (cases.crises, "principal_1", edition.crises, "crises.csv"),
        (cases.crises, "principal_2", edition.crises, "crises.csv"),
        (cases.partners, "partner", edition.partners, "partners.csv"),
    ):
        rows = table[table[column].notna() & table["crisis"].isin(days.index)]
        start = rows["crisis"].map(days["start"]).clip(upper=last)
        end = rows["crisis"].map(days["end"]).clip(upper=last).fillna(last)
        noted = rows["note"].str.lower().str.startswith(_LATE_MEMBER)
        member = states.is_member_between(
            rows[column].astype("int64"), start, start if edition is FIRST else end
        )
        when = "first day" if edition is FIRST else "days"
        _assert_rows(
            rows,
            member | (noted & (edition is FIRST)),
            f"{column} is no member of the state system on the crisis's {when}",
            schema,
            folder / name,
        )


def partner_calls(cases: Cases, choice: CaseChoice) -> pd.DataFrame:
    """Choose the partner calls to work with.

    Parameters
    ----------
    cases : Cases
    choice : coalitions.settings.CaseChoice
        Least confidence, and whether late joiners, promises the target could not know of, and
        calls that rest on recall count. The first edition does not tell the last two apart.

    Returns
    -------
    pandas.DataFrame
        Columns crisis, part, a (principal), t (target), p (partner).
    """
    rows = cases.partners
    counts = rows["confidence"].isin(CONFIDENCE[CONFIDENCE.index(choice.confidence) :])
    counts &= choice.late_joiners | ~rows["joined_after_war"]
    if cases.edition is not FIRST:
        counts &= choice.secret | rows["known_to_target"]
        counts &= choice.recalled | rows["source"].ne(RECALL)
    names = {"principal": "a", "target": "t", "partner": "p"}
    calls = rows[counts].rename(columns=names)
    return calls[KEY].astype({"a": "int64", "t": "int64", "p": "int64"})


def calls_by_choice(editions: Iterable[Cases]) -> dict[str, pd.DataFrame]:
    """Choose the partner calls of every edition at every confidence, with and without late joiners.

    Parameters
    ----------
    editions : iterable of Cases

    Returns
    -------
    dict of str to pandas.DataFrame
        `partner_calls` by name, such as ``cases, edition 2, high, late joiners``; the strictest
        first. Promises in secret and calls by recall count nowhere.
    """
    return {
        f"cases, edition {each.edition.number}, {level}{', late joiners' * late}": partner_calls(
            each,
            CaseChoice.model_validate(
                {"edition": each.edition.number, "confidence": level, "late_joiners": late}
            ),
        )
        for each in editions
        for level in reversed(CONFIDENCE)
        for late in (False, True)
    }


def _read(file, schema, codes):
    table = read_as_text(file, schema)
    numbers = {c: pd.to_numeric(table[c].replace("", None)).astype("Int64") for c in codes}
    return table.assign(crisis=table["crisis"].astype("int64"), **numbers)


def _assert_rows(rows, hold, otherwise, schema, file):
    """Refuse rows where `hold` is false, named by the key of the file's schema."""
    rule = pa.Check(lambda _: pd.Series(hold, rows.index), error=otherwise)
    check(rows, pa.DataFrameSchema(checks=rule, unique=schema.unique), file)
