"""The page on the appendix: its models, its measures, and how robust the estimates are."""

from collections.abc import Callable

from coalitions.report.rendering import render
from coalitions.settings import Run


def parts() -> list[str]:
    """Return the paths, in the results, of the tables and figures that the page shows."""
    found: list[str] = []

    def noted(path: str) -> str:
        found.append(path)
        return ""

    render("appendix_page.md.j2", run="", table=noted, figure=noted)
    return found


def appendix_page(read: Callable[[str], str], run: Run) -> str:
    """Write the page in Markdown.

    Parameters
    ----------
    read : callable
        Maps the path of a table to its Markdown.
    run : coalitions.settings.Run

    Returns
    -------
    str
        Figures are linked by their paths in the results.
    """
    return render(
        "appendix_page.md.j2",
        run=run.statement(),
        table=lambda path: read(path).strip(),
        figure=lambda path: path,
    )
