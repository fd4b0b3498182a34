"""Re-estimate states' ideal points from the votes of every session, as recorded and corrected."""

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.unga.ideal_points import (
    estimate_sessions,
    ideal_points,
    session_table,
    still_standing,
)
from coalitions.unga.similarity import add_sessions

jobs.start(snakemake)
roll_calls = pd.read_parquet(snakemake.input.roll_calls)
recorded, corrected = (
    add_sessions(pd.read_parquet(path), roll_calls) for path in snakemake.input.votes
)
fits = estimate_sessions(recorded)
mended = estimate_sessions(corrected, still_standing(fits, recorded, corrected))
given = snakemake.output
for found, points, sessions in zip((fits, mended), given.points, given.sessions, strict=True):
    ideal_points(found).to_parquet(points, index=False)
    session_table(found).to_csv(sessions, index=False)
