"""Make the tables of the multiverse, its verdicts, its answer in a short list, and its page."""

from pathlib import Path

import pandas as pd

from coalitions.multiverse.shares import summarise_universes
from coalitions.multiverse.verdicts import verdict_table
from coalitions.pipeline import jobs
from coalitions.report.multiverse_page import multiverse_answer, multiverse_page
from coalitions.report.multiverse_tables import multiverse_tables
from coalitions.settings import Run

run = jobs.start(snakemake, run=Run).run
results = pd.read_parquet(snakemake.input.results)
# Options are text, also those that look like numbers or like nothing.
text = dict.fromkeys(["choice", "option", "label", "mark", "because"], str)
choices = pd.read_csv(snakemake.input.choices, dtype=text, keep_default_na=False)
joint = pd.read_csv(snakemake.input.joint)
folder = Path(snakemake.output[0]).parent
tables = summarise_universes(results, choices)
tables["verdicts"] = verdict_table(tables["default"], tables["shares"], joint)
for name, table in tables.items():
    table.to_csv(folder / f"{name}.csv", index=False)
# Choices name these tables, so those of another grid would stay.
for left in folder.glob("table_*"):
    left.unlink()
laid_out = multiverse_tables(tables, choices, joint)
for name, table in laid_out.items():
    table.write(folder / f"table_{name}", run)
answer = multiverse_answer(tables["shares_by_set"], joint, tables["verdicts"])
(folder / "answer.md").write_text(answer + "\n", encoding="utf-8")
(folder / "page.md").write_text(multiverse_page(answer, laid_out, run), encoding="utf-8")
