"""Compare every raw file with the manifest, however it came there."""

import pandas as pd

from coalitions import logs
from coalitions.sources.retrieve import check

logs.start(snakemake.log[0])
entries = snakemake.params.entries
for entry in entries:
    check(entry.path_under(snakemake.params.raw), entry)
rows = [(e.dataset, e.version, e.file, e.bytes, e.sha256) for e in entries]
table = pd.DataFrame(rows, columns=["dataset", "version", "file", "bytes", "sha256"])
table.to_csv(snakemake.output[0], index=False)
