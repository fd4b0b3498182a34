"""Time the multiverse: 2,000 universes from tidy tables to one table, then 100 more.

Run by ``make bench``. Needs the raw files in COALITIONS_MIRROR or data/raw. Tidy tables, and the
ideal points re-estimated from votes, are made before the clock starts. Absolute times vary with the
machine; compare runs made one after the other on the same one.
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

ROOT = Path(__file__).parents[1]
UNIVERSES, MORE = 2000, 100
RESULTS = "results/multiverse/results.parquet"


def command(universes, *arguments):
    chosen = f"multiverse={json.dumps({'universes': universes})}"
    return [sys.executable, "-m", "snakemake", "--cores", "2", "--config", chosen, *arguments]


def snakemake(folder, universes, *targets):
    """Run Snakemake; return seconds and the largest process of the run, in MB."""
    printed = folder / "printed.txt"
    started = time.perf_counter()
    with printed.open("w") as file:
        process = subprocess.Popen(
            command(universes, "--", *targets), cwd=folder, stdout=file, stderr=file
        )
        # Of a process that was waited for the system counts its own jobs in, too.
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(printed.read_text(encoding="utf-8")[-3000:])
    return time.perf_counter() - started, used.ru_maxrss / 1024


def tables(folder, universes):
    """List the tidy tables and re-estimated ideal points that the universes read."""
    asked = command(universes, "--summary", "--", RESULTS)
    summary = subprocess.run(asked, cwd=folder, check=True, capture_output=True, text=True).stdout
    files = pd.read_csv(io.StringIO(summary), sep="\t")
    return files.loc[files["rule"].isin(["read", "ideal_points"]), "output_file"].tolist()


def job_seconds(folder, rule):
    files = (folder / "results/runtimes" / rule).rglob("*.tsv")
    return [pd.read_csv(path, sep="\t")["s"].item() for path in files]


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        leave = shutil.ignore_patterns(".venv", ".git", ".snakemake", "logs", "results")
        shutil.copytree(ROOT, folder, ignore=leave)
        # More universes read the same tables.
        snakemake(folder, UNIVERSES, "results/verified.csv")
        snakemake(folder, UNIVERSES, *tables(folder, UNIVERSES + MORE))
        seconds, peak = snakemake(folder, UNIVERSES, RESULTS)
        estimated = pd.read_parquet(folder / RESULTS)["universe"].nunique()
        pools, shards = (job_seconds(folder, f"multiverse_{part}") for part in ("pool", "shard"))
        more, _ = snakemake(folder, UNIVERSES + MORE, RESULTS)
        added = pd.read_parquet(folder / RESULTS)["universe"].nunique() - estimated
    of_jobs = sum(pools) + sum(shards)
    print(f"{estimated:,d} universes, 2 cores       {seconds:6.1f} s   (aim: under 180)")
    print(f"largest process                {peak:6.0f} MB  (aim: under 2,000)")
    for part, jobs in (("pools", pools), ("shards", shards)):
        print(f"  {len(jobs):3d} {part:6s} {sum(jobs):10.1f} s of jobs, {sum(jobs) / of_jobs:.0%}")
    print(f"{added:,d} universes more            {more:6.1f} s")


if __name__ == "__main__":
    main()
