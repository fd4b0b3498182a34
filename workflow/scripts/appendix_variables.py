"""Compare votes in the UN General Assembly, and add the measures of the appendix."""

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.unga.similarity import add_sessions, vote_similarity
from coalitions.variables.other_measures import add_measures

choices = jobs.start(snakemake, lag=int)
tables = load_tables(snakemake.input.tables)
votes = add_sessions(tables["unga_votes"], tables["unga_roll_calls"])
similarity = vote_similarity(votes)
similarity.to_parquet(snakemake.output.similarity, index=False)
add_measures(
    pd.read_csv(snakemake.input.analysis, float_precision="round_trip"),
    tables["polity"],
    similarity,
    choices.lag,
).to_parquet(snakemake.output.analysis, index=False)
