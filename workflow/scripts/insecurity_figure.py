"""Draw the family of job insecurity, and lay out the variants next to the default."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.insecurity.family import base_of, one_at_a_time
from coalitions.pipeline import jobs
from coalitions.report.figure_files import save_figure
from coalitions.report.insecurity_figures import draw_insecurity_family
from coalitions.report.insecurity_tables import one_choice_table
from coalitions.settings import Insecurity, Run

choices = jobs.start(snakemake, insecurity=Insecurity, run=Run)
chosen = one_at_a_time(base_of(choices.insecurity))
figure = draw_insecurity_family(
    pd.read_csv(snakemake.input.correlations, index_col="variant"),
    pd.read_csv(snakemake.input.calibration),
    chosen,
)
save_figure(figure, Path(snakemake.output.figure[0]).with_suffix(""))
table = one_choice_table(pd.read_csv(snakemake.input.family), chosen)
table.write(Path(snakemake.output.table).with_suffix(""), choices.run)
