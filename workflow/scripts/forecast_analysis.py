"""Build the analysis table of the setting whose sources reach furthest."""

from pathlib import Path

from coalitions.coding.cases import read_cases
from coalitions.coding.hand_edited import read_parts, read_regions
from coalitions.estimates.versions import rebuild
from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.settings import Settings

settings = jobs.start(snakemake, settings=Settings).settings
shared = Path(snakemake.input.shared[0]).parent
analysis = rebuild(
    settings,
    load_tables(snakemake.input.tables),
    read_cases(Path(snakemake.input.coding[0]).parent),
    read_parts(shared),
    read_regions(shared),
)
analysis.to_parquet(snakemake.output[0], index=False)
