"""Turn raw files into their tidy tables."""

import logging

import pandas as pd

from coalitions.errors import SourceUnavailable
from coalitions.pipeline import jobs
from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.sources.availability import TRY_AGAIN, remember
from coalitions.sources.manifest import Entry
from coalitions.sources.retrieve import RAW, retrieve

entries = jobs.start(snakemake, entries=list[Entry], digests=list[str]).entries
try:
    for entry in entries:
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
for entry, path in zip(entries, snakemake.output, strict=True):
    source = entry.source(RAW)
    system = StateSystem(pd.read_parquet(spells)) if spells else None
    read(source, system).to_parquet(path, index=False)
    logging.getLogger("coalitions").info("%s, read by %s: %s", source.path, source.dataset, path)
    # The list of states comes first where there are others, which are carried to it.
    spells = spells or path
