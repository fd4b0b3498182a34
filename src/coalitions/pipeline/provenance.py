"""What a set of results came from: code, configuration, data, packages, time."""

import importlib.metadata
import platform
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from coalitions.settings import Settings
from coalitions.sources.digest import digest_of

PACKAGES = (
    "numpy",
    "pandas",
    "pandera",
    "pyreadr",
    "pyreadstat",
    "rdata",
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


def manifest(
    settings: Settings,
    frozen: bool,
    files: Mapping[str, str],
    sources: pd.DataFrame | None,
    delivered: Iterable[str | Path],
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

    Returns
    -------
    dict
        Plain data.
    """
    # One file of Snakemake's a job; reading raw files is shared by all runs.
    own = sorted(Path(settings.folder, "runtimes").rglob("*.tsv"))
    shared = sorted(Path("results/runtimes/read").rglob("*.tsv"))
    seconds = {
        path.as_posix().split("/runtimes/")[1].removesuffix(".tsv"): float(
            pd.read_csv(path, sep="\t")["s"].iloc[0]
        )
        for path in dict.fromkeys((*own, *shared))
    }
    return {
        "commit": commit(),
        "run": settings.run,
        "config": settings.model_dump(mode="json"),
        "differences_from_default": list(settings.identity(multiverse=True).differences),
        "results": {
            Path(path).relative_to(settings.folder).as_posix(): digest_of(path)
            for path in sorted(delivered)
        },
        "start": _start(settings, frozen),
        "files": {path: digest for path, digest in files.items() if digest},
        "sources": [] if sources is None else sources.to_dict("records"),
        "python": platform.python_version(),
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
        "seed": settings.multiverse.seed,
        "seed_note": "draws the universes of the multiverse; Table 2 and Figure 3 draw nothing",
        "runtime_seconds": seconds,
    }


def _start(settings, frozen):
    if settings.analysis == "archive":
        return "the authors' own file"
    return "the frozen table" if frozen else "raw data"


def _git(*arguments):
    done = subprocess.run(["git", *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()
