"""Time the build: raw data to results, the dyads alone, a rerun without changes, peak memory.

Run by ``make bench``. Needs the raw files in COALITIONS_MIRROR or data/raw. Absolute times vary
with the machine; compare runs made one after the other on the same one.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
import yaml

from coalitions.attrition import Attrition
from coalitions.coding.cases import read_cases
from coalitions.coding.editions import edition_numbered
from coalitions.coding.rules import gather
from coalitions.dyads.coded_dyads import code_dyads
from coalitions.readers import load_tables
from coalitions.readers.system import StateSystem
from coalitions.settings import parse

ROOT = Path(__file__).parents[1]


def snakemake(folder):
    started = time.perf_counter()
    command = [sys.executable, "-m", "snakemake", "--cores", "2", "--quiet", "all"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def dyads(folder):
    """Time the design alone, from tables in memory, best of five."""
    settings = parse(yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8")))
    tables = load_tables((folder / "results/tables").rglob("*.parquet"))
    evidence = gather(
        tables, read_cases(ROOT / edition_numbered(settings.cases.edition).folder), settings.cases
    )
    parts, regions = (
        pd.read_csv(ROOT / f"data/coding/{name}.csv") for name in ("parts", "regions")
    )
    states = StateSystem(tables["cow_states"])
    best, rows = float("inf"), 0
    for _ in range(5):
        started = time.perf_counter()
        built = code_dyads(
            tables,
            parts,
            regions,
            states,
            evidence,
            settings.sample,
            settings.partners,
            Attrition(),
        )
        best, rows = min(best, time.perf_counter() - started), len(built.dyads)
    return best, rows


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        leave = shutil.ignore_patterns(".venv", ".git", ".snakemake", "logs", "tables", "build")
        shutil.copytree(ROOT, folder, ignore=leave)
        for path in (folder / "results").glob("*.*"):
            path.unlink()
        full = snakemake(folder)
        again = snakemake(folder)
        # The largest process of the build: Snakemake itself or one of its jobs.
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6
        seconds, rows = dyads(folder)
    print(f"raw data to results, 2 cores     {full:6.1f} s   (aim: under 15)")
    print(f"rerun without changes            {again:6.1f} s   (aim: under 5)")
    print(f"dyads and codings, {rows:6,d} rows  {seconds:6.2f} s   (aim: under 1 for 18,000)")
    print(f"peak memory of one process       {peak:6.0f} MB  (aim: under 1,000)")


if __name__ == "__main__":
    main()
