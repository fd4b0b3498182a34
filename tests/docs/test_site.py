"""The site is built without a warning, and its pages can be read by everybody, on any screen."""

import subprocess
import sys

import pytest

from browsers import WIDTHS, Page

# Building it takes a minute; what is in its pages is tested in test_pages.py.
pytestmark = pytest.mark.matrix

# Where the documentation begins, one page to follow step by step, one of wide tables, the README.
PAGES = {
    "landing": "docs/index.html",
    "how_to": "docs/how-to/own-coding.html",
    "tables": "docs/multiverse.html",
    "front": "README.html",
}


@pytest.fixture(scope="session")
def site(root, tmp_path_factory):
    """Return the folder of the site, built as `make site` builds it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going"]
    command += ["--conf-dir", "docs", "--doctree-dir", folder / "doctrees", ".", folder / "site"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert not done.returncode, done.stderr
    return folder / "site"


@pytest.fixture(params=PAGES)
def page(request, browser, site, pictures):
    return Page(browser, site / PAGES[request.param], f"site_{request.param}", pictures)


def test_the_first_page_leads_to_the_documentation(site):
    assert 'href="docs/index.html"' in (site / "index.html").read_text(encoding="utf-8")
    assert (site / PAGES["landing"]).exists()


def test_names_behind_numbers_are_not_shown(site):
    text = (site / "docs/limits.html").read_text(encoding="utf-8")
    assert "coalition dyads" in text
    assert "&lt;!--" not in text


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_fits_and_nothing_goes_wrong(page, width):
    page.resize(width)
    page.photograph(str(width))
    assert page.run("return document.documentElement.scrollWidth") <= width
    assert page.console() == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "light"), (1280, "dark")])
def test_axe_finds_no_barrier(page, axe, width, scheme):
    page.colours(scheme)
    page.resize(width)
    assert page.barriers(axe) == []
