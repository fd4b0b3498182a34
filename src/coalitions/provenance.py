"""What a set of results came from: code, configuration, data, packages, time."""

import importlib.metadata
import platform
import subprocess
from pathlib import Path

import pandas as pd

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
    "data/sources.csv",
    "src",
    "workflow",
)


def commit():
    """Return the commit of the working tree, "+" behind it when `INPUTS` differ, or "unknown"."""
    try:
        head = _git("rev-parse", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--", *INPUTS) else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def manifest(settings, sources, runtimes):
    """Describe a run.

    Parameters
    ----------
    settings : coalitions.settings.Settings
    sources : pandas.DataFrame or None
        ``results/sources.csv``: dataset, version, file, sha256, origin, problem.
    runtimes : path
        Folder of Snakemake's benchmark files, one a job.

    Returns
    -------
    dict
        Plain data.
    """
    files = sorted(Path(runtimes).rglob("*.tsv"))
    seconds = {
        str(p.relative_to(runtimes).with_suffix("")): float(pd.read_csv(p, sep="\t")["s"].iloc[0])
        for p in files
    }
    return {
        "commit": commit(),
        "config": settings.model_dump(mode="json"),
        "sources": [] if sources is None else sources.astype(object).fillna("").to_dict("records"),
        "python": platform.python_version(),
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
        "seed": settings.multiverse.seed,
        "seed_note": "draws the universes of the multiverse; Table 2 and Figure 3 draw nothing",
        "runtime_seconds": seconds,
    }


def _git(*arguments):
    done = subprocess.run(["git", *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()
