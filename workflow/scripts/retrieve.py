"""Bring every raw file to its place, or find out that it cannot be had."""

import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd

from coalitions import frozen, logs
from coalitions.errors import SourceUnavailable
from coalitions.sources.retrieve import Patience, retrieve

logs.start(snakemake.log[0])
patience, rows = Patience(), []
for entry in snakemake.params.entries:
    origin, problem = None, None
    try:
        origin = retrieve(entry, snakemake.params.raw, snakemake.params.mirror, patience)
    except SourceUnavailable as error:
        problem = error.got
        # One silent server is enough patience for all that follow.
        patience = replace(patience, attempts=1)
    rows.append((entry.dataset, entry.version, entry.file, entry.sha256, origin, problem))
    print(f"{entry.dataset} {entry.version}: {origin or problem}", file=sys.stderr)
table = pd.DataFrame(rows, columns=["dataset", "version", "file", "sha256", "origin", "problem"])
if table["problem"].notna().any():
    provenance = frozen.load_provenance(Path(snakemake.params.frozen))
    frozen.check_design(provenance, snakemake.params.design)
    print("\n" + frozen.notice(table, provenance) + "\n", file=sys.stderr)
table.to_csv(snakemake.output[0], index=False)
