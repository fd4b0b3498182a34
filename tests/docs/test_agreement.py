"""Generated pages do not contradict each other, nor what they are generated from."""

import re
from pathlib import Path

import pandas as pd
import pytest

from coalitions.report.claims_section import claims_section
from coalitions.report.results_page import results_page
from coalitions.report.stated_numbers import stated_numbers
from coalitions.settings import Run, Settings
from documentation import GENERATED, pages, rows


@pytest.fixture(scope="module")
def generated(root):
    """Return the generated pages by name."""
    found = {p.stem: text for p, text in pages(root).items() if text.startswith(GENERATED)}
    return found | {"README": (root / "README.md").read_text(encoding="utf-8")}


@pytest.fixture(scope="module")
def stated(root):
    return {number.name: number.text for number in stated_numbers(root, Settings())}


@pytest.fixture(scope="module")
def answers(root):
    return pd.read_csv(root / "results/reference/hypotheses.csv")


def flowing(text):
    return " ".join(text.split())


def row_of(text, first):
    """Return the first row of a page's tables that begins with a cell, without it."""
    return next(cells for cells in rows(text) if cells[0] == first)[1:]


def table_of(text, *columns):
    """Return the rows of the table with these columns, as records."""
    found, heads = [], None
    for cells in rows(text):
        if set(columns) <= set(cells):
            heads = cells
        elif heads and len(cells) == len(heads) and not set("".join(cells)) <= set(":-"):
            found.append(dict(zip(heads, cells, strict=True)))
        else:
            heads = heads if set("".join(cells)) <= set(":-") else None
    assert found, columns
    return found


def test_every_page_has_the_same_sample(generated, stated):
    rows_, crises, joined, coalitions = (
        stated[name] for name in ("rows", "crises", "joined", "coalitions")
    )
    assert (
        f"rest on {rows_} potential partners in {crises} crises of 1951-1999, of whom {joined} "
        "joined" in flowing(generated["README"])
    )
    sentence = (
        f"{rows_} dyads in {crises} crises, of which {joined} are coalition dyads, in {coalitions} "
        "coalitions"
    )
    for page in ("estimators", "selectivity"):
        assert sentence in generated[page], page
    for first, value in (
        ("Observations", rows_),
        ("Crises", crises),
        ("Coalition dyads", joined),
        ("Coalitions", coalitions),
    ):
        assert row_of(generated["table_2"], first)[:2] == [value] * 2
    assert row_of(generated["appendix"], "Dyads")[:2] == [rows_] * 2
    assert row_of(generated["codings"], "Coalition dyads with all regressors")[0] == joined


def test_coalitions_are_told_apart_by_name(generated, stated):
    assert row_of(generated["codings"], "Partner calls")[0] == stated["calls"]
    of_calls = row_of(generated["codings"], "Coalitions of these partners")
    assert of_calls[0] == stated["called_coalitions"]
    inside = row_of(generated["codings"], "Coalitions with a potential partner")
    assert inside[0] == stated["coalitions_inside"]
    # Claims on coalitions are about those of potential partners.
    told = re.findall(r"(\d+) of (\d+) coalitions, this run's coding", generated["claims"])
    assert {of for _, of in told} == {stated["coalitions_inside"]}


def test_every_page_has_the_same_verdicts(root, generated):
    of_readme = table_of(generated["README"], "Hypothesis", "Universes for, against")
    of_page = table_of(generated["hypotheses"], "Hypothesis", "Forecast: crises after 1999")
    shared = ("Hypothesis", "Verdict", "Universes for, against")
    assert [[r[c] for c in shared] for r in of_readme] == [[r[c] for c in shared] for r in of_page]
    headings = re.findall(r"^## (.*): (.*)$", generated["hypotheses"], re.MULTILINE)
    assert headings == [(r["Hypothesis"], r["Verdict"]) for r in of_page]
    of_multiverse = table_of(generated["multiverse"], "Hypothesis", "Joint p", "Verdict")
    assert [r["Verdict"] for r in of_multiverse] == [r["Verdict"] for r in of_page]
    assert [f"{r['Supported']}, {r['Contradicted']}" for r in of_multiverse] == [
        r["Universes for, against"] for r in of_page
    ]
    [answer] = re.findall(r"^The evidence .*$", generated["hypotheses"], re.MULTILINE)
    for front in ("README.md", "docs/index.md"):
        text = (root / front).read_text(encoding="utf-8")
        assert answer in flowing(text).replace("**", ""), front


