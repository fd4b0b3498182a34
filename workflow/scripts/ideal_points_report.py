"""Set the re-estimated ideal points beside the published ones."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.figure_files import save_figure
from coalitions.report.ideal_points_figure import (
    draw_session_correlations,
    session_correlations,
)

jobs.start(snakemake)
table = session_correlations(
    pd.read_parquet(snakemake.input.published),
    pd.read_parquet(snakemake.input.reestimated),
    pd.read_csv(snakemake.input.sessions),
)
table.to_csv(snakemake.output.table, index=False)
save_figure(draw_session_correlations(table), Path(snakemake.output.table).with_suffix(""))
