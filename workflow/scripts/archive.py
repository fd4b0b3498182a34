"""Give the authors' own file the names and shape of the analysis table."""

from coalitions import archive, logs

logs.start(snakemake.log[0])
archive.read(snakemake.input.file).to_csv(snakemake.output[0], index=False)
