"""Turn one raw file into its tidy table."""

import pandas as pd

from coalitions import logs
from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.sources.retrieve import retrieve

logs.start(snakemake.log[0])
entry, raw = snakemake.params.entry, snakemake.params.raw
retrieve(entry, raw, snakemake.params.mirror)
spells = snakemake.input.get("system")
system = StateSystem(pd.read_parquet(spells)) if spells else None
read(entry.source(raw), system).to_parquet(snakemake.output[0], index=False)
