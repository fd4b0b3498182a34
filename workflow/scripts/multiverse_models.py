"""Sum up models of one's own over all universes."""

from pathlib import Path

import pandas as pd

from coalitions.multiverse.own_models import of_universes, own_shares
from coalitions.pipeline import jobs
from coalitions.report.own_tables import own_shares_table
from coalitions.settings import OwnFile, OwnModel, Run

choices = jobs.start(snakemake, models=list[OwnModel], own=list[OwnFile], run=Run)
found = pd.concat([pd.read_parquet(path) for path in snakemake.input.shards])
found.to_parquet(snakemake.output.results, index=False)
fitted = {model.name for model in of_universes(choices.models, choices.own)}
left_out = [model.name for model in choices.models if model.name not in fitted]
table = own_shares_table(own_shares(found), choices.own, left_out)
table.write(Path(snakemake.output[0]).with_suffix(""), choices.run)
