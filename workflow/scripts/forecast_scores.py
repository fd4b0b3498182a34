"""Score predictions of who joins, with intervals by bootstrap of crises."""

import pandas as pd

from coalitions.estimates.forecast import forecasters
from coalitions.estimates.forecast_scores import score_all
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, variance=str, draws=int, seed=int)
predictions = pd.read_parquet(snakemake.input.predictions)
models = [each.name for each in forecasters(choices.variance)]
scored = {
    setting: score_all(rows, models, choices.draws, choices.seed)
    for setting, rows in jobs.progress(list(predictions.groupby("setting", sort=False)))
}
for place, path in enumerate(
    (snakemake.output.scores, snakemake.output.differences, snakemake.output.calibration)
):
    tables = [found[place].assign(setting=setting) for setting, found in scored.items()]
    pd.concat(tables).to_csv(path, index=False)
