"""Bring every raw file of the manifest to its place, in every version."""

import sys

from coalitions.pipeline import jobs
from coalitions.sources.availability import forget
from coalitions.sources.manifest import Entry
from coalitions.sources.retrieve import RAW, assert_complete, retrieve_all

entries = jobs.start(snakemake, entries=list[Entry]).entries
table, origins = retrieve_all(entries, RAW, snakemake.params.mirror.value)
assert_complete(table)
forget()
counts = ", ".join(f"{count} {origin}" for origin, count in origins.items())
print(f"{len(table)} raw files: {counts}", file=sys.stderr)
