"""The page on the appendix names its parts and shows each."""

import re

from coalitions.report.appendix_page import appendix_page, parts
from coalitions.settings import Run


def test_the_page_shows_every_part_once_in_order():
    asked = []

    def read(path):
        asked.append(path)
        return f"\nthe table {path}\n"

    text = appendix_page(read, Run(name="mine", differences=()))
    tables = [path for path in parts() if path.endswith(".md")]
    figures = [path for path in parts() if path.endswith(".svg")]
    assert asked == tables
    assert len(set(parts())) == len(parts()) == len(tables) + len(figures)
    assert all(f"\n\nthe table {path}\n\n" in text for path in tables)
    assert re.findall(r"\]\((.*?)\)", text) == figures
    assert "Run mine. Configuration: the default." in text
    assert text.endswith(")\n")
