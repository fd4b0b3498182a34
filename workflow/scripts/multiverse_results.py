"""Put the universes of all jobs into one table, with the options that make them."""

import pandas as pd

from coalitions.multiverse.choices import Choice, listing
from coalitions.multiverse.grid import Drawn, drawn_table
from coalitions.pipeline import jobs

job = jobs.start(snakemake, choices=tuple[Choice, ...], universes=list[Drawn])
choices = job.choices
options = drawn_table(job.universes, choices)
estimates = pd.concat([pd.read_parquet(path) for path in snakemake.input.shards])
results = options.merge(estimates, on="universe", validate="1:m")
if results["universe"].nunique() != len(options):
    raise ValueError("a universe has no result")
results.to_parquet(snakemake.output.results, index=False)
listing(choices).to_csv(snakemake.output.choices, index=False)
