"""Prose of generated Markdown, broken into lines that a terminal shows."""

import re
from textwrap import wrap

WIDTH = 110
# Where a line stands for itself: tables, images, headings, comments, blocks of HTML, none at all.
_WHOLE = re.compile(r"[|#<]|!\[|[-=]+$|\s*$")
_FENCES = ("```", "$$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.)\s+")
# What would begin a list, a heading, a quotation or a table at the start of a line.
_BEGINS = re.compile(r" (?=(?:[-+*>|=]|#+|\d+[.)])(?:\s|$)|[|<])")
_KEPT = "\0"


def with_line_breaks(text: str) -> str:
    """Break prose into lines of at most `WIDTH` letters, so that the same page comes out.

    Parameters
    ----------
    text : str
        Markdown. Tables, code, formulas, images and headings keep their lines.

    Returns
    -------
    str
    """
    lines: list[str] = []
    paragraph: list[str] = []
    inside = ""
    for line in text.split("\n"):
        fence = next((mark for mark in _FENCES if line.lstrip().startswith(mark)), "")
        whole = bool(inside or fence or _WHOLE.match(line))
        if whole or _ITEM.match(line):
            lines += _broken(paragraph)
            paragraph = []
        if whole:
            lines.append(line)
        else:
            paragraph.append(line)
        if fence and inside in ("", fence):
            inside = "" if inside else fence
        # Two spaces at the end break a line on the page.
        if paragraph and line.endswith("  "):
            lines += [each + "  " * last for each, last in _marked(_broken(paragraph))]
            paragraph = []
    return "\n".join([*lines, *_broken(paragraph)])


def _broken(paragraph):
    if not paragraph:
        return []
    first = paragraph[0]
    item = _ITEM.match(first)
    start = item[0] if item else first[: len(first) - len(first.lstrip())]
    words = " ".join([first[len(start) :].strip(), *map(str.strip, paragraph[1:])])
    broken = wrap(
        _BEGINS.sub(_KEPT, words),
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_KEPT, " ") for line in broken]


def _marked(lines):
    return [(line, number == len(lines)) for number, line in enumerate(lines, start=1)]
