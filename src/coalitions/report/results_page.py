"""The page that shows all results of a run: one file that needs no network."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
from markupsafe import Markup, escape

from coalitions.report.answer import answer, hypotheses_table
from coalitions.report.hypertext import hypertext
from coalitions.report.hypotheses_page import power_in_words
from coalitions.report.number_text import count
from coalitions.report.rendering import render
from coalitions.report.text_table import markdown_table
from coalitions.settings import Run


@dataclass(frozen=True)
class Part:
    """A piece of a section: text and tables, an image, or what builds a result that is not there.

    Attributes
    ----------
    body : markupsafe.Markup
        HTML.
    image : str
        A data address.
    narrow : str
        The same for a narrow screen; without it the image scrolls there.
    text : str
        What the image shows, for those who cannot see it.
    caption : markupsafe.Markup
        What stands below the image; by default the same words.
    pinned : str
        Command that builds anew what is shown of the pinned results.
    pinned_of : str
        What these are results of.
    command : str
        Command that builds what this run does not have.
    minutes : int
        What either command takes, about; 0 where that is not known.
    folded : str
        What the reader sees of a part that opens on demand.
    warns : bool
        Whether the part says what not to rely on.
    """

    body: Markup = field(default_factory=Markup)
    image: str = ""
    narrow: str = ""
    text: str = ""
    caption: Markup = field(default_factory=Markup)
    pinned: str = ""
    pinned_of: str = "the default configuration"
    command: str = ""
    minutes: int = 0
    folded: str = ""
    warns: bool = False


@dataclass(frozen=True)
class Section:
    """A section of the page: where links lead to, its title, and its parts."""

    anchor: str
    title: str
    parts: tuple[Part, ...]


def markdown(text: str, folded: str = "", docs: str = "") -> Part:
    """Return a part of text and tables in Markdown, `docs` as for `hypertext`."""
    return Part(hypertext(text, docs=docs), folded=folded)


def drawing(
    svg: bytes, text: str, caption: Markup | None = None, narrow: bytes | None = None
) -> Part:
    """Return a part that is a figure, within the page, so that it is of its own run for ever.

    Parameters
    ----------
    svg : bytes
    text : str
        What it shows, for those who cannot see it.
    caption : markupsafe.Markup, optional
        What stands below; by default the same words.
    narrow : bytes, optional
        SVG for a narrow screen.

    Returns
    -------
    Part
    """
    return Part(
        image=_address(svg),
        narrow=_address(narrow) if narrow else "",
        text=text,
        caption=escape(text) if caption is None else caption,
    )


def _address(svg):
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"


def verdict_numbers(claims: pd.DataFrame) -> dict[str, int]:
    """Return a number for each verdict, 1 for the most frequent; the style filters by it."""
    return {v: i for i, v in enumerate(claims["verdict"].value_counts().index, start=1)}


def results_page(
    run: Run,
    start: str,
    notice: str,
    answers: pd.DataFrame,
    fits: pd.Series,
    claims: pd.DataFrame,
    sections: Sequence[Section],
    power: pd.DataFrame | None = None,
) -> str:
    """Fill the page.

    Parameters
    ----------
    run : coalitions.settings.Run
    start : str
        What the run started from, such as "raw data".
    notice : str
        Paragraph that stands on top when the run started from the frozen table, else empty.
    answers : pandas.DataFrame
        From `coalitions.estimates.answers.answers`.
    fits : pandas.Series
        Of model 2: n, crises, joined.
    claims : pandas.DataFrame
        The ledger, which a section shows; here for its verdicts.
    sections : sequence of Section
    power : pandas.DataFrame, optional
        What the design finds, of a run that has it or whose pinned results hold.

    Returns
    -------
    str
        HTML.
    """
    table = hypotheses_table(answers)
    if power is not None:
        table["Power"] = [power_in_words(power, name) for name in answers["hypothesis"]]
    return render(
        "results_page.html.j2",
        run=run.statement(),
        start=start,
        notice=notice,
        answer=answer(answers),
        hypotheses=hypertext(markdown_table(table)),
        powered=power is not None,
        joined=count(fits["joined"]),
        dyads=count(fits["n"]),
        crises=count(fits["crises"]),
        sections=sections,
        verdicts=verdict_numbers(claims),
    )
