"""What all figures share: their look, the words around them, and their files.

A figure is read without its caption: on a page of its own, in a talk, on paper. It therefore
carries title, what is seen, key and notes itself, is as wide as the text of a page of A4, so that
print does not shrink it, and has no letters below 8 points. What colour tells apart differs in
form or dash as well.
"""

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

import matplotlib.pyplot as plt
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

# Inches between the margins of A4, of two centimetres each; and of a telephone held upright, where
# the panels of a figure that is drawn for it stand below one another.
WIDTH, NARROW = 6.7, 3.4
# Points: the least that is set, and what titles have.
SMALL, TITLE = 8.0, 10.5
# Of the palette of Okabe and Ito, which the colour-blind tell apart.
BLUE, SKY, VERMILLION, GREEN = "#0072B2", "#56B4E9", "#D55E00", "#009E73"
SHADE, GREY = "0.85", "#7d7d7d"

STYLE = {
    "font.size": SMALL,
    "axes.titlesize": 8.5,
    "axes.titlelocation": "left",
    "axes.labelsize": SMALL,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "mathtext.fontset": "dejavusans",
    "figure.constrained_layout.use": True,
}
# As a decorator, gives what a function draws the look of all figures.
styled = plt.rc_context(STYLE)

_EDGE, _LINE = 0.06, 1.35  # inches from the edge; height of a line in the size of its letters
# Width of a letter of the mean text in its size, with room to spare.
_LETTER = 0.505


def frame(
    figure: Figure,
    title: str,
    lead: str = "",
    *,
    note: str = "",
    key: Sequence[Artist] = (),
    columns: int = 4,
) -> Figure:
    """Write title, lead and key above the panels of a figure and a note below, and make room.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        In constrained layout, or with axes placed by hand for the height that results.
    title, lead, note : str
        Lines are broken where they end and at the width of the figure.
    key : sequence of matplotlib.artist.Artist
        With labels.
    columns : int
        Of the key.

    Returns
    -------
    matplotlib.figure.Figure
        The same, as much higher as the words need.
    """
    texts = [(title, TITLE, "bold"), (lead, SMALL, "normal")]
    blocks = [(_broken(text, size, figure), size, weight) for text, size, weight in texts if text]
    below = _broken(note, SMALL, figure)
    rows = -(-len(key) // columns)
    head = _EDGE + sum(_tall(text, size) + 0.03 for text, size, _ in blocks) + 0.2 * rows + 0.04
    foot = _EDGE + _tall(below, SMALL) if note else 0.0
    body = figure.get_figheight()
    height = body + head + foot
    figure.set_figheight(height)
    left = _EDGE / figure.get_figwidth()
    y = _EDGE
    for text, size, weight in blocks:
        figure.text(left, 1 - y / height, text, fontsize=size, weight=weight, va="top")
        y += _tall(text, size) + 0.03
    if key:
        figure.legend(
            handles=list(key),
            loc="upper left",
            bbox_to_anchor=(left, 1 - y / height),
            ncols=columns,
            borderaxespad=0,
            borderpad=0,
            columnspacing=1.4,
            handletextpad=0.5,
        )
    if note:
        figure.text(left, _EDGE / height, below, fontsize=SMALL, va="bottom", color="0.25")
    engine = figure.get_layout_engine()
    if not isinstance(engine, ConstrainedLayoutEngine):
        for axes in figure.axes:
            place = axes.get_position()
            y = (place.y0 * body + foot) / height
            axes.set_position((place.x0, y, place.width, place.height * body / height))
    else:
        bottom = (foot + 0.04) / height
        engine.set(rect=(0, bottom, 1, 1 - head / height - bottom))
    return figure


def _broken(text, size, figure):
    letters = int((figure.get_figwidth() - 2 * _EDGE) * 72 / (size * _LETTER))
    # Bold letters, of titles, are wider.
    letters = int(letters * 0.88) if size == TITLE else letters
    return "\n".join(fill(line, letters) for line in text.splitlines())


def _tall(text, size):
    return (text.count("\n") + 1) * size * _LINE / 72 if text else 0.0


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
    # Laid out once: a layout that starts from that of the format before differs in the last digit.
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    undated = {"pdf": {"CreationDate": None}, "svg": {"Date": None}, "png": {}}
    with plt.rc_context({"svg.hashsalt": "coalitions", "svg.fonttype": "none"}):
        for end in ends:
            figure.savefig(f"{stem}.{end}", dpi=200, metadata=undated[end])
