"""Draw the family of job insecurity, and lay out the variants next to the default."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd

from coalitions.insecurity.family import base_of, one_at_a_time
from coalitions.pipeline import jobs
from coalitions.report import insecurity_figures
from coalitions.report.figure_3 import save
from coalitions.report.tables import write_table
from coalitions.settings import Insecurity, Run

choices = jobs.start(snakemake, insecurity=Insecurity, run=Run)
chosen = one_at_a_time(base_of(choices.insecurity))
figure = insecurity_figures.draw(
    pd.read_csv(snakemake.input.correlations, index_col="variant"),
    pd.read_csv(snakemake.input.calibration),
    chosen,
)
save(figure, Path(snakemake.output.figure[0]).with_suffix(""))
write_table(
    insecurity_figures.one_choice_table(pd.read_csv(snakemake.input.family), chosen),
    Path(snakemake.output.table).with_suffix(""),
    "Job insecurity with one choice changed at a time",
    "Yearly probability that the leader in office on 1 January loses office. Calibration slope: "
    "of a logit of the exit on the logit of its prediction, 1 at best. Largest gap: between "
    "predicted and observed exits over deciles. Correlations: with the default, over the "
    "state-years of both. After a change: mean where the leader is another than a year before, "
    "less the mean elsewhere. At a change: mean step from the old leader's last year to the new "
    "one's first.",
    choices.run,
)
