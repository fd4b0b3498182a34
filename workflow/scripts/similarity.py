"""Compare the votes of all states in the UN General Assembly."""

from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.unga.similarity import add_sessions, vote_similarity

jobs.start(snakemake)
tables = load_tables(snakemake.input.tables)
votes = add_sessions(tables["unga_votes"], tables["unga_roll_calls"])
vote_similarity(votes).to_parquet(snakemake.output[0], index=False)
