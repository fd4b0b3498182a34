"""Sheets for coders, their score, and the page on the editions, as a user builds them."""

import pandas as pd
import pytest

pytestmark = pytest.mark.regression


def test_a_kit_is_filled_in_and_scored(built, root, tmp_path):
    drawn = "kit={crises: 4, first_year: 2016, last_year: 2019}"
    built.run("--cores", "1", "kit", "--config", drawn, "run=kit")
    folder = built.path("results/runs/kit/kit")
    blank = pd.read_csv(folder / "crises.csv")
    assert len(blank) == len(list((folder / "sheets").iterdir())) == 4
    for crisis in blank["crisis"]:
        sheet = (folder / "sheets" / f"{crisis}.md").read_text(encoding="utf-8")
        listed = sheet.split("## ICB actors")[1].split("## ICB opponents")[0]
        assert "\n- " in listed, f"no ICB actor on the sheet of {crisis}"
        assert len(sheet.split("## Narrative")[1]) > 500
    for name in ("crises", "partners"):
        one_pass = pd.read_csv(root / f"data/coding/edition_2/passes/pass_1/{name}.csv", dtype=str)
        answered = one_pass[one_pass["crisis"].isin(blank["crisis"].astype(str))]
        answered.to_csv(tmp_path / f"{name}.csv", index=False)
    answers = f"kit={{answers: '{tmp_path}'}}"
    built.run("--cores", "1", "score", "--config", answers, "run=kit")
    page = built.path("results/runs/kit/score.md").read_text(encoding="utf-8")
    assert "4 crises answered." in page
    against = [line for line in page.splitlines() if line.startswith("| pass 1")]
    assert against
    assert all("1.000" in line for line in against)


def test_the_editions_stand_side_by_side(built):
    built.run("--cores", "2", "editions")
    page = built.path("results/editions/page.md").read_text(encoding="utf-8")
    # What the paper says of 1956 and 2003, and what it prints of the sample.
    for line in (
        "| 427      | the USA against Afghanistan and against Sudan, two crises |",
        "| 440      | Kuwait gives territory",
        "defense pact or entente",
        "two-sided crises and parts, 1946-2000",
        "two-sidedness: a principal is no ICB actor",
        "## The models under both",
    ):
        assert line in page
    estimates = pd.read_csv(built.path("results/editions/2/estimates.csv"))
    default = pd.read_csv(built.path("results/estimates.csv"))
    pd.testing.assert_frame_equal(estimates, default)
