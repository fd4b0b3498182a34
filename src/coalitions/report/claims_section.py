"""The claims of the paper on the page of results, grouped, with the evidence folded away."""

import pandas as pd
from markupsafe import Markup

from coalitions.report.claims.ledger import HEADINGS
from coalitions.report.rendering import render
from coalitions.report.results_page import Part, Section, verdict_numbers


def claims_section(claims: pd.DataFrame, docs: str) -> Section:
    """Lay out the section.

    Parameters
    ----------
    claims : pandas.DataFrame
        The ledger: claim, place, kind, expects, found, verdict, reason.
    docs : str
        As for `coalitions.report.hypertext.hypertext`.

    Returns
    -------
    coalitions.report.results_page.Section
    """
    claims = claims.fillna("")
    rows = claims.assign(number=claims["verdict"].map(verdict_numbers(claims)))
    body = render(
        "claims_section.html.j2",
        claims=rows,
        docs=docs,
        verdicts=claims["verdict"].value_counts().to_dict(),
        kinds={
            HEADINGS.get(kind, kind.capitalize()): group.to_dict("records")
            for kind, group in rows.groupby("kind", sort=False)
        },
    )
    return Section("claims", "Claims of the paper", (Part(Markup(body)),))
