"""Write the page that shows all results."""

from base64 import b64encode
from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.results_page import results_page
from coalitions.settings import Run

choices = jobs.start(snakemake, run=Run, notice=str)
given = snakemake.input
fragments = ("table_1", "table_2", "signs", "descriptives", "codings")
fragments += ("own_models", "own_coverage")
page = results_page(
    run=choices.run,
    notice=choices.notice,
    # In the page itself, so that it shows the figure of its own run for ever.
    figure=f"data:image/png;base64,{b64encode(Path(given.figure).read_bytes()).decode()}",
    tables={
        name: pd.read_csv(given[name])
        for name in ("attrition", "hazard", "calibration", "claims")
        if name in given.keys()
    },
    fragments={
        name: Path(given[name]).read_text(encoding="utf-8")
        for name in fragments
        if name in given.keys()
    },
)
Path(snakemake.output[0]).write_text(page, encoding="utf-8")
