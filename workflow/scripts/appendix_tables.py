"""Write the tables of the appendix."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.appendix_tables import CAPTIONS, appendix_note, appendix_table
from coalitions.report.tables import write_table
from coalitions.settings import Run

choices = jobs.start(snakemake, coding=str | None, covariance=str, run=Run)
estimates = pd.read_csv(snakemake.input.estimates)
fits = pd.read_csv(snakemake.input.fits)
for name, path in zip(CAPTIONS, snakemake.output[: len(CAPTIONS)], strict=True):
    own = fits[fits["table"].eq(name)]
    write_table(
        appendix_table(estimates[estimates["table"].eq(name)], own),
        Path(path).with_suffix(""),
        CAPTIONS[name],
        appendix_note(name, own, choices.coding, choices.covariance),
        choices.run,
    )
