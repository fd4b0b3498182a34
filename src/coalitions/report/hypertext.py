"""Markdown, as the project's tables and pages are written, as fragments of a page in HTML."""

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

# A table scrolls in its own frame, so that a page fits a narrow screen; the keyboard reaches it.
_FRAME = '<div class="frame" tabindex="0" role="group" aria-label="Table">\n<table>\n'
# A row's first cell names it.
_FIRST_CELL = re.compile(r"<tr>\n<td>(.*?)</td>", re.DOTALL)


def hypertext(text: str, level: int = 3) -> Markup:
    """Turn Markdown into HTML; HTML within it shows as text, and links to other files as words.

    Parameters
    ----------
    text : str
        Headings, paragraphs, lists, tables. A paragraph in bold that stands alone, as the titles of
        tables do, becomes a heading.
    level : int
        Level of the first kind of heading, ``#``, and of such titles.

    Returns
    -------
    markupsafe.Markup
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    text = re.sub(r"^\*\*([^*\n]+)\*\*$", r"# \1", text, flags=re.MULTILINE)
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + level - 1, 6)}"
        if token.type in ("th_open", "td_open"):
            # The page's own style aligns columns.
            token.attrs = {"scope": "col"} if token.type == "th_open" else {}
        if token.children:
            token.children = list(_without_files(token.children))
    html = parser.renderer.render(tokens, parser.options, {})
    html = html.replace("<table>\n", _FRAME).replace("</table>", "</table>\n</div>")
    return Markup(_FIRST_CELL.sub(r'<tr>\n<th scope="row">\1</th>', html))


def _without_files(tokens):
    """Leave out links that lead beside the page, which may be read where nothing else is."""
    leads = True
    for token in tokens:
        if token.type == "link_open":
            leads = str(token.attrs["href"]).startswith(("#", "https:", "http:"))
        if leads or token.type not in ("link_open", "link_close"):
            yield token
