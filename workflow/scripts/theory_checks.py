"""Check every result of the model over random games."""

from coalitions import logs
from coalitions.theory.checks import run_checks

logs.start(snakemake.log[0])
table = run_checks(snakemake.params.games, snakemake.params.offers, snakemake.params.seed)
table.to_csv(snakemake.output[0], index=False)
