"""Give the authors' own file the names and shape of the analysis table."""

from coalitions.pipeline import jobs
from coalitions.readers import archive

jobs.start(snakemake, files=dict)
archive.read(snakemake.input.file).to_csv(snakemake.output[0], index=False)
