"""The page that shows all results of a run: one file that needs no network."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
from markupsafe import Markup, escape

from coalitions.report.answer import answer, hypotheses_table
from coalitions.report.claims.ledger import HEADINGS
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
    folded : str
        What the reader sees of a part that opens on demand.
    warns : bool
        Whether the part says what not to rely on.
    """

    body: Markup = field(default_factory=Markup)
    image: str = ""
    text: str = ""
    caption: Markup = field(default_factory=Markup)
    pinned: str = ""
    pinned_of: str = "the default configuration"
    command: str = ""
    folded: str = ""
    warns: bool = False


@dataclass(frozen=True)
class Section:
    """A section of the page: where links lead to, its title, and its parts."""

    anchor: str
    title: str
    parts: tuple[Part, ...]


def markdown(text: str, pinned: str = "", folded: str = "") -> Part:
    """Return a part of text and tables in Markdown."""
    return Part(hypertext(text), pinned=pinned, folded=folded)


def drawing(svg: bytes, text: str, pinned: str = "", caption: Markup | None = None) -> Part:
    """Return a part that is a figure, within the page, so that it is of its own run for ever."""
    address = f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
    return Part(image=address, text=text, pinned=pinned, caption=caption or escape(text))


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
        The ledger: claim, place, kind, expects, found, verdict, reason.
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
    claims = claims.fillna("")
    verdicts = claims["verdict"].value_counts()
    numbers = {verdict: number for number, verdict in enumerate(verdicts.index, start=1)}
    rows = claims.assign(number=claims["verdict"].map(numbers))
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
        claims=rows,
        verdicts=verdicts.to_dict(),
        kinds={
            HEADINGS.get(kind, kind.capitalize()): group.to_dict("records")
            for kind, group in rows.groupby("kind", sort=False)
        },
    )
