"""Turn one raw file into its tidy table."""

import pandas as pd

from coalitions import jobs
from coalitions.errors import SourceUnavailable
from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.sources.availability import remember
from coalitions.sources.manifest import Entry
from coalitions.sources.retrieve import RAW, retrieve

entry = jobs.start(snakemake, entry=Entry, digest=str).entry
try:
    retrieve(entry, RAW, snakemake.params.mirror.value)
except SourceUnavailable as error:
    remember(error.got)
    raise
spells = snakemake.input.get("system")
system = StateSystem(pd.read_parquet(spells)) if spells else None
read(entry.source(RAW), system).to_parquet(snakemake.output[0], index=False)
