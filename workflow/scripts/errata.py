"""Search every release for errors, and list the rows that rest on known ones."""

from pathlib import Path

import pandas as pd

from coalitions.errata.candidates import judged
from coalitions.errata.register import read_register
from coalitions.errata.search import search
from coalitions.errata.touched import counted, touched_rows
from coalitions.pipeline import jobs
from coalitions.report.errata_page import errata_page
from coalitions.unga.similarity import add_sessions

choices = jobs.start(snakemake, lag=int, versions=dict[str, str])
given = snakemake.input
register = read_register(given.register)
tables = {
    (Path(path).parent.name, Path(path).name.removesuffix(".parquet")): pd.read_parquet(path)
    for path in given.tables
}
roll_calls = pd.read_parquet(given.roll_calls)
for key in [key for key in tables if key[0] == "unga_votes"]:
    # The session of 1964 took one vote, which tells nothing of blocs.
    tables[key] = add_sessions(tables[key], roll_calls).query("session != 19")
found = judged(search(tables), register)
analysis = pd.read_csv(given.analysis, float_precision="round_trip")
touched = touched_rows(analysis, register, choices.lag, choices.versions)
found.to_csv(snakemake.output.candidates, index=False)
touched.to_csv(snakemake.output.rows, index=False)
page = errata_page(register, found, counted(touched))
Path(snakemake.output.page).write_text(page, encoding="utf-8")
