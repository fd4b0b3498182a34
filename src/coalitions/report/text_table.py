"""The one way in which the project writes tables: as CSV, Markdown, HTML and LaTeX."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from coalitions.settings import Run

if TYPE_CHECKING:
    from great_tables import GT

# How a table is written, as endings of files.
FORMATS = ("csv", "md", "html", "tex")


def markdown_table(frame: pd.DataFrame, decimals: int | None = None) -> str:
    """Write a table in Markdown.

    Parameters
    ----------
    frame : pandas.DataFrame
        The index is not written; a vertical bar within a cell is escaped.
    decimals : int, optional
        Take what looks like a number for one: aligned on the right, with so many decimals unless
        it is whole, blank where missing. By default all cells are text that stands as it is.

    Returns
    -------
    str
        Without a final newline.
    """
    cells = frame.rename(columns=_bars_escaped).map(_bars_escaped).astype(object)
    return cells.where(cells.notna(), None).to_markdown(
        index=False,
        disable_numparse=decimals is None,
        floatfmt=f".{decimals or 0}f",
        missingval="",
    )


def _bars_escaped(cell):
    return cell.replace("|", r"\|") if isinstance(cell, str) else cell


@dataclass(frozen=True, eq=False)
class TextTable:
    """A table as readers see it.

    Attributes
    ----------
    title : str
        Stands above; empty for none.
    frame : pandas.DataFrame
        Cells as they are to be read; the index is not shown.
    note : str
        Stands below; empty for none.
    """

    title: str
    frame: pd.DataFrame
    note: str = ""

    def markdown(self) -> str:
        """Return the table in Markdown, its title in bold."""
        parts = (f"**{self.title}**" if self.title else "", markdown_table(self.frame), self.note)
        return "\n\n".join(part for part in parts if part) + "\n"

    def html(self) -> str:
        """Return the table as a fragment of HTML that brings its own style."""
        return self._layout().as_raw_html() + "\n"

    def latex(self) -> str:
        r"""Return the table as a float for LaTeX with the packages booktabs and caption."""
        return self._layout().as_latex()

    def write(self, stem: str | Path, run: Run) -> None:
        """Write the table in every format, its note followed by what the run says of itself.

        Parameters
        ----------
        stem : path
            Without an ending; a dot within the name is kept.
        run : coalitions.settings.Run
            The run it belongs to.
        """
        shown = replace(self, note=f"{self.note} {run.statement()}")
        texts = (self.frame.to_csv(index=False), shown.markdown(), shown.html(), shown.latex())
        for end, text in zip(FORMATS, texts, strict=True):
            Path(f"{stem}.{end}").write_text(text, encoding="utf-8")

    def _layout(self) -> "GT":
        # Imported here because only whole tables need it, not their numbers.
        from great_tables import GT

        # A name made from the table instead of a random one, so that equal tables are equal files.
        known = "|".join([self.title, *map(str, self.frame.columns)])
        table = GT(self.frame, id=f"table-{sha256(known.encode()).hexdigest()[:8]}")
        if self.title:
            table = table.tab_header(title=self.title)
        return table.tab_source_note(self.note) if self.note else table
