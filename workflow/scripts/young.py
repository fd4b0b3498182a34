"""Read Young's job insecurity."""

from coalitions.pipeline import jobs
from coalitions.readers import young

jobs.start(snakemake, files=dict)
table, taken = young.read(snakemake.input.file)
table.assign(year_column=taken).to_csv(snakemake.output[0], index=False)
