"""Put the universes of all jobs into one table, with the options that make them."""

import pandas as pd

from coalitions.multiverse.choices import Choice, listing
from coalitions.multiverse.grid import Drawn, drawn_table
from coalitions.multiverse.results import write_results
from coalitions.pipeline import jobs

job = jobs.start(snakemake, choices=tuple[Choice, ...], universes=list[Drawn])
estimates = pd.concat([pd.read_parquet(path) for path in snakemake.input.shards])
write_results(drawn_table(job.universes, job.choices), estimates, snakemake.output.results)
listing(job.choices).to_csv(snakemake.output.choices, index=False)
