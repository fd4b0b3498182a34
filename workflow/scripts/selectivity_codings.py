"""Test selectivity under every coding of who joined whom."""

from pathlib import Path

import pandas as pd

from coalitions.coding.cases import read_cases
from coalitions.coding.hand_edited import read_parts, read_regions
from coalitions.estimates.selectivity_variants import case_codings, interactions_in
from coalitions.estimates.versions import rebuild
from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.settings import RULE_CODINGS, Settings

settings = jobs.start(snakemake, settings=Settings).settings
tables = load_tables(snakemake.input.tables)
folders = {Path(path).parent.name: Path(path).parent for path in snakemake.input.coding}
shared = Path(snakemake.input.shared[0]).parent
parts, regions = read_parts(shared), read_regions(shared)
by_case = (
    (
        label,
        rebuild(
            choice,
            tables,
            read_cases(folders[f"edition_{choice.cases.edition}"]),
            parts,
            regions,
        ),
        "cases",
    )
    for label, choice in jobs.progress(case_codings(settings).items())
)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
by_rule = ((coding, analysis, coding) for coding in RULE_CODINGS)
found = [interactions_in(each, settings.estimation.covariance) for each in (by_case, by_rule)]
pd.concat(found).to_csv(snakemake.output[0], index=False)
