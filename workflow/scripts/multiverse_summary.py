"""Make the tables of the multiverse, its answer in a paragraph, and its page."""

from pathlib import Path

import pandas as pd

from coalitions.multiverse.summary import summarise
from coalitions.pipeline import jobs
from coalitions.report.multiverse_page import answer, page, readable
from coalitions.report.tables import write_table
from coalitions.settings import Run

run = jobs.start(snakemake, run=Run).run
results = pd.read_parquet(snakemake.input.results)
# Options are text, also those that look like numbers or like nothing.
text = {"choice": str, "option": str, "label": str}
choices = pd.read_csv(snakemake.input.choices, dtype=text, keep_default_na=False)
joint = pd.read_csv(snakemake.input.joint)
folder = Path(snakemake.output[0]).parent
tables = summarise(results, choices)
for name, table in tables.items():
    table.to_csv(folder / f"{name}.csv", index=False)
for_readers = readable(tables, choices, joint)
# Choices name these tables, so those of another grid would stay.
for left in folder.glob("table_*"):
    left.unlink()
for name, (table, caption, note) in for_readers.items():
    write_table(table, folder / f"table_{name}", caption, note, run)
paragraph = answer(tables["shares"], tables["variance"], joint, tables["default"])
(folder / "answer.md").write_text(paragraph + "\n", encoding="utf-8")
(folder / "page.md").write_text(page(paragraph, for_readers, run), encoding="utf-8")
