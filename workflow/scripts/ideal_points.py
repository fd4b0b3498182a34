"""Put the ideal points of all sessions into one table."""

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.unga.ideal_points import ideal_points, oriented, session_table

jobs.start(snakemake)
scaled = oriented(pd.concat(map(pd.read_parquet, snakemake.input.parts)))
ideal_points(scaled).to_parquet(snakemake.output.points, index=False)
session_table(scaled).to_csv(snakemake.output.sessions, index=False)
