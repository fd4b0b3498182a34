"""Pages as readers open them: the results of the miniature, and the explorer of many universes."""

import pytest

from browsers import Page
from coalitions.report.explorer import explorer_page
from coalitions.settings import Run
from multiverse_results import MANY, choice_table, many_results

OVERVIEW = b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="300"/>'


@pytest.fixture(scope="session")
def explorer_file(tmp_path_factory):
    """Return the explorer of as many universes as the project's own multiverse has."""
    page = explorer_page(
        many_results(), choice_table(MANY), OVERVIEW, Run(name=None, differences=())
    )
    path = tmp_path_factory.mktemp("explorer") / "explorer.html"
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture
def explorer(browser, explorer_file, pictures):
    page = Page(browser, explorer_file, "explorer", pictures)
    page.wait("return document.getElementById('curve').dataset.drawn === 'yes'")
    return page


@pytest.fixture
def report(browser, built, pictures):
    return Page(browser, built.path("results/report.html"), "report", pictures)


@pytest.fixture(params=["report", "explorer"])
def page(request):
    return request.getfixturevalue(request.param)
