"""Turn one raw file into its tidy table."""

import pandas as pd

from coalitions import logs
from coalitions.readers import read
from coalitions.readers.system import StateSystem

logs.start(snakemake.log[0])
spells = snakemake.input.get("system")
system = StateSystem(pd.read_parquet(spells)) if spells else None
read(snakemake.params.source, system).to_parquet(snakemake.output[0], index=False)
