"""The page that shows all results of a run."""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from coalitions.report.number_text import fixed
from coalitions.report.rendering import render
from coalitions.report.text_table import TextTable
from coalitions.settings import Run


def results_page(
    run: Run,
    notice: str,
    figure: str,
    tables: Mapping[str, pd.DataFrame],
    fragments: Mapping[str, str],
) -> str:
    """Fill the page.

    Parameters
    ----------
    run : coalitions.settings.Run
    notice : str
        Paragraph that stands on top when the run started from the frozen table, else empty.
    figure : str
        Address of the image of Figure 3, relative to the page.
    tables : mapping of str to pandas.DataFrame
        claims and, of a run that has them, attrition, hazard, calibration.
    fragments : mapping of str to str
        HTML of the tables written before: table_2, signs, descriptives and, of a run that has
        them, table_1, codings, own_models and own_coverage.

    Returns
    -------
    str
        HTML.
    """
    counts = tables["claims"]["verdict"].value_counts()
    shown = {name: _printed(table).html() for name, table in tables.items()}
    return render(
        "results_page.html.j2",
        run=run.statement(),
        notice=notice,
        figure=figure,
        verdicts=", ".join(f"{n} {verdict}" for verdict, n in counts.items()),
        tables={name: Markup(text) for name, text in {**fragments, **shown}.items()},
    )


def _printed(table):
    """Print numbers with four significant digits."""
    return TextTable(
        "",
        table.astype(object)
        .map(lambda cell: fixed(cell, ".4g") if isinstance(cell, float) else cell)
        .fillna(""),
    )
