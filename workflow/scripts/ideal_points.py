"""Re-estimate states' ideal points from the votes of every session."""

from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.unga.ideal_points import estimate_sessions, ideal_points, session_table
from coalitions.unga.similarity import add_sessions

jobs.start(snakemake)
tables = load_tables(snakemake.input.tables)
fits = estimate_sessions(add_sessions(tables["unga_votes"], tables["unga_roll_calls"]))
ideal_points(fits).to_parquet(snakemake.output.points, index=False)
session_table(fits).to_csv(snakemake.output.sessions, index=False)
