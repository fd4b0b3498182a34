"""The page of the default's results fits, prints and opens without a barrier."""

import pytest

from browsers import WIDTHS, Page

pytestmark = pytest.mark.regression


@pytest.fixture
def page(browser, built, pictures):
    return Page(browser, built.path("results/report.html"), "default", pictures)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_has_no_barrier(page, axe, scheme):
    page.colours(scheme)
    for width in WIDTHS:
        page.resize(width)
        page.photograph(f"{width}_{scheme}")
        assert page.run("return document.documentElement.scrollWidth") <= width
        assert page.overflowing() == []
    page.run("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert page.barriers(axe) == []
    assert page.console() == []


def test_it_prints_on_few_pages(page):
    assert 2 < len(page.printed()) < 12
