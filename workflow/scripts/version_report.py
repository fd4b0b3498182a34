"""Put the swaps of versions side by side."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.versions_page import versions_page
from coalitions.settings import Run

run = jobs.start(snakemake, run=Run).run
text = {"version": str, "problem": str}
folders = [Path(path).parent for path in snakemake.input.swaps]
tables = {
    name: pd.concat([pd.read_csv(folder / f"{name}.csv", dtype=text) for folder in folders])
    for name in ("rows", "values", "estimates")
}
for name, table in tables.items():
    table.to_csv(snakemake.output[name], index=False)
only_read = [
    (Path(path).parent.name, Path(path).stem, len(pd.read_parquet(path)))
    for path in snakemake.input.only_read
]
own = pd.read_csv(snakemake.input.estimates)
text = versions_page(own, **tables, only_read=only_read, run=run)
Path(snakemake.output.page).write_text(text, encoding="utf-8")
