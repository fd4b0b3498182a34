"""Write the page that shows all results."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.results_page import results_page
from coalitions.report.results_sections import sections
from coalitions.settings import Run

choices = jobs.start(snakemake, run=Run, notice=str, start=str)
given = snakemake.input
texts = ("table_1", "table_2", "signs", "descriptives", "codings", "own_models", "own_coverage")
frames = ("attrition", "hazard", "calibration", "sources")
figures = ("figure_3", "timeline")
page = results_page(
    run=choices.run,
    start=choices.start,
    notice=choices.notice,
    answers=pd.read_csv(given.hypotheses),
    fits=pd.read_csv(given.fits).iloc[-1],
    claims=pd.read_csv(given.claims),
    sections=sections(
        {n: Path(given[n]).read_text("utf-8") for n in texts if n in given.keys()},
        {n: pd.read_csv(given[n], dtype={"version": str}) for n in frames if n in given.keys()},
        {n: Path(given[n]).read_bytes() for n in figures if n in given.keys()},
        {
            name.removeprefix("pinned_"): Path(given[name]).read_bytes()
            if name.endswith("_figure")
            else Path(given[name]).read_text("utf-8")
            for name in given.keys()
            if name.startswith("pinned_")
        },
    ),
)
Path(snakemake.output[0]).write_text(page, encoding="utf-8")
