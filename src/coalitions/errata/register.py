"""The register of known errors in the sources, ``data/errata.csv``: one row an erratum.

A row says in which rows of which dataset and version something is wrong, on what evidence, and what
is done about it. Those that are mended by choice (`TREATED`) name states, years and roll calls in a
form that `coalitions.errata.corrections` follows; the others are for readers and for the flags.
"""

import csv
import re
from pathlib import Path

import pandas as pd

from coalitions.errors import CoalitionsError
from coalitions.schemas import conform, one_of, table_schema, text

# What `variables.errata: corrected` does, and what never depends on it.
TREATED = ("swap", "recode", "missing")
UNTREATED = ("reader", "rule", "flag")
# Datasets that a treatment may change.
CORRECTABLE = ("unga_votes", "unga_ideal_points")

_LIST = re.compile(r"\d+(-\d+)?(; \d+(-\d+)?)*")


class ErratumError(CoalitionsError):
    """The register of errata is malformed, or does not fit what it corrects."""


def _treated(table):
    return table["treatment"].isin(TREATED)


def _given(table, column):
    return table[column].ne("")


def _each(column, holds):
    return lambda table: table[column].map(holds).astype(bool)


SCHEMA = table_schema(
    {
        "erratum": text(),
        "dataset": text(),
        "versions": text(),
        "states": text(),
        "years": text(),
        "roll_calls": text(),
        "treatment": one_of(*TREATED, *UNTREATED),
        "to": text(),
        "what": text(),
        "evidence": text(),
        "action": text(),
    },
    key=["erratum"],
    rules={
        "states, years and roll calls are numbers and ranges with ; between": lambda t: (
            t[["states", "years", "roll_calls"]]
            .map(lambda cell: not cell or bool(_LIST.fullmatch(cell)))
            .all(axis=1)
        ),
        "every erratum says what, on what evidence and what is done": lambda t: (
            t[["erratum", "dataset", "versions", "what", "evidence", "action"]].ne("").all(axis=1)
        ),
        "only votes and ideal points are corrected by choice": lambda t: (
            ~_treated(t) | t["dataset"].isin(CORRECTABLE)
        ),
        "a swap names two states": lambda t: (
            t["treatment"].ne("swap") | t["states"].map(lambda cell: len(numbers(cell)) == 2)
        ),
        "a recode, and nothing else, names the code it goes to": lambda t: (
            t["treatment"].eq("recode") == t["to"].str.fullmatch(r"\d+")
        ),
        "what is corrected or flagged names its states, and years or roll calls": lambda t: (
            ~(_treated(t) | t["treatment"].eq("flag"))
            | (_given(t, "states") & (_given(t, "years") | _given(t, "roll_calls")))
        ),
    },
)


def numbers(cell: str) -> list[int]:
    """Return the numbers of a list such as ``2359; 2424-2428``, none of an empty one."""
    found: list[int] = []
    for part in filter(None, cell.split("; ")):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def read_register(path: str | Path) -> pd.DataFrame:
    """Read and check the register.

    Parameters
    ----------
    path : path
        ``data/errata.csv``.

    Returns
    -------
    pandas.DataFrame
        Text; ``versions`` is ``all`` or a list, ``states`` (COW codes), ``years`` and
        ``roll_calls`` are lists for `numbers`, ``to`` is a COW code or empty.

    Raises
    ------
    ErratumError
        Names the row and the rule it breaks.
    """
    next_step = "compare the row with the others; docs/errata.md says what the columns hold"
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    for place, row in enumerate(rows, 1):
        if len(row) != len(header):
            raise ErratumError(
                "A row of the register of errata has other fields than its header.",
                expected=f"{len(header)} fields, with quotes around those that hold a comma",
                got=f"{len(row)} fields",
                where=f"data row {place} of {path}",
                next_step=next_step,
            )
    table = pd.DataFrame(rows, columns=header)
    return conform(
        table.astype("str"),
        SCHEMA,
        "The register of errata",
        error=ErratumError,
        file=path,
        next_step=next_step,
    )


def assert_known(register: pd.DataFrame, manifest: pd.DataFrame) -> None:
    """Refuse errata of datasets or versions that the manifest does not have.

    Raises
    ------
    ErratumError
    """
    known = set(zip(manifest["dataset"], manifest["version"], strict=True))
    datasets = {dataset for dataset, _ in known}
    for row in register.itertuples():
        versions = [] if row.versions == "all" else row.versions.split("; ")
        absent = [v for v in versions if (row.dataset, v) not in known]
        if row.dataset not in datasets or absent:
            raise ErratumError(
                "The register of errata names a file that the manifest does not have.",
                expected="a dataset and versions of data/sources.csv",
                got=f"{row.dataset} {', '.join(absent)}".strip(),
                where=f"data/errata.csv, erratum {row.erratum}",
                next_step="correct the name, or add the file to the manifest",
            )


def of_file(register: pd.DataFrame, dataset: str, version: str) -> pd.DataFrame:
    """Return the errata of a dataset in a version."""
    listed = register["versions"].map(lambda v: v == "all" or version in v.split("; "))
    return register[register["dataset"].eq(dataset) & listed.astype(bool)]
