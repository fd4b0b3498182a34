"""Both pages work, fit and print in a real browser."""

import numpy as np
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from browsers import WIDTHS
from coalitions.multiverse.effects import TESTED
from coalitions.multiverse.shares import shares
from coalitions.report.figure_files import NARROW, WIDTH
from coalitions.report.labels import option_labels
from coalitions.report.number_text import count, percent
from multiverse_results import MANY, choice_table, many_results

pytestmark = pytest.mark.workflow


@pytest.fixture(scope="module")
def results():
    return many_results()


def table_of(page):
    """Return the explorer's shares as shown: by hypothesis, a row of texts."""
    rows = page.find("#shares tbody tr")
    return {
        row.find_element("tag name", "th").text: [
            cell.text for cell in row.find_elements("tag name", "td")
        ]
        for row in rows
    }


def expected(results, name="equivalent", **picked):
    """Return the same texts from the project's own counts."""
    for choice, option in picked.items():
        results = results[results[choice].eq(option)]
    verdicts = ("supported", "cannot_tell", "contradicted", "no_estimate")
    return {
        row["label"]: [*(percent(row[f"{v}_of_all"]) for v in verdicts), count(row["universes"])]
        for row in shares(results, name).to_dict("records")
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_and_nothing_goes_wrong(page, width, scheme):
    page.colours(scheme)
    page.resize(width)
    page.photograph(f"{width}_{scheme}")
    assert page.run("return document.documentElement.scrollWidth") <= width
    assert page.overflowing() == []
    assert page.console() == []


def test_on_a_telephone_no_table_scrolls_and_every_cell_says_what_it_is(page):
    page.resize(360)
    page.run("document.querySelector('#universes tbody button')?.click()")
    page.run("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    frames = (
        "[...document.querySelectorAll('.frame')].filter(f => f.querySelector('table, source'))"
    )
    assert page.run(f"return {frames}.length") > 2
    assert (
        page.run(
            f"return {frames}.filter(f => f.scrollWidth > f.clientWidth).map(f => f.innerText)"
        )
        == []
    )
    assert (
        page.run(
            "return [...document.querySelectorAll('table:has(th:nth-child(5)) td')]"
            ".filter(cell => !cell.dataset.head).map(cell => cell.innerText)"
        )
        == []
    )


@pytest.mark.parametrize(("width", "inches"), [(360, NARROW), (1280, WIDTH)])
def test_figures_are_those_for_the_screen_with_letters_that_keep_their_size(report, width, inches):
    report.resize(width)
    drawn = "[...document.querySelectorAll('picture:has(source) img')]"
    assert report.run(f"return {drawn}.length") == 3
    pixels = 96 * inches
    report.wait(f"return {drawn}.every(i => Math.abs(i.naturalWidth - {pixels}) < 2)")
    assert min(report.run(f"return {drawn}.map(i => i.clientWidth)")) > 0.95 * pixels


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(page, axe, scheme):
    page.colours(scheme)
    page.run("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    # In the page, as a change of colours draws the explorer's table anew.
    page.run("document.querySelector('#universes tbody button')?.click()")
    assert page.barriers(axe) == []


def test_axe_is_able_to_find_one(report, axe):
    report.run("document.querySelector('img').removeAttribute('alt')")
    assert [rule for rule, _ in report.barriers(axe)] == ["image-alt"]


def test_the_contents_lead_to_headings_in_sight(report):
    links = report.find("nav a")
    assert len(links) > 5
    for link in links:
        report.run("arguments[0].click()", link)
        heading = report.one(f"[id='{link.get_attribute('hash')[1:]}']")
        assert heading.tag_name in ("h1", "h2")
        top, bottom = report.run(
            "const r = arguments[0].getBoundingClientRect(); return [r.top, r.bottom]", heading
        )
        assert -1 <= top < bottom <= 901, link.text


def test_the_filter_leaves_the_claims_of_a_verdict(report):
    for label in report.find(".filter label"):
        label.click()
        number, _, verdict = label.text.partition(" ")
        shown = [e for e in report.find(".claim .mark") if e.is_displayed()]
        if number == "all":
            assert len(shown) == int(verdict)
        else:
            assert len(shown) == int(number)
            assert {mark.text for mark in shown} == {verdict}


def test_a_claim_opens_by_keyboard(report):
    first = report.find(".claim summary")[0]
    evidence = report.find(".claim div")[0]
    assert not evidence.is_displayed()
    first.send_keys(Keys.ENTER)
    assert evidence.is_displayed()


def test_a_claim_shows_that_it_opens(report):
    turned = (
        "const s = getComputedStyle(document.querySelector('.claim summary'), '::before');"
        "return [parseFloat(s.borderRightWidth) * parseFloat(s.width), s.transform]"
    )
    drawn, shut = report.run(turned)
    assert drawn > 0
    report.find(".claim summary")[0].click()
    assert report.run(turned)[1] != shut


def test_on_paper_figures_keep_their_size_and_claims_lead_to_the_file(report):
    report.paper()
    width = report.run("return document.querySelector('#figure-3 ~ figure img').clientWidth")
    assert abs(width - 96 * WIDTH) < 2
    mark = "const mark = document.querySelector('.claim .mark'); mark.textContent = "
    lines = "return mark.getClientRects().length * mark.clientHeight"
    one = report.run(f"{mark}'x'; {lines}")
    assert report.run(f"{mark}'by construction'; {lines}") == one
    said = report.one(".filtered > p").text
    assert "claims.md" in said
    assert "Open one" not in said
    report.colours("light")
    said = report.one(".filtered > p").text
    assert "claims.md" not in said
    assert "Open one" in said


def test_it_prints_on_few_pages(report):
    pages = report.printed()
    assert 2 < len(pages) < 12
    assert "The evidence" in pages[0].extract_text()


def test_the_explorer_begins_with_the_headline(explorer, results):
    assert table_of(explorer) == expected(results)


def test_the_explorer_counts_what_is_picked(explorer, results):
    explorer.one("input[name='set'][value='2']").click()
    assert table_of(explorer) == expected(results, "all")
    explorer.run("document.querySelector('.choice').open = true")
    boxes = explorer.find("input[data-choice='0']")
    for box in boxes[1:]:
        box.click()
    assert table_of(explorer) == expected(results, "all", coding="cases")
    boxes[0].click()
    empty = table_of(explorer)[TESTED[0].label]
    assert empty == ["", "", "", "", "0"]
    assert "No universe" in explorer.one("#page").text
    explorer.one("#reset").click()
    assert table_of(explorer) == expected(results, "all")
    assert explorer.console() == []


def test_the_explorer_draws_every_universe_with_an_estimate(explorer, results):
    of_h2 = results[results["term"].eq("insecurity_a") & results["model"].eq(2)]
    every = of_h2[of_h2["equation"].eq("mean")]
    of_h2 = every[every["status"].eq("ok")]
    explorer.one("input[name='hypothesis'][value='2']").click()
    assert f"{len(of_h2):,} universes with an estimate" in explorer.one("#caption").text
    assert explorer.one("#page").text == f"1 to 10 of {len(every):,}"
    least = (of_h2["estimate"] * of_h2["sd"]).min()
    shown = explorer.find("#universes tbody td")[0].text.replace("\N{MINUS SIGN}", "-")
    assert np.isclose(float(shown), least, atol=5e-4)


def test_a_universe_shows_what_it_is_and_how_to_rebuild_it(explorer, results):
    explorer.find("#universes tbody button")[2].send_keys(Keys.ENTER)
    title = explorer.one("#universe-title")
    assert explorer.driver.switch_to.active_element == title
    digest = title.text.removeprefix("Universe ")
    own = results[results["universe"].eq(digest)].iloc[0]
    command = f"snakemake --cores all --config universe=u{digest}"
    assert explorer.one("#command").text == command
    rows = explorer.find("#configuration tbody tr")
    assert len(rows) > 10
    choices = choice_table(MANY)
    labels = dict(zip(choices["option"], option_labels(choices), strict=True))
    assert rows[0].find_elements("tag name", "td")[0].text == labels[own["coding"]]
    explorer.one("#after").click()
    assert explorer.one("#universe-title").text != f"Universe {digest}"
    explorer.one("#before").click()
    assert explorer.one("#universe-title").text == f"Universe {digest}"


def test_a_point_of_the_curve_shows_its_universe(explorer):
    canvas = explorer.one("#curve canvas")
    explorer.run("arguments[0].scrollIntoView({block: 'center'})", canvas)
    # The curve runs from corner to corner: some point lies on the way down its middle.
    for down in range(20, 330, 3):
        ActionChains(explorer.driver, 0).move_to_element_with_offset(
            canvas, 0, down - canvas.size["height"] // 2
        ).click().perform()
        if explorer.one("#universe").is_displayed():
            break
    assert explorer.one("#universe-title").text.startswith("Universe 0")


def test_without_javascript_the_explorer_shows_the_headline(explorer, results):
    explorer.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        explorer.driver.refresh()
        assert table_of(explorer) == expected(results)
        assert explorer.one("noscript img").is_displayed()
        assert not explorer.one("#live").is_displayed()
    finally:
        explorer.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
