"""Bring every raw file to its place, or find out that it cannot be had."""

import sys

from coalitions import frozen, jobs
from coalitions.sources.manifest import Entry
from coalitions.sources.retrieve import RAW, Patience, retrieve_all

choices = jobs.start(snakemake, entries=list[Entry], design=dict, another_try=float | None)
# After a run that had no network, one try tells whether there is one now.
patience = Patience() if choices.another_try is None else Patience(attempts=1)
table, origins = retrieve_all(choices.entries, RAW, snakemake.params.mirror.value, patience)
if table["problem"].notna().any():
    provenance = frozen.load_provenance(frozen.PROVENANCE)
    frozen.check_design(provenance, choices.design)
    print("\n" + frozen.notice(table, provenance) + "\n", file=sys.stderr)
else:
    counts = ", ".join(f"{count} {origin}" for origin, count in origins.items())
    print(f"{len(table)} raw files: {counts}", file=sys.stderr)
table.to_csv(snakemake.output[0], index=False)
