"""The analysis table shipped with the project, for runs without raw data."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from coalitions.errors import SourceError, SourceUnavailable
from coalitions.sources.availability import TRY_AGAIN, Start
from coalitions.sources.digest import digest_of

PROVENANCE = Path("data/frozen/provenance.json")
TABLES = (
    "analysis",
    "crises",
    "partners",
    "attrition",
    "hazard",
    "calibration",
    "wars",
    "states",
)


def load_provenance(path: str | Path) -> dict[str, Any]:
    """Read ``provenance.json`` and check every frozen table against its hash.

    Raises
    ------
    SourceUnavailable
        When there is no such file, so nothing was frozen.
    SourceError
        When a frozen table is missing or was changed.
    """
    path = Path(path)
    if not path.exists():
        raise SourceUnavailable(
            "The raw data cannot be had, and there is no frozen table to stand for them.",
            expected=path.name,
            where=path.parent,
            next_step="run with a network or a mirror, or restore the folder from git",
        )
    provenance = json.loads(path.read_text(encoding="utf-8"))
    for name, digest in provenance["sha256"].items():
        file = path.parent / name
        got = digest_of(file) if file.exists() else "no file"
        if got != digest:
            raise SourceError(
                f"The frozen table {name} is not the one its provenance describes.",
                expected=f"sha256 {digest}",
                got=got,
                where=file,
                next_step=f"git checkout -- {file}",
            )
    return provenance


def check_design(provenance: dict[str, Any], design: Mapping[str, Any]) -> None:
    """Refuse to answer from a frozen table that was built under other choices.

    Parameters
    ----------
    provenance : dict
        From `load_provenance`.
    design : dict
        ``Settings.design()`` of the run.

    Raises
    ------
    SourceUnavailable
        Names the keys that differ.
    """
    differ = [
        each
        for group, value in design.items()
        if (frozen := provenance["design"].get(group)) != value
        for each in _differences(group, frozen, value)
    ]
    if differ:
        raise SourceUnavailable(
            "The raw data cannot be had, and the frozen table stands for other choices.",
            expected="; ".join(f"{key}: {frozen}" for key, frozen, _ in differ),
            got="; ".join(f"{key}: {asked}" for key, _, asked in differ),
            where="data/frozen/provenance.json",
            next_step="run with a network or a mirror, or with the default configuration",
        )


def _differences(group, frozen, asked):
    """List the keys of a group in which two designs differ, or the group where it has none."""
    if not (isinstance(frozen, dict) and isinstance(asked, dict)):
        return [(group, frozen, asked)]
    keys = (key for key in {**asked, **frozen} if asked.get(key) != frozen.get(key))
    return [(f"{group}.{key}", frozen.get(key), asked.get(key)) for key in keys]


def notice(start: Start, provenance: dict[str, Any]) -> str:
    """Say in one paragraph that, and why, a run starts from the frozen table.

    Parameters
    ----------
    start : coalitions.sources.availability.Start
    provenance : dict
    """
    absent = ""
    if start.absent:
        absent = f"{len(start.absent)} raw files are not there ({', '.join(start.absent)}); "
    return (
        f"NOTE: this run rebuilds nothing from raw data: {absent}{start.reason}. It fits the "
        "models to data/frozen/analysis.csv, the table this project built from the raw data at "
        f"commit {provenance['commit'][:12]}. Tables, figures and claims below rest on that "
        f"table. To rebuild it, have a network or a mirror of the raw files and run {TRY_AGAIN}."
    )


def freeze(
    built: Mapping[str, str | Path],
    folder: str | Path,
    design: dict[str, Any],
    commit: str,
    sources: pd.DataFrame,
) -> None:
    """Copy built tables to `folder` with their provenance.

    Parameters
    ----------
    built : mapping of str to path
        Built table by name, all of `TABLES`.
    folder : path
    design : dict
        ``Settings.design()``.
    commit : str
        Commit of the code that built them.
    sources : pandas.DataFrame
        ``results/sources.csv``: which raw files they were built from.
    """
    folder = Path(folder)
    for name in TABLES:
        (folder / f"{name}.csv").write_bytes(Path(built[name]).read_bytes())
    provenance = {
        "commit": commit,
        "design": design,
        "sources": sources.to_dict("records"),
        "sha256": {f"{name}.csv": digest_of(folder / f"{name}.csv") for name in TABLES},
    }
    text = json.dumps(provenance, indent=2) + "\n"
    (folder / "provenance.json").write_text(text, encoding="utf-8")
