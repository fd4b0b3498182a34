"""Growth of the multiverse with the number of universes, by the workflow on two cores.

Each size is built anew in a copy of the project whose tidy tables are made before the clock starts:
columns of all universes, estimates, one table. Wall time, as jobs run side by side.
"""

import io
import json
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
# The system counts the memory of the process that starts another in with that of the other, and a
# benchmark's own may be the larger: this small one starts Snakemake.
WAITS = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


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
    made = ["read", "read_together", "correct", "scaled_sessions", "ideal_points"]
    return files.loc[files["rule"].isin(made), "output_file"].tolist()


def snakemake(folder: Path, size: int, *targets: str) -> tuple[float, float]:
    """Run Snakemake; return seconds and the largest process of the run, in MB."""
    started = time.perf_counter()
    asked = [sys.executable, "-c", WAITS, *command(size, "--", *targets)]
    run = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if run.returncode:
        sys.exit(run.stderr[-3000:])
    return seconds, int(run.stdout.splitlines()[-1]) * 1024 / 1e6
