"""Write the page that sets the editions of the coding side by side."""

from pathlib import Path

import pandas as pd

from coalitions.coding.cases import read_cases
from coalitions.coding.crisis_dates import crisis_dates
from coalitions.coding.editions import EDITIONS
from coalitions.pipeline import jobs
from coalitions.readers import load_versions
from coalitions.readers.system import StateSystem
from coalitions.report.editions_page import CodedEdition, editions_page
from coalitions.settings import Run

run = jobs.start(snakemake, run=Run).run
given = snakemake.input
dates = crisis_dates(load_versions(given.systems), load_versions(given.actors))
system = StateSystem(pd.read_parquet(given.states))
last = system.spells["end"].max()
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
page = editions_page(
    *editions,
    dates["start"].dt.year,
    dates["start"].clip(upper=last).map(lambda day: len(system.members_on(day)) - 2),
    system.spells.drop_duplicates("state", keep="last").set_index("state")["abbreviation"],
    run,
)
Path(snakemake.output[0]).write_text(page, encoding="utf-8")
