"""Write Table 2."""

from pathlib import Path

import pandas as pd

from coalitions import logs
from coalitions.report.tables import table_2, write_table

logs.start(snakemake.log[0])
coding = snakemake.params.coding
write_table(
    table_2(pd.read_csv(snakemake.input.estimates), pd.read_csv(snakemake.input.fits)),
    Path(snakemake.output[0]).with_suffix(""),
    "Table 2. Empirical models of coalition formation in crises",
    "Standard errors in brackets, clustered on the crisis; * p < .05, two-sided. "
    + ("The authors' own data." if coding is None else f"Coalitions by coding {coding}."),
)
