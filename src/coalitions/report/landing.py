"""The first page of Snakemake's own report: what comes out, where it stands, how it is made."""

import re
from dataclasses import dataclass

import pandas as pd

from coalitions.report.answer import WORDINGS, answer, size_in_words
from coalitions.report.number_text import count
from coalitions.report.rendering import render
from coalitions.settings import Run


@dataclass(frozen=True)
class Stage:
    """A part of the workflow: what it does, and the rules that do it in a run of the default.

    Attributes
    ----------
    title, does : str
    rules : tuple of str
    """

    title: str
    does: str
    rules: tuple[str, ...]


# In order: a rule takes from its own stage and from those before it.
STAGES = (
    Stage(
        "Raw data",
        "fetched, held to their hashes, read",
        ("fetch", "sources", "read_together", "read"),
    ),
    Stage("Crises", "who faces whom, who could join, who did", ("design",)),
    Stage("Job insecurity", "the hazard of leaving office", ("insecurity",)),
    Stage("Variables", "one row for each potential partner", ("analysis", "appendix_variables")),
    Stage("Models", "the paper's and its appendix's", ("fit", "appendix_fit")),
    Stage("Results", "tables, figures, claims", ("tables", "figures", "codings", "claims")),
    Stage("The page", "all of it in one file", ("page", "manifest")),
)
# What else the report holds of a run, by the name of its file.
_LINKS = {
    "report.html": "the page of results",
    "table_2.html": "Table 2",
    "figure_3.svg": "Figure 3",
    "table_1.html": "Table 1",
    "claims.md": "every claim of the paper",
}
_MARKUP = re.compile(r"([\\*`|_<>])")


def landing(
    run: Run, answers: pd.DataFrame, fits: pd.Series, claims: pd.DataFrame, held: set[str]
) -> str:
    """Write the page.

    Parameters
    ----------
    run : coalitions.settings.Run
    answers : pandas.DataFrame
        From `coalitions.estimates.answers.answers`.
    fits : pandas.Series
        Of model 2: n, crises, joined.
    claims : pandas.DataFrame
        The ledger, with its verdicts.
    held : set of str
        Names of the files that the report holds.

    Returns
    -------
    str
        In reStructuredText.
    """
    verdicts = claims["verdict"].value_counts()
    links = [f"`{words} <{name}_>`_" for name, words in _LINKS.items() if name in held]
    return render(
        "landing.rst.j2",
        run=_as_text(run.statement()),
        answer=answer(answers),
        joined=count(fits["joined"]),
        dyads=count(fits["n"]),
        crises=count(fits["crises"]),
        hypotheses=[
            (WORDINGS[row["hypothesis"]].short, row["verdict"], size_in_words(row))
            for _, row in answers.iterrows()
        ],
        claims=len(claims),
        verdicts=", ".join(f"{number} {verdict}" for verdict, number in verdicts.items()),
        links=links,
        flow=render("landing_flow.svg.j2", stages=STAGES).splitlines(),
    )


def _as_text(text):
    """Keep what reStructuredText would take for markup."""
    return _MARKUP.sub(r"\\\1", text)
