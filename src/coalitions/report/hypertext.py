"""Markdown, as the project's tables and pages are written, as fragments of a page in HTML."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

# A table scrolls in its own frame, so that a page fits a narrow screen; the keyboard reaches it,
# and a screen reader says which of many it is.
_FRAME = '<div class="frame" tabindex="0" role="group" aria-label="{}">\n<table>\n'
# A page of the project that a text names, where it is no link already.
_PAGE = re.compile(r"(?<![\w/`\[])(?<!\]\()docs/([\w/-]+\.md)\b")

_NUMBER = re.compile(r"[\d,.]+")


def hypertext(text: str, level: int = 3, docs: str = "") -> Markup:
    """Turn Markdown into HTML; HTML within it shows as text.

    Parameters
    ----------
    text : str
        Headings, paragraphs, lists, tables. A paragraph in bold that stands alone, as the titles of
        tables do, becomes a heading.
    level : int
        Level of the first kind of heading, ``#``, and of such titles.
    docs : str
        The project's folder ``docs`` as seen from the page. Links of the text to other files start
        there, and pages that it names, such as ``docs/claims.md``, become links; without it both
        are words.

    Returns
    -------
    markupsafe.Markup
        Cells of tables carry the head of their column, which a narrow screen shows beside each,
        and the first of a row what tells it from others. A table's frame is named after the heading
        above it, or after its columns.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    text = re.sub(r"^\*\*([^*\n]+)\*\*$", r"# \1", text, flags=re.MULTILINE)
    if docs:
        text = _PAGE.sub(r"[docs/\1](\1)", text)
    tokens = parser.parse(text)
    _name_cells(tokens)
    _name_tables(tokens)
    _tell_rows_apart(tokens)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + level - 1, 6)}"
        if token.children:
            token.children = list(_linked(token.children, docs))
    parser.add_render_rule("table_open", _frame_opens)
    parser.add_render_rule("table_close", _frame_closes)
    return Markup(parser.renderer.render(tokens, parser.options, {}))


def with_links(text: str, docs: str) -> Markup:
    """Escape a text, and link the pages that it names.

    Parameters
    ----------
    text : str
    docs : str
        As for `hypertext`.

    Returns
    -------
    markupsafe.Markup
    """
    return Markup(_PAGE.sub(rf'<a href="{escape(docs)}/\1">docs/\1</a>', str(escape(text))))


def _name_cells(tokens: Sequence[Token]) -> None:
    """Let the first cell name its row, and give each cell the head of its column."""
    heads: list[str] = []
    column = 0
    for token, content in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "table_open":
            heads = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            heads.append(content.content if content else "")
            # The page's own style aligns columns.
            token.attrs = {"scope": "col"}
        elif token.type == "td_open":
            token.attrs = {"data-head": heads[column]}
        if token.type in ("td_open", "td_close") and column == 0:
            token.tag = "th"
            if token.type == "td_open":
                token.attrs["scope"] = "row"
        column += token.type == "td_close"


def _name_tables(tokens: Sequence[Token]) -> None:
    """Name each table after the heading above it, or, where there is none, after its columns."""
    heading = ""
    for i, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _text(tokens[i + 1])
        elif token.type == "table_open":
            token.meta["name"] = heading or f"Table: {', '.join(_heads(tokens[i:]))}"


def _heads(tokens):
    """Return the heads of the columns of the table that opens first."""
    end = next(i for i, token in enumerate(tokens) if token.type == "thead_close")
    return [_text(tokens[i + 1]) for i in range(end) if tokens[i].type == "th_open"]


def _tell_rows_apart(tokens: Sequence[Token]) -> None:
    """Give the first cell of a row those beside it where it alone is no name for the row.

    On a narrow screen a row is a card headed by its first cell: numbers there want the head of
    their column before them, and what other rows begin with too wants what stands beside it.
    """
    rows: list[list[tuple[Token, str]]] = []
    for token, content in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "tbody_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "td_open" and content:
            rows[-1].append((token, _text(content)))
        elif token.type == "tbody_close":
            beside = _beside([[text for _, text in row] for row in rows])
            for row, more in zip(rows, beside, strict=True):
                first, text = row[0]
                if _NUMBER.fullmatch(text):
                    first.attrs["class"] = "number"
                if more:
                    first.attrs["data-more"] = more


def _beside(rows):
    """Return of each row the cells after the first that it takes for no two rows to be alike."""
    for columns in range(1, len(rows[0]) + 1):
        names = [tuple(row[:columns]) for row in rows]
        if len(set(names)) == len(rows):
            return [", ".join(name[1:]) for name in names]
    return [""] * len(rows)


def _text(inline):
    return "".join(child.content for child in inline.children or ())


def _frame_opens(renderer, tokens, at, options, env):
    return _FRAME.format(escape(tokens[at].meta["name"]))


def _frame_closes(renderer, tokens, at, options, env):
    return "</table>\n</div>\n"


def _linked(tokens: Sequence[Token], docs: str) -> Iterator[Token]:
    """Let links to other files start from the project's pages, or leave them out."""
    leads = True
    for token in tokens:
        if token.type == "link_open":
            target = str(token.attrs["href"])
            outside = target.startswith(("#", "https:", "http:"))
            leads = outside or bool(docs)
            if docs and not outside:
                token.attrs["href"] = f"{docs}/{target}"
        if leads or token.type not in ("link_open", "link_close"):
            yield token
