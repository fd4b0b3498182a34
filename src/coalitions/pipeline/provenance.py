"""What a set of results came from: code, configuration, data, packages, time."""

import importlib.metadata
import platform
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from coalitions.logs import Cost, cost
from coalitions.settings import Settings
from coalitions.sources.digest import digest_of

PACKAGES = (
    "numpy",
    "pandas",
    "pandera",
    "pyreadr",
    "pyreadstat",
    "scipy",
    "snakemake",
    "statsmodels",
    "matplotlib",
)


# What results are made from; a change elsewhere, such as in a document, does not taint them.
INPUTS = (
    "Snakefile",
    "config.yaml",
    "multiverse.yaml",
    "data/capitals.csv",
    "data/coding",
    "data/errata.csv",
    "data/sources.csv",
    "src",
    "workflow",
)


def commit() -> str:
    """Return the commit of the working tree, "+" behind it when `INPUTS` differ, or "unknown"."""
    try:
        head = _git("rev-parse", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--", *INPUTS) else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def started_from(settings: Settings, frozen: bool) -> str:
    """Say what a run starts from: raw data, the frozen table, or the authors' own file."""
    if settings.analysis == "archive":
        return "the authors' own file"
    return "the frozen table" if frozen else "raw data"


def manifest(
    settings: Settings,
    frozen: bool,
    files: Mapping[str, str],
    sources: pd.DataFrame | None,
    delivered: Iterable[str | Path],
    logs: Path,
) -> dict[str, Any]:
    """Describe a run.

    Parameters
    ----------
    settings : coalitions.settings.Settings
    frozen : bool
        Whether it started from the frozen table.
    files : dict of str to str
        SHA-256 of the files that the configuration names, or the coding rests on, by path.
    sources : pandas.DataFrame or None
        ``sources.csv`` of the run, where it read raw files.
    delivered : iterable of path
        Files that make up the results.
    logs : Path
        Folder of the run's logs, each of which says what its job took.

    Returns
    -------
    dict
        Plain data.
    """
    return {
        "commit": commit(),
        "run": settings.run,
        "config": settings.model_dump(mode="json"),
        "differences_from_default": list(settings.identity(multiverse=True).differences),
        "results": {
            Path(path).relative_to(settings.folder).as_posix(): digest_of(path)
            for path in sorted(delivered)
        },
        "start": started_from(settings, frozen),
        "files": {path: digest for path, digest in files.items() if digest},
        "sources": [] if sources is None else sources.to_dict("records"),
        "python": platform.python_version(),
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
        "seed": settings.multiverse.seed,
        "seed_note": "draws the universes of the multiverse; Table 2 and Figure 3 draw nothing",
        "jobs": {job: each._asdict() for job, each in job_costs(logs).items()},
    }


def job_costs(logs: Path) -> dict[str, Cost]:
    """Read what each job of a run took when it last ran, and those whose tables runs share.

    Parameters
    ----------
    logs : Path
        Folder of the run's logs.

    Returns
    -------
    dict of str to coalitions.logs.Cost
        By log, without its ending.
    """
    # Tidy tables, and what is made of them alone, are shared by runs; other runs lie below.
    shared = ("read", "correct", "scaled_sessions", "ideal_points")
    folders = (logs, *(Path("logs") / rule for rule in shared))
    paths = {path for folder in folders for path in folder.rglob("*.log")}
    own = sorted(p for p in paths if logs.name != "logs" or p.parts[1] != "runs")
    costs = {path.with_suffix("").as_posix(): cost(path) for path in own}
    return {job: each for job, each in costs.items() if each}


def _git(*arguments):
    done = subprocess.run(["git", *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()
