"""Pages from templates: prose stands in the templates, numbers and tables come from Python."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from coalitions.report import labels, number_text
from coalitions.report.hypertext import with_links
from coalitions.report.text_table import markdown_table

_ENVIRONMENT = Environment(
    loader=PackageLoader("coalitions.report"),
    # In Markdown nothing is escaped.
    autoescape=lambda name: name is not None and name.endswith(".html.j2"),
    undefined=StrictUndefined,
    keep_trailing_newline=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters |= {
    "table": markdown_table,
    "coefficient": number_text.coefficient,
    "count": number_text.count,
    "percent": number_text.percent,
    "p_value": number_text.p_value,
    "sign": number_text.sign_word,
    "choice_in_text": labels.choice_in_text,
    "with_capital": labels.with_capital,
    "with_links": with_links,
    "words": labels.words,
}


def render(template: str, **values: object) -> str:
    """Fill a template of ``coalitions/report/templates``.

    Parameters
    ----------
    template : str
        Name of its file. What a template ending in ``.html.j2`` is given is escaped unless it is
        `markupsafe.Markup`.
    **values
        What the template asks for.

    Returns
    -------
    str

    Raises
    ------
    jinja2.UndefinedError
        When the template asks for a value that is not given.
    """
    return _ENVIRONMENT.get_template(template).render(values)
