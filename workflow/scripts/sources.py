"""List the raw files of the run, each compared with the manifest, however it came there."""

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.sources.manifest import Entry
from coalitions.sources.retrieve import RAW, check

entries = jobs.start(snakemake, entries=list[Entry], digests=list[str]).entries
for entry in entries:
    check(entry.path_under(RAW), entry)
rows = [(e.dataset, e.version, e.file, e.bytes, e.sha256) for e in entries]
table = pd.DataFrame(rows, columns=["dataset", "version", "file", "bytes", "sha256"])
table.to_csv(snakemake.output[0], index=False)
