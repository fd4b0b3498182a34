"""The parts of a page, written as Markdown or as HTML that needs no script to show formulas."""

import html
import re
from dataclasses import dataclass

import pandas as pd
import sympy as sp

_GREEK = {"theta": "θ", "omega": "ω", "beta": "β", "sigma": "σ", "pi": "π", "p-dagger": "p†"}
_GREEK_WORD = re.compile(rf"(?<![A-Za-z])({'|'.join(_GREEK)})(-hat|-dagger)?(?![a-z])")
_MARKS = {"-hat": "\N{COMBINING CIRCUMFLEX ACCENT}", "-dagger": "†", None: ""}
_SUBSCRIPT = re.compile(r"(?<![A-Za-z])([cpsβ])_([A-Za-z]+)(?:\^([A-Z]+)|-dagger)?")
_SHOWN_BY_SYMPY_AS = re.compile(r"(\\[a-z]+)d (?=\\)")  # "\thetad \beta" lacks a space


@dataclass(frozen=True)
class Heading:
    """A heading.

    Parameters
    ----------
    level : int
        1 to 6.
    text : str
        Plain text.
    """

    level: int
    text: str

    def markdown(self) -> str:
        """Return the heading as Markdown."""
        return f"{'#' * self.level} {self.text}"

    def html(self) -> str:
        """Return the heading as HTML."""
        return f"<h{self.level}>{html.escape(self.text)}</h{self.level}>"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Parameters
    ----------
    text : str
        Plain text.
    lead : str
        Words set in bold before it.
    """

    text: str
    lead: str = ""

    def markdown(self) -> str:
        """Return the paragraph as Markdown."""
        text = _with_symbols(self.text.replace("*", r"\*"))
        return f"**{self.lead}** {text}".rstrip() if self.lead else text

    def html(self) -> str:
        """Return the paragraph as HTML."""
        lead = f"<strong>{html.escape(self.lead)}</strong> " if self.lead else ""
        return f"<p>{lead}{_with_symbols(html.escape(self.text))}</p>"


@dataclass(frozen=True)
class Formula:
    """A displayed formula.

    Parameters
    ----------
    expression : sympy.Basic
        Anything SymPy can print.
    """

    expression: sp.Basic

    def markdown(self) -> str:
        """Return the formula as LaTeX between double dollars."""
        latex = sp.latex(self.expression, order="none").replace("†", r"\dagger")
        latex = _SHOWN_BY_SYMPY_AS.sub(r"\1 d ", latex)
        return f"$$\n{latex}\n$$"

    def html(self) -> str:
        """Return the formula as MathML."""
        inner = sp.mathml(self.expression, printer="presentation", order="none")
        for name, letter in _GREEK.items():  # functions keep their names in SymPy's MathML
            inner = inner.replace(f"<mi>{name}</mi>", f"<mi>{letter}</mi>")
        return f'<math display="block">{inner}</math>'


@dataclass(frozen=True, eq=False)
class Table:
    """A table.

    Parameters
    ----------
    frame : pandas.DataFrame
        Shown without its index; missing values as a dash.
    """

    frame: pd.DataFrame

    def _cells(self):
        return [[_shown(value) for value in row] for row in self.frame.itertuples(index=False)]

    def markdown(self) -> str:
        """Return the table as Markdown."""
        rows = [
            [_with_symbols(str(name)) for name in self.frame.columns],
            ["---"] * self.frame.shape[1],
        ]
        rows += [[_with_symbols(cell.replace("|", r"\|")) for cell in row] for row in self._cells()]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def html(self) -> str:
        """Return the table as HTML."""
        names = [_with_symbols(html.escape(str(name))) for name in self.frame.columns]
        head = "".join(f"<th>{name}</th>" for name in names)
        body = "\n".join(
            "<tr>"
            + "".join(f"<td>{_with_symbols(html.escape(cell))}</td>" for cell in row)
            + "</tr>"
            for row in self._cells()
        )
        return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"


@dataclass(frozen=True)
class Image:
    """A figure with its caption.

    Parameters
    ----------
    path : str
        Relative to the page.
    caption : str
        Plain text that stands alone.
    """

    path: str
    caption: str

    def markdown(self) -> str:
        """Return the figure as Markdown."""
        first_sentence = self.caption.split(". ")[0]
        return f"![{first_sentence}]({self.path})\n\n{Paragraph(self.caption).markdown()}"

    def html(self) -> str:
        """Return the figure as HTML."""
        caption = html.escape(self.caption)
        return (
            f'<figure><img src="{html.escape(self.path)}" alt="{caption}">'
            f"<figcaption>{_with_symbols(caption)}</figcaption></figure>"
        )


Block = Heading | Paragraph | Formula | Table | Image

_STYLE = """
body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; }
table { border-collapse: collapse; font-size: 0.85rem; margin: 1rem 0; }
th, td { border-bottom: 1px solid #bbb; padding: 0.2rem 0.6rem; text-align: left;
  vertical-align: top; }
img { max-width: 100%; }
figcaption { font-size: 0.9rem; }
figure { margin: 1.5rem 0; }
math { margin: 0.4rem 0; }
"""


def to_markdown(blocks: list[Block]) -> str:
    """Write a page as Markdown.

    Parameters
    ----------
    blocks : list of Block
        Parts in order.

    Returns
    -------
    str
        The page, with a final newline.
    """
    return "\n\n".join(block.markdown() for block in blocks) + "\n"


def to_html(blocks: list[Block], title: str) -> str:
    """Write a page as one HTML file.

    Parameters
    ----------
    blocks : list of Block
        Parts in order.
    title : str
        Title of the window.

    Returns
    -------
    str
        The page; figures stay in files beside it.
    """
    body = "\n".join(block.html() for block in blocks)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _with_symbols(text):
    text = _GREEK_WORD.sub(lambda m: _GREEK[m[1]] + _MARKS[m[2]], text)
    return _SUBSCRIPT.sub(_subscript, text)


def _subscript(match):
    upper = match[3] or ("†" if match[0].endswith("-dagger") else "")
    return f"{match[1]}<sub>{match[2]}</sub>" + (f"<sup>{upper}</sup>" if upper else "")


def _shown(value):
    if value is None or (isinstance(value, float) and value != value):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)
