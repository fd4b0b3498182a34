"""Build the analysis table of the setting whose sources reach furthest."""

from coalitions.coding.cases import read_coding
from coalitions.estimates.versions import rebuild
from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.settings import Settings

settings = jobs.start(snakemake, settings=Settings).settings
coding = read_coding(snakemake.input.coding, snakemake.input.shared)
analysis = rebuild(settings, load_tables(snakemake.input.tables), *coding)
analysis.to_parquet(snakemake.output[0], index=False)
