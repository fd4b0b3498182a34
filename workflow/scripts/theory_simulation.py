"""Simulate crises from the game and fit models 1 and 2 to them."""

from coalitions.game.simulation import simulation_table
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, samples=int, crises=int, partners=int, seed=int)
table = simulation_table(choices.samples, choices.crises, choices.partners, choices.seed)
table.to_csv(snakemake.output[0], index=False)
