"""Growth of the multiverse with the number of universes, by the workflow on two cores.

Each size is built anew in a copy of the project whose tidy tables are made before the clock starts:
columns of all universes, estimates, one table. Wall time, as jobs run side by side.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from measuring import Row
from raw_tables import ROOT

RESULTS = "results/multiverse/results.parquet"
PEER = "the smallest, each"


def rows(sizes: list[int]) -> list[Row]:
    """Build each number of universes; a ratio of 1 is linear growth, more is better than that."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        leave = shutil.ignore_patterns(".venv", ".git", ".snakemake", "logs", "results", "build")
        shutil.copytree(ROOT, folder, ignore=leave)
        shutil.copytree(ROOT / "results/reference", folder / "results/reference")
        # More universes may read more tables.
        snakemake(folder, max(sizes), *tables(folder, max(sizes)))
        return per_universe([build(folder, size) for size in sizes])


def per_universe(built: list[tuple[int, float, float]]) -> list[Row]:
    """Return a row a size from universes, seconds and megabytes of the largest process."""
    universes, seconds, _ = built[0]
    smallest = seconds / universes
    return [
        Row(f"{n:,} universes in {s:,.0f} s, each", s / n, PEER, smallest, memory=memory)
        for n, s, memory in built
    ]


def build(folder: Path, size: int) -> tuple[int, float, float]:
    """Estimate universes; return their number, seconds, and MB of the largest process."""
    shutil.rmtree(folder / "results/multiverse", ignore_errors=True)
    seconds, memory = snakemake(folder, size, RESULTS)
    estimated = pd.read_parquet(folder / RESULTS, columns=["universe"])["universe"].nunique()
    return estimated, seconds, memory


def command(size: int, *arguments: str) -> list[str]:
    """Return the call of Snakemake for a number of universes."""
    chosen = f"multiverse={json.dumps({'universes': size})}"
    return [sys.executable, "-m", "snakemake", "--cores", "2", "--config", chosen, *arguments]


def tables(folder: Path, size: int) -> list[str]:
    """List the tidy tables and re-estimated ideal points that the universes read."""
    asked = command(size, "--summary", "--", RESULTS)
    summary = subprocess.run(asked, cwd=folder, check=True, capture_output=True, text=True).stdout
    files = pd.read_csv(io.StringIO(summary), sep="\t")
    return files.loc[files["rule"].isin(["read", "ideal_points"]), "output_file"].tolist()


def snakemake(folder: Path, size: int, *targets: str) -> tuple[float, float]:
    """Run Snakemake; return seconds and the largest process of the run, in MB."""
    printed = folder / "printed.txt"
    started = time.perf_counter()
    with printed.open("w") as file:
        process = subprocess.Popen(
            command(size, "--", *targets), cwd=folder, stdout=file, stderr=file
        )
        # Of a process that was waited for the system counts its own jobs in, too.
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(printed.read_text(encoding="utf-8")[-3000:])
    return time.perf_counter() - started, used.ru_maxrss * 1024 / 1e6
