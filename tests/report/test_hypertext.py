"""Markdown as fragments of a page."""

import re

from coalitions.report.hypertext import hypertext, with_links

TABLE = "| Step | Rows |\n|:--|--:|\n| *a* & b | 1 |\n| c | |\n\n| Other |\n|--|\n| d |\n"


def flat(html):
    return html.replace("\n", "")


def test_a_cell_carries_the_head_of_its_column_and_the_first_names_its_row():
    html = flat(hypertext(TABLE))
    assert '<th scope="col">Rows</th>' in html
    assert '<th data-head="Step" scope="row"><em>a</em> &amp; b</th>' in html
    assert '<td data-head="Rows">1</td>' in html
    assert '<th data-head="Other" scope="row">d</th>' in html


def test_what_a_head_says_cannot_leave_its_attribute():
    html = hypertext('| a | b" onclick="x |\n|--|--|\n| c | d |\n')
    assert 'data-head="b&quot; onclick=&quot;x"' in html


def test_the_frame_of_a_table_is_named_after_its_heading_or_its_columns():
    html = hypertext(f'{TABLE}\n# Of "x" & *y*\n\n{TABLE}')
    named = re.findall(r'class="frame" tabindex="0" role="group" aria-label="(.*?)">', html)
    assert named == ["Table: Step, Rows", "Table: Other", *["Of &#34;x&#34; &amp; y"] * 2]


def heads(table):
    """Return what heads each row where it is a card."""
    cells = re.findall(r'<th data-head="(.*?)" scope="row"(.*?)>(.*?)</th>', hypertext(table))
    more = [re.search(r'data-more="(.*?)"', attributes) for _, attributes, _ in cells]
    return [
        f"{head} " * ('class="number"' in attributes) + text + (f", {beside[1]}" if beside else "")
        for (head, attributes, text), beside in zip(cells, more, strict=True)
    ]


def test_rows_that_begin_alike_are_headed_by_what_tells_them_apart():
    top = "| Crisis | A | P | x |\n|--|--|--|--|\n"
    assert heads(f"{top}| 255 | *a* | b | 1 |\n| 255 | a | c | 1 |\n") == [
        "Crisis 255, a, b",
        "Crisis 255, a, c",
    ]
    assert heads(f"{top}| 1 | a | b | 1 |\n| 2 | a | b | 1 |\n| all | a | b | 1 |\n") == [
        "Crisis 1",
        "Crisis 2",
        "all",
    ]
    # Where nothing tells them apart, more cells are no better.
    assert heads(f"{top}| d | a | b | 1 |\n| d | a | b | 1 |\n") == ["d", "d"]


def test_links_start_from_the_pages_of_the_project_or_are_words():
    text = "By the [plan](plan.md#why), [here](#a) and [there](https://example.org/a)."
    linked = hypertext(text, docs="../docs")
    assert '<a href="../docs/plan.md#why">plan</a>' in linked
    assert '<a href="#a">here</a> and <a href="https://example.org/a">there</a>' in linked
    assert "By the plan, " in hypertext(text)


def test_pages_that_a_text_names_are_linked_and_all_else_is_escaped():
    found = with_links("a < b, see docs/method/limits.md and mydocs/a.md", "../docs")
    link = '<a href="../docs/method/limits.md">docs/method/limits.md</a>'
    assert found == f"a &lt; b, see {link} and mydocs/a.md"
    assert link in hypertext("see docs/method/limits.md.", docs="../docs")
    assert "see docs/method/limits.md." in hypertext("see docs/method/limits.md.")
