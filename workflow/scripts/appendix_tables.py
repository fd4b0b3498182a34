"""Write the tables of the appendix."""

from pathlib import Path

import pandas as pd

from coalitions import logs
from coalitions.report.appendix import CAPTIONS, appendix_note, appendix_table
from coalitions.report.tables import write_table

logs.start(snakemake.log[0])
estimates = pd.read_csv(snakemake.input.estimates)
fits = pd.read_csv(snakemake.input.fits)
for name, path in zip(CAPTIONS, snakemake.output, strict=True):
    own = fits[fits["table"].eq(name)]
    write_table(
        appendix_table(estimates[estimates["table"].eq(name)], own),
        Path(path).with_suffix(""),
        CAPTIONS[name],
        appendix_note(name, own, snakemake.params.coding),
    )
