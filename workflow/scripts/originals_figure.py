"""Draw Figure 3 on the authors' data beside ours, with regressors held as published."""

import pandas as pd

from coalitions.estimates.specifications import estimation_sample, fit, table_2
from coalitions.pipeline import jobs
from coalitions.report.figure_3_curves import curves
from coalitions.report.figure_files import save_figure
from coalitions.report.originals_figure import draw_both
from coalitions.settings import Estimation

choices = jobs.start(snakemake, coding=str, estimation=Estimation)
model = table_2(choices.estimation.variance)[1]
drawn = []
for path, coding in ((snakemake.input.theirs, None), (snakemake.input.ours, choices.coding)):
    sample = estimation_sample(pd.read_csv(path, float_precision="round_trip"), coding)
    fitted = fit(model, sample, choices.estimation.covariance)
    drawn.append(curves(model, fitted, sample))
pd.concat([drawn[0].assign(data="authors"), drawn[1].assign(data="here")]).to_csv(
    snakemake.output.csv, index=False
)
save_figure(draw_both(*drawn), snakemake.output.png.removesuffix(".png"))
