"""The words around a figure make room for themselves; the check of figures finds what is bad."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.lines import Line2D

from coalitions.report.figure_files import SMALL, WIDTH, frame, save_figure, styled
from figure_checks import assert_readable

mpl.use("agg")

LONG = "What is seen in a figure stands above it in words, and these may take many lines. " * 4


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


@styled
def framed(**words):
    figure, axis = plt.subplots(figsize=(WIDTH, 3.0))
    axis.plot([0, 1], [0, 1])
    axis.set(xlabel="across", ylabel="up", title="a panel")
    return frame(figure, "A title", **words)


def test_words_are_broken_and_the_figure_grows_by_them():
    key = [Line2D([], [], label=f"line {number}") for number in range(9)]
    short, long = framed(lead="Few words."), framed(lead=LONG, note=LONG, key=key)
    assert_readable(long)
    lines = sum(text.get_text().count("\n") for text in long.texts)
    assert lines >= 4
    assert long.get_figheight() > short.get_figheight() + lines * SMALL / 72
    # What grows is around the panel, which keeps its size.
    short.canvas.draw()
    tall = [f.axes[0].get_window_extent().height / f.dpi for f in (short, long)]
    assert tall[1] == pytest.approx(tall[0], abs=0.1)


@styled
def test_axes_placed_by_hand_keep_their_inches():
    figure = plt.figure(figsize=(WIDTH, 2.0), layout="none")
    axis = figure.add_axes((0.1, 0.25, 0.8, 0.5))
    frame(figure, "A title", LONG, note=LONG)
    place, height = axis.get_position(), figure.get_figheight()
    assert place.height * height == pytest.approx(1.0)
    foot = sum(text.get_text().count("\n") + 1 for text in figure.texts[-1:]) * SMALL * 1.35 / 72
    assert place.y0 * height == pytest.approx(0.5 + foot + 0.06)


def test_a_file_does_not_depend_on_those_written_before_it(tmp_path):
    save_figure(framed(lead=LONG), tmp_path / "alone", ends=("svg",))
    save_figure(framed(lead=LONG), tmp_path / "last", ends=("pdf", "png", "svg"))
    assert (tmp_path / "alone.svg").read_bytes() == (tmp_path / "last.svg").read_bytes()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda figure: figure.text(0.5, 0.5, "small", fontsize=6), "small"),
        (lambda figure: figure.text(0.98, 0.5, "beyond the edge"), "cut off: beyond the edge"),
        (lambda figure: figure.text(0.01, 0.985, "over", va="top"), "is over"),
        (lambda figure: figure.set_figwidth(9), None),
    ],
)
def test_the_check_finds_what_cannot_be_read(spoil, message):
    figure = framed()
    assert_readable(figure)
    spoil(figure)
    with pytest.raises(AssertionError, match=message):
        assert_readable(figure)
