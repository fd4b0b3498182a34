"""Write the page that shows all results."""

from io import StringIO
from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.pipeline.provenance import job_costs
from coalitions.report.apart import GAME_CLAIMS, POWER
from coalitions.report.authors_table import authors_table
from coalitions.report.game_section import game_section
from coalitions.report.landing import landing
from coalitions.report.results_page import results_page
from coalitions.report.results_sections import sections
from coalitions.settings import Run

choices = jobs.start(
    snakemake,
    run=Run,
    notice=str,
    start=str,
    coding=str | None,
    covariance=str,
    built=dict[str, str],
)
given = snakemake.input


def contents_under(folder, paths):
    """Read what lies under a folder, figures as bytes, and name it by its path there."""
    inside = [Path(path) for path in paths if Path(path).is_relative_to(folder)]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        if path.suffix == ".svg"
        else path.read_text("utf-8")
        for path in inside
    }


texts = ("table_1", "table_2", "signs", "descriptives", "codings", "own_models", "own_coverage")
frames = ("attrition", "hazard", "calibration", "sources")
figures = ("figure_3", "timeline", "crisis_map")
shown = {n: Path(given[n]).read_text("utf-8") for n in texts if n in given.keys()}
estimates, fits = (pd.read_csv(given[name]) for name in ("estimates", "fits"))
if "authors_estimates" in given.keys():
    authors = [pd.read_csv(given[f"authors_{name}"]) for name in ("estimates", "fits")]
    beside = authors_table((estimates, fits), authors, choices.coding, choices.covariance)
    shown["authors_table"] = beside.markdown()
pinned = contents_under("results/reference", given.pinned)
built = contents_under(Path(snakemake.output[0]).parent, choices.built)
game_built = contents_under("results", choices.built)
power = built.get(POWER) or pinned.get(POWER)
answers, claims = (pd.read_csv(given[name]) for name in ("hypotheses", "claims"))
page = results_page(
    run=choices.run,
    start=choices.start,
    notice=choices.notice,
    answers=answers,
    fits=fits.iloc[-1],
    claims=claims,
    sections=sections(
        shown,
        {n: pd.read_csv(given[n], dtype={"version": str}) for n in frames if n in given.keys()},
        {n: Path(given[n]).read_bytes() for n in figures if n in given.keys()},
        built,
        pinned,
        game_section(
            game_built if GAME_CLAIMS in game_built else pinned,
            [Path(caption).read_text("utf-8") for caption in given.captions],
            GAME_CLAIMS not in game_built,
        ),
        job_costs(Path(snakemake.log[0]).parent),
    ),
    power=pd.read_csv(StringIO(power)) if power else None,
)
Path(snakemake.output[0]).write_text(page, encoding="utf-8")
# Of what the report holds, the table with one crisis is not of every run.
held = {"report.html", "table_2.html", "figure_3.svg", "claims.md"}
held |= {"table_1.html"} if "table_1" in shown else set()
first = landing(choices.run, answers, fits.iloc[-1], claims, held)
Path(snakemake.output.landing).write_text(first, encoding="utf-8")
