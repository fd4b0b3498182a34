"""Write the page that shows all results."""

import os
from io import StringIO
from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.pipeline.provenance import job_costs
from coalitions.report.apart import GAME_CLAIMS, POWER
from coalitions.report.authors_table import authors_table
from coalitions.report.claims_section import claims_section
from coalitions.report.game_section import game_section
from coalitions.report.landing import landing
from coalitions.report.paper_figure_3 import beside_the_text
from coalitions.report.papers_text import with_papers_text
from coalitions.report.results_page import results_page
from coalitions.report.results_sections import Contents, sections
from coalitions.report.tables import models_table
from coalitions.settings import Run

choices = jobs.start(
    snakemake,
    run=Run,
    notice=str,
    start=str,
    coding=str | None,
    covariance=str,
    built=dict[str, str],
    commands=dict[str, str],
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


texts = ("table_1", "descriptives", "codings", "own_models", "own_coverage")
frames = ("attrition", "hazard", "calibration", "sources")
figures = [f"{n}{end}" for n in ("figure_3", "timeline", "crisis_map") for end in ("", "_narrow")]
shown = {n: Path(given[n]).read_text("utf-8") for n in texts if n in given.keys()}
estimates, fits, stated = (pd.read_csv(given[name]) for name in ("estimates", "fits", "stated"))
if beside := "authors_estimates" in given.keys():
    authors = [pd.read_csv(given[f"authors_{name}"]) for name in ("estimates", "fits")]
    models = authors_table((estimates, fits), authors, choices.coding, choices.covariance)
else:
    models = models_table(estimates, fits, choices.coding, choices.covariance)
shown["table_2"] = with_papers_text(models, estimates, stated).markdown()
shown["figure_3_text"] = beside_the_text(pd.read_csv(given.curves)).markdown()
folder = Path(snakemake.output[0]).parent
docs = Path(os.path.relpath("docs", folder)).as_posix()
pinned = contents_under("results/reference", given.pinned)
built = contents_under(folder, choices.built)
game_built = contents_under("results", choices.built)
power = built.get(POWER) or pinned.get(POWER)
answers, claims = (pd.read_csv(given[name]) for name in ("hypotheses", "claims"))
contents = Contents(
    texts=shown,
    frames={n: pd.read_csv(given[n], dtype={"version": str}) for n in frames if n in given.keys()},
    figures={n: Path(given[n]).read_bytes() for n in figures if n in given.keys()},
    built=built,
    pinned=pinned,
    commands=choices.commands,
    costs=job_costs(Path(snakemake.log[0]).parent),
    docs=docs,
    said=choices.run.statement(),
    numbers_at_hand=beside or choices.coding is None,
)
game = game_section(
    game_built if GAME_CLAIMS in game_built else pinned,
    [Path(caption).read_text("utf-8") for caption in given.captions],
    GAME_CLAIMS not in game_built,
    docs,
)
page = results_page(
    run=choices.run,
    start=choices.start,
    notice=choices.notice,
    answers=answers,
    fits=fits.iloc[-1],
    claims=claims,
    sections=sections(contents, claims_section(claims, docs), game),
    power=pd.read_csv(StringIO(power)) if power else None,
)
Path(snakemake.output[0]).write_text(page, encoding="utf-8")
# Of what the report holds, the table with one crisis is not of every run.
held = {"report.html", "table_2.html", "figure_3.svg", "claims.md"}
held |= {"table_1.html"} if "table_1" in shown else set()
first = landing(choices.run, answers, fits.iloc[-1], claims, held)
Path(snakemake.output.landing).write_text(first, encoding="utf-8")
