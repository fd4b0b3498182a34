"""Write the page that sets the editions of the coding side by side."""

from pathlib import Path

import pandas as pd

from coalitions.coding.cases import read_cases
from coalitions.coding.crisis_dates import crisis_dates
from coalitions.coding.crisis_files import from_first_file
from coalitions.coding.editions import EDITIONS
from coalitions.coding.rules_changed import Background
from coalitions.pipeline import jobs
from coalitions.readers import load_versions
from coalitions.readers.system import StateSystem
from coalitions.report.editions_page import CodedEdition, editions_page
from coalitions.settings import Run

run = jobs.start(snakemake, run=Run).run
given = snakemake.input
actors = load_versions(given.actors)
editions = [
    CodedEdition(
        read_cases(edition.folder),
        tuple(read_cases(f"{edition.folder}/passes/pass_{n}") for n in (1, 2)),
        pd.read_parquet(analysis),
        pd.read_csv(estimates),
        pd.read_csv(fits),
    )
    for edition, analysis, estimates, fits in zip(
        EDITIONS, given.analysis, given.estimates, given.fits, strict=True
    )
]
background = Background(
    dates=crisis_dates(load_versions(given.systems), actors),
    actors=from_first_file(actors),
    system=StateSystem(pd.read_parquet(given.states)),
)
page = editions_page(*editions, background, pd.read_parquet(given.alliances), run)
Path(snakemake.output[0]).write_text(page, encoding="utf-8")
