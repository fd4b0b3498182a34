"""Read the files of one's own."""

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.settings import OwnFile
from coalitions.variables.own_files import read_all

choices = jobs.start(snakemake, own=list[OwnFile])
states = pd.read_parquet(snakemake.input.states)
crises = pd.read_parquet(snakemake.input.crises)
values = read_all(
    choices.own,
    dict(zip(states["state"], states["name"], strict=True)),
    frozenset(crises["crisis"]),
)
values.to_parquet(snakemake.output[0], index=False)
