"""Set the re-estimated ideal points beside the published ones."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report import ideal_points_figure
from coalitions.report.figure_3 import save

jobs.start(snakemake)
table = ideal_points_figure.compare(
    pd.read_parquet(snakemake.input.published),
    pd.read_parquet(snakemake.input.reestimated),
    pd.read_csv(snakemake.input.sessions),
)
table.to_csv(snakemake.output.table, index=False)
save(ideal_points_figure.draw(table), Path(snakemake.output.table).with_suffix(""))