def test_every_page_has_the_same_estimates(generated):
    of_page = table_of(generated["hypotheses"], "Hypothesis", "Forecast: crises after 1999")
    estimates = [r["Estimate"].partition(",")[0] for r in of_page]
    in_table_2 = [
        row_of(generated["table_2"], first)[1].replace("*", "")
        for first in (
            "Divergence, T and P",
            "Divergence, A and P",
            "Job insecurity, leader of A",
            "Variance: Job insecurity, leader of A",
        )
    ]
    assert in_table_2 == estimates[:4]
    probit = row_of(generated["estimators"], "Probit, clustered on the crisis")
    assert estimates[4] in probit


def test_universes_are_counted_alike(generated, stated):
    of_page = re.findall(r"of (\d+) universes; joint test", generated["hypotheses"])
    counts = [stated["universes"]] * 4 + [stated["universes_selectivity"]]
    assert of_page == counts
    of_multiverse = table_of(generated["multiverse"], "Hypothesis", "Joint p", "Verdict")
    assert [r["Universes"] for r in of_multiverse] == counts


def test_claims_are_counted_alike(generated, stated):
    said = re.findall(r"Of (\d+)[^:]*: ([^.(]*)", flowing(generated["README"]))
    said = [(total, counts) for total, counts in said if "reproduced" in counts]
    assert [total for total, _ in said] == [stated["claims"], stated["game_claims"]]
    together: dict = {}
    for total, counts in said:
        verdicts = [(int(n), verdict) for n, verdict in re.findall(r"(\d+) ([a-z ]+)", counts)]
        assert sum(n for n, _ in verdicts) == int(total)
        for n, verdict in verdicts:
            together[verdict.strip()] = together.get(verdict.strip(), 0) + n
    of_page = {r["verdict"]: int(r["claims"]) for r in table_of(generated["claims"], "claims")}
    assert together == of_page
    listed = [cells for cells in rows(generated["claims"]) if set(cells) & set(of_page)]
    assert len(listed) - len(of_page) == sum(of_page.values())


def test_the_page_of_results_says_what_the_readme_says(root, generated, answers):
    reference = root / "results/reference"
    claims = pd.read_csv(reference / "claims.csv")
    page = results_page(
        Run(name=None, differences=()),
        "raw data",
        "",
        answers,
        pd.read_csv(reference / "fits.csv").iloc[-1],
        claims,
        [claims_section(claims, "docs")],
    )
    html = flowing(page).replace("&#39;", "'")
    readme = flowing(generated["README"]).replace("**", "")
    [answer] = re.findall(r"The evidence .*?(?= \|)", readme)
    assert answer in html
    for row in table_of(generated["README"], "Hypothesis", "Size"):
        assert row["Size"] in html
        assert row["Hypothesis"] in html
    data_claims = re.search(r"claims of the paper on data: (.*?)\. Of", readme)[1]
    for n, verdict in re.findall(r"(\d+) ([a-z ]+)", data_claims):
        assert re.search(rf"{n}\b(?:</b>|</strong>)?\s*{verdict.strip()}", html), verdict


def test_figure_3_stands_in_the_documentation(root):
    assert (root / "docs/figure_3.svg").exists()
    assert "(figure_3.svg)" in Path(root, "docs/table_2.md").read_text(encoding="utf-8")
