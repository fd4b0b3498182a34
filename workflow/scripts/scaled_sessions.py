"""Scale some sessions of the General Assembly by their votes, as recorded and as corrected."""

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.unga.ideal_points import between, estimate_sessions, scaled_table, still_standing
from coalitions.unga.similarity import add_sessions

choices = jobs.start(snakemake, first=int, stop=int | None)
given, out = snakemake.input, snakemake.output
roll_calls = pd.read_parquet(given.roll_calls)
recorded, corrected = (
    between(add_sessions(pd.read_parquet(path), roll_calls), choices.first, choices.stop)
    for path in (given.votes, given.corrected)
)
fits = estimate_sessions(recorded, progress=jobs.progress)
scaled_table(fits).to_parquet(out.documented, index=False)
known = still_standing(fits, recorded, corrected)
scaled_table(estimate_sessions(corrected, known)).to_parquet(out.corrected, index=False)
