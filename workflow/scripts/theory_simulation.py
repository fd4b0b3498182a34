"""Simulate crises from the game and fit models 1 and 2 to them."""

from coalitions import logs
from coalitions.theory.bridge import simulation_table

logs.start(snakemake.log[0])
params = snakemake.params
table = simulation_table(params.samples, params.crises, params.partners, params.seed)
table.to_csv(snakemake.output[0], index=False)
