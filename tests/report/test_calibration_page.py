"""The page that sets the authors' values beside those of every job insecurity."""

import numpy as np
import pandas as pd
import pytest
import yaml

from coalitions.estimates.calibration import HELD, SEARCHED, decide, distance, searched
from coalitions.report.calibration_page import calibration_page
from coalitions.settings import Insecurity, Settings


@pytest.fixture(scope="module")
def table():
    """Return made-up statistics of all variants, of which one has no estimate."""
    rng = np.random.default_rng(0)
    rows = []
    for text, choice in searched().items():
        found = {h.name: h.value * rng.uniform(0.9, 1.1) for h in HELD}
        begins = 1951 if choice.growth_series == "pwt" and choice.growth_year == "same" else 1816
        rows.append(
            {
                "variant": text,
                **{key: getattr(choice, key) for key in SEARCHED},
                "first_estimate": begins,
                "n": 8222 if begins == 1951 else 12801,
                "crises": 190,
                **found,
                "distance": distance(found),
                "problem": "",
            }
        )
    table = pd.DataFrame(rows)
    numbers = ["n", "crises", *(h.name for h in HELD), "distance"]
    gone = table["growth_series"].eq("wdi")
    table[numbers] = table[numbers].astype(float)
    table.loc[gone, numbers] = np.nan
    table.loc[gone, "problem"] = "no exits"
    return decide(table)


@pytest.fixture(scope="module")
def page(table):
    return calibration_page(table, Insecurity(), Settings().identity())


def test_page_gives_the_choice_as_a_part_of_the_configuration(page, table):
    block = yaml.safe_load(page.split("```yaml\n")[1].split("```")[0])
    chosen = Insecurity(**block["insecurity"])
    (row,) = table[table["chosen"]].to_dict("records")
    assert {key: getattr(chosen, key) for key in SEARCHED} == {key: row[key] for key in SEARCHED}


def test_authors_values_stand_above_every_table(page):
    authors = [line for line in page.splitlines() if "**the authors**" in line]
    assert len(authors) == 3
    for line in authors:
        cells = [cell.strip() for cell in line.split("|")]
        assert [c for c in cells if c][1:-1] == [f"{h.value:g}" for h in HELD]


def test_page_shows_all_candidates_and_a_line_for_each_source_left_out(page, table):
    inside, outside = page.split("## Candidates")[1].split("## Left out")
    assert inside.count("\n|") - 3 == table["passes"].sum() == 27
    assert outside.count("\n|") - 3 == 3 * (5 * 2 - 1)
    assert outside.count("no exits") == 3 * 2
    assert "nan" not in page
    assert inside.count("chosen") == 1
