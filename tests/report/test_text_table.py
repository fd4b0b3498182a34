"""Tables as files: four formats, escaped, with the statement of their run."""

import html
import re

import pandas as pd
import pytest

from coalitions.report.text_table import TextTable, markdown_table
from coalitions.settings import Run

DEFAULT = Run(name=None, differences=())
ROWS = pd.DataFrame({"25%": ["a & b", ""], "mid_display": ["1 < 2", "50%"]})


def files(table, folder, run=DEFAULT):
    table.write(folder / "t", run)
    return {
        end: (folder / f"t.{end}").read_text(encoding="utf-8")
        for end in ("csv", "md", "html", "tex")
    }


def cells(text):
    """Return the rows of cells of a table in HTML, headings first."""
    rows = re.findall(r"<tr.*?</tr>", text, re.DOTALL)
    return [[html.unescape(c) for c in re.findall(r"<t[dh][^>]*>([^<]*)</t", r)] for r in rows]


@pytest.fixture
def written(tmp_path):
    return files(TextTable("Crisis #255, 50% & more", ROWS, "A note."), tmp_path)


def test_table_is_written_in_four_formats(written):
    assert written["csv"].splitlines()[:2] == ["25%,mid_display", "a & b,1 < 2"]
    assert written["md"].startswith("**Crisis #255, 50% & more**")
    assert "| a & b | 1 < 2" in written["md"]
    for text in written.values():
        assert "nan" not in text


def test_html_holds_the_title_the_headings_and_every_cell(written):
    assert cells(written["html"])[:4] == [
        ["Crisis #255, 50% & more"],
        ["25%", "mid_display"],
        ["a & b", "1 < 2"],
        ["", "50%"],
    ]


def test_html_and_latex_escape_cells_headers_and_title(written):
    assert "1 &lt; 2" in written["html"]
    tex = written["tex"]
    for part in (r"25\%", r"mid\_display", r"a \& b", r"50\%", r"Crisis \#255, 50\% \& more"):
        assert part in tex
    table_rows = tex[tex.index(r"\toprule") : tex.index(r"\bottomrule")]
    lines = [line.strip() for line in table_rows.strip().splitlines()]
    assert all(line.endswith(r"\\") or "rule" in line for line in lines)
    assert r"a \& b & 1 \textless{} 2 \\" in lines


def test_a_table_says_which_run_it_belongs_to_and_escapes_what_users_wrote(tmp_path):
    run = Run(name="mine", differences=(r"insecurity.file: a<b\{x}_1.csv (default: null)",))
    text = files(TextTable("Table <1>", pd.DataFrame({"a": ["1"]}), "A note."), tmp_path, run)
    assert "Run mine. Configuration: the default but for insecurity.file: a<b" in text["md"]
    assert "a&lt;b" in text["html"]
    assert re.search(r'id="table-\w{8}-title">Table &lt;1&gt;</td>', text["html"])
    assert r"a\textless{}b\textbackslash{}\{x\}\_1.csv" in text["tex"]


def test_notes_stand_below(written):
    note = "A note. Configuration: the default."
    assert written["md"].rstrip().endswith(note)
    assert f"{note}</span></td></tr></tfoot>" in written["html"]
    assert written["tex"].index(note) > written["tex"].index(r"\bottomrule")


def test_a_latex_table_carries_its_note_with_special_characters_escaped(tmp_path):
    table = TextTable("50% of #1", pd.DataFrame({"a": ["1"]}), "p < .05; coding mid_force & more")
    text = files(table, tmp_path)["tex"]
    title = text[text.index(r"\caption") : text.index(r"\begin{tabular")]
    assert r"50\% of \#1" in title
    assert r"p \textless{} .05; coding mid\_force \& more" in text
    assert text.rstrip().endswith(r"\end{table}")


def test_equal_tables_are_equal_files():
    one, two = (TextTable("A title", ROWS.copy(), "A note.") for _ in range(2))
    assert one.html() == two.html()


def test_markdown_takes_cells_as_they_are_or_as_numbers():
    frame = pd.DataFrame({"a|b": ["x|y", "z"], "n": [1.23456, None], "k": [1, 20]})
    lines = markdown_table(frame.astype(object), decimals=3).splitlines()
    assert lines[1].endswith(":|----:|") or lines[1].count(":") == 3
    assert [c.strip() for c in re.split(r"(?<!\\)\|", lines[2])[1:-1]] == [r"x\|y", "1.235", "1"]
    assert [c.strip() for c in re.split(r"(?<!\\)\|", lines[3])[1:-1]] == ["z", "", "20"]
    text = markdown_table(pd.DataFrame({"version": ["1.10", "2.0"]}))
    assert text.splitlines()[2].strip("| ") == "1.10"


def test_a_table_without_title_and_note_is_the_table_alone():
    table = TextTable("", ROWS)
    assert table.markdown() == markdown_table(ROWS) + "\n"
    assert "gt_title" not in table.html().split("<table")[1]
