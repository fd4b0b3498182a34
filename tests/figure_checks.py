"""Whether a figure can be read where it is printed: nothing small, cut off, or written over."""

from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Text

WIDEST = 6.7  # inches, the text of a page of A4


def assert_readable(figure: Figure, *, below: float = 8.0) -> None:
    """Fail where a figure is wider than a page, or a text small, cut off, or over another.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    below : float
        Points that no letters may be below.
    """
    assert figure.get_figwidth() <= WIDEST
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    page = figure.bbox
    boxes = {}
    for text in figure.findobj(Text):
        if not (text.get_visible() and text.get_text().strip()) or _hidden_tick(figure, text):
            continue
        assert text.get_fontsize() >= below, text.get_text()
        # Without the lines that lead from an annotation.
        box = Text.get_window_extent(text, renderer)
        over = max(-box.x0, -box.y0, box.x1 - page.x1, box.y1 - page.y1)
        assert over < 0.5, f"cut off: {text.get_text()}"
        # The box of slanted text holds more than its letters.
        if text.get_rotation() % 90 == 0:
            boxes[text] = box
    for one, other in combinations(boxes, 2):
        a, b = boxes[one], boxes[other]
        wide, tall = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        # Boxes have some air around the letters.
        assert wide < 2 or tall < 2.5, f"{one.get_text()!r} is over {other.get_text()!r}"


def _hidden_tick(figure, text):
    """Whether a text is the label of a tick beyond the axis, which matplotlib does not draw."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            every = {t for tick in [*axis.majorTicks, *axis.minorTicks] for t in _labels(tick)}
            if text in every:
                drawn = {t for tick in axis._update_ticks() for t in _labels(tick)}
                return text not in drawn or not axes.axison
    return False


def _labels(tick):
    return tick.label1, tick.label2
