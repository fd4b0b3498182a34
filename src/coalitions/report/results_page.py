"""The page that shows all results of a run."""

from jinja2 import Environment
from markupsafe import Markup


def render(template, *, run, notice, figure, tables, fragments):
    """Fill the page.

    Parameters
    ----------
    template : str
        Jinja template.
    run : coalitions.settings.Run
    notice : str
        Paragraph that stands on top when the run started from the frozen table, else empty.
    figure : str
        Address of the image of Figure 3, relative to the page.
    tables : mapping of str to pandas.DataFrame
        claims and, of a run that has them, attrition, hazard, calibration.
    fragments : mapping of str to str
        HTML of the tables written before: table_2, signs, descriptives and, of a run that has
        them, table_1 and codings.

    Returns
    -------
    str
        HTML.
    """
    counts = tables["claims"]["verdict"].value_counts()
    verdicts = "Claims of the paper: " + ", ".join(f"{n} {v}" for v, n in counts.items()) + "."
    html = fragments | {
        name: table.to_html(index=False, border=0, na_rep="", float_format="{:.4g}".format)
        for name, table in tables.items()
    }
    return (
        Environment(autoescape=True)
        .from_string(template)
        .render(
            run=run.statement(),
            notice=notice,
            figure=figure,
            verdicts=verdicts,
            **{name: Markup(text) for name, text in html.items()},
        )
    )
