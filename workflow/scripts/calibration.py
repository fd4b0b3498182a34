"""Hold every job insecurity against what the authors' code holds fixed, and choose the nearest."""

from pathlib import Path

import pandas as pd
from tqdm import tqdm

from coalitions.estimates.calibration import decide, measure_variants, searched
from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.report.calibration_page import calibration_page
from coalitions.settings import Insecurity, Run
from coalitions.variables.days import with_start

choices = jobs.start(snakemake, insecurity=Insecurity, years=tuple[int, int], coding=str, run=Run)
analysis = pd.read_csv(snakemake.input.analysis, float_precision="round_trip")
dyads = with_start(analysis, pd.read_csv(snakemake.input.crises))
table = decide(
    measure_variants(
        dyads,
        choices.coding,
        searched(choices.insecurity.leader),
        load_tables(snakemake.input.tables),
        *choices.years,
        progress=lambda groups: tqdm(groups, desc="leader-years", leave=False, disable=None),
    )
)
table.to_csv(snakemake.output.table, index=False)
page = calibration_page(table, choices.insecurity, choices.run)
Path(snakemake.output.page).write_text(page, encoding="utf-8")
