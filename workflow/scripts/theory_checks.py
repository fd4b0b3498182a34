"""Check every result of the model over random games."""

from coalitions.game.checks import run_checks
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, games=int, offers=int, seed=int)
table = run_checks(choices.games, choices.offers, choices.seed)
table.to_csv(snakemake.output[0], index=False)
