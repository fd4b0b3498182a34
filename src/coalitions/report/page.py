"""The page that shows all results of a run."""

from jinja2 import Environment


def render(template, *, notice, figure, tables, fragments):
    """Fill the page.

    Parameters
    ----------
    template : str
        Jinja template.
    notice : str
        Paragraph that stands on top when the run started from the frozen table, else empty.
    figure : str
        Address of the image of Figure 3, relative to the page.
    tables : mapping of str to pandas.DataFrame
        attrition, hazard, calibration, claims.
    fragments : mapping of str to str
        HTML of the tables written before: table_1, table_2, signs,
        descriptives, codings.

    Returns
    -------
    str
        HTML.
    """
    counts = tables["claims"]["verdict"].value_counts()
    verdicts = "Claims of the paper: " + ", ".join(f"{n} {v}" for v, n in counts.items()) + "."
    html = {
        name: table.to_html(index=False, border=0, na_rep="", float_format="{:.4g}".format)
        for name, table in tables.items()
    }
    return (
        Environment(autoescape=False)
        .from_string(template)
        .render(notice=notice, figure=figure, verdicts=verdicts, **html, **fragments)
    )
