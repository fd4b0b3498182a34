"""Bring every raw file of the run to its place, or say that it starts from the frozen table."""

import sys

from coalitions.pipeline import jobs
from coalitions.sources.availability import forget, remember, start_of
from coalitions.sources.frozen import PROVENANCE, check_design, load_provenance, notice
from coalitions.sources.manifest import Entry
from coalitions.sources.retrieve import RAW, assert_complete, retrieve_all

choices = jobs.start(snakemake, entries=list[Entry], data=str, design=dict)
mirror = snakemake.params.mirror.value
table, origins = retrieve_all(choices.entries, RAW, mirror)
problems = table["problem"].dropna()
if problems.empty:
    forget()
    counts = ", ".join(f"{count} {origin}" for origin, count in origins.items())
    print(f"{len(table)} raw files: {counts}", file=sys.stderr)
else:
    remember(problems.iloc[0])
    if choices.data == "rebuilt":
        assert_complete(table)
    provenance = load_provenance(PROVENANCE)
    check_design(provenance, choices.design)
    start = start_of(choices.data, choices.entries, mirror)
    print(f"\n{notice(start, provenance)}\n", file=sys.stderr)
