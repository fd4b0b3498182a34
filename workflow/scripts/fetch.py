"""Bring every raw file of the run to its place, or name those that cannot be had."""

import sys

from coalitions.pipeline import jobs
from coalitions.sources.availability import forget, remember
from coalitions.sources.manifest import Entry
from coalitions.sources.retrieve import RAW, assert_complete, retrieve_all

entries = jobs.start(snakemake, entries=list[Entry]).entries
table, origins = retrieve_all(entries, RAW, snakemake.params.mirror.value)
problems = table["problem"].dropna()
if len(problems):
    # Runs after this one start from the frozen table, where they may.
    remember(problems.iloc[0])
assert_complete(table)
forget()
counts = ", ".join(f"{count} {origin}" for origin, count in origins.items())
print(f"{len(table)} raw files: {counts}", file=sys.stderr)
