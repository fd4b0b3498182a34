"""Lay out sheets for human coders."""

import shutil
from pathlib import Path

import pandas as pd

from coalitions.coding.crisis_dates import crisis_dates
from coalitions.coding.crisis_files import from_first_file
from coalitions.coding.editions import EDITIONS
from coalitions.coding.sheets import Evidence, blank_answers, crisis_sheet, draw, longest_narratives
from coalitions.pipeline import jobs
from coalitions.readers import load_tables, load_versions
from coalitions.readers.system import StateSystem
from coalitions.settings import Kit

kit = jobs.start(snakemake, kit=Kit).kit
tables = load_tables(snakemake.input.tables)
given = snakemake.input
systems, actors = load_versions(given.systems), load_versions(given.actors)
dates = crisis_dates(systems, actors)
evidence = Evidence(
    dates=dates,
    system_crises=from_first_file(systems),
    actors=from_first_file(actors),
    opponents=tables["icb_dyads"],
    links=tables["icb_mid_links"],
    disputes=tables["mid_participants"],
    wars=tables["cow_interstate_wars"],
    narratives=longest_narratives(pd.read_parquet(path) for path in given.narratives),
    system=StateSystem(tables["cow_states"]),
)
within = dates["start"].dt.year.between(kit.first_year, kit.last_year)
crises = draw(dates.index[within], kit.crises, kit.seed)
folder = Path(snakemake.output[0])
(folder / "sheets").mkdir(parents=True)
for crisis in jobs.progress(crises, desc="sheets"):
    sheet = folder / "sheets" / f"{crisis}.md"
    sheet.write_text(crisis_sheet(crisis, evidence), encoding="utf-8")
newest = EDITIONS[-1]
blank = blank_answers(crises, (list(newest.crises.columns), list(newest.partners.columns)))
for name, text in zip(("crises.csv", "partners.csv"), blank, strict=True):
    (folder / name).write_text(text, encoding="utf-8")
shutil.copyfile(snakemake.input.codebook, folder / "CODEBOOK.md")
