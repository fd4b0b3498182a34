"""Turn one raw file into its tidy table."""

import pandas as pd

from coalitions.errors import SourceUnavailable
from coalitions.pipeline import jobs
from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.sources.availability import TRY_AGAIN, remember
from coalitions.sources.manifest import Entry
from coalitions.sources.retrieve import RAW, retrieve

entry = jobs.start(snakemake, entry=Entry, digest=str).entry
try:
    retrieve(entry, RAW, snakemake.params.mirror.value)
except SourceUnavailable as error:
    remember(error.got)
    raise SourceUnavailable(
        error.what,
        expected=error.expected,
        got=error.got,
        where=error.where,
        next_step="run the same command again, which without these files starts from the frozen "
        f"table, where that stands for the configuration; or have a network and run {TRY_AGAIN}, "
        "place the file by hand, or set a mirror",
    ) from None
spells = snakemake.input.get("system")
system = StateSystem(pd.read_parquet(spells)) if spells else None
read(entry.source(RAW), system).to_parquet(snakemake.output[0], index=False)
