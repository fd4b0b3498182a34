"""Figures as files."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.figure import Figure


def save_figure(
    figure: Figure, stem: str | Path, ends: Sequence[str] = ("pdf", "svg", "png")
) -> None:
    """Write a figure without dates, so that equal figures are equal files.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    stem : path
        Without an ending.
    ends : sequence of {"pdf", "svg", "png"}
    """
    undated = {"pdf": {"CreationDate": None}, "svg": {"Date": None}, "png": {}}
    with plt.rc_context({"svg.hashsalt": "coalitions", "svg.fonttype": "none"}):
        for end in ends:
            figure.savefig(f"{stem}.{end}", dpi=200, metadata=undated[end])
