"""Generated prose in lines that a terminal shows, and the same page from them."""

import re

import pytest
from markdown_it import MarkdownIt

from coalitions.report.documents import documents
from coalitions.report.line_breaks import WIDTH, with_line_breaks
from documentation import GENERATED, prose

LONG = "A sentence of some words - and 3. more, # of them | with a `code that stays` in it. " * 3


def rendered(text):
    """Return the page that a text makes; where a line breaks is no difference."""
    parser = MarkdownIt("commonmark").enable("table")
    return re.sub(r"\s+", " ", parser.render(text))


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        f"- {LONG}\n- {LONG}\n  - {LONG}\n",
        f"12. {LONG}\n    Then more.\n13. Short.",
        f"| a | b |\n|---|---|\n| {LONG.replace('|', '')} | c |\n\n{LONG}",
        f"```sh\n{LONG}\n```\n{LONG}",
        f"$$\n{LONG}\n$$\n\n{LONG}",
        f"First.  \n{LONG}",
        f"# {LONG}\n{LONG}",
        "word " * 20 + "- 1 " * 10,
    ],
)
def test_the_same_page_comes_out(text):
    broken = with_line_breaks(text)
    assert rendered(broken) == rendered(text)
    assert with_line_breaks(broken) == broken


def test_code_tables_and_formulas_keep_their_lines():
    for text in (f"```sh\n{LONG}\n```", f"$$\n{LONG}\n$$", f"| {LONG} |", f"![{LONG}](a.svg)"):
        assert with_line_breaks(text) == text


def test_lines_are_no_longer_than_they_may_be():
    assert max(map(len, with_line_breaks(f"- {LONG}").splitlines())) <= WIDTH


def test_no_generated_page_has_a_longer_line_of_prose(root):
    seen = 0
    for path, text in documents(root).items():
        if text.startswith(GENERATED):
            seen += 1
            formulas = re.sub(r"^\$\$\n.*?^\$\$$", "", text, flags=re.MULTILINE | re.DOTALL)
            # An address or a name cannot be broken.
            long = [
                line for _, line in prose(formulas) if len(line) > WIDTH and " " in line.strip()
            ]
            assert not long, f"{path}: {long[0]}"
    assert seen > 15
