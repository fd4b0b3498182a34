"""The page on the multiverse, on results known by construction."""

import numpy as np
import pandas as pd
import pytest

from coalitions.multiverse.effects import TESTED
from coalitions.multiverse.joint_test import p_values
from coalitions.multiverse.shares import summarise_universes
from coalitions.multiverse.verdicts import verdict_table
from coalitions.report.labels import option_labels
from coalitions.report.multiverse_page import multiverse_answer, multiverse_page
from coalitions.report.multiverse_tables import multiverse_tables
from coalitions.settings import Run
from multiverse_results import choice_table, grid, results_of

CHOICES = choice_table()


def joint_test(observed):
    """Return the joint test of curves with these medians, of 19 draws each."""
    draws = pd.DataFrame({"draw": range(20), "universes": 24, "estimated": 24})
    null = np.linspace(-1, 1, 19)
    medians = [
        draws.assign(hypothesis=h.name, median_z=np.r_[z, null])
        for h, z in zip(TESTED, observed, strict=True)
    ]
    return p_values(pd.concat(medians))


def summed_up(results, joint):
    tables = summarise_universes(results, CHOICES)
    tables["verdicts"] = verdict_table(tables["default"], tables["shares"], joint)
    return tables


@pytest.fixture(scope="module")
def made():
    universes = grid()
    estimate = universes["coding"].map({"cases": 0.1, "sides": 0.3, "mid_force": -0.3, "war": 9})
    status = np.where(universes["coding"].eq("war"), "separation", "ok")
    results = results_of(
        universes, estimate, status=status, equivalent=universes["coding"].ne("mid_force")
    )
    joint = joint_test([3.0, -2.0, 0.5, -0.1, 0.0])
    tables = summed_up(results, joint)
    return tables, multiverse_tables(tables, CHOICES, joint), joint


def test_the_answer_is_a_line_a_hypothesis(made):
    tables, _, joint = made
    text = multiverse_answer(tables["shares_by_set"], joint, tables["verdicts"])
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert [line.split("**")[1] for line in lines] == [h.label for h in TESTED]
    assert lines[0] == (
        "- **H1, divergence of T and P** (expected positive): *cannot tell*: the default's "
        "estimate cannot tell. Of 18 universes 33% support it, 0% contradict it and 33% cannot "
        "tell; 33% have no estimate. Of 24 with any options 25% support and 25% contradict it. "
        "Joint test: p at most 0.050."
    )
    assert lines[1].endswith("Joint test: p at most 0.050, against the expected direction.")
    assert lines[2].endswith("Joint test: p 0.550.")
    assert "has 19 draws and is two-sided" in text
    before = text.split("\n- ")[0]
    assert "*any options* are drawn from every option of `multiverse.yaml`" in before
    assert before.rstrip().endswith("a separate draw, so the wider set can be the smaller.")


def test_the_answer_says_what_is_missing(made):
    _, _, joint = made
    results = results_of(grid(), 0.5, status="plateau", equivalent=False)
    tables = summed_up(results, joint.assign(p=np.nan))
    text = multiverse_answer(tables["shares_by_set"], joint.assign(p=np.nan), tables["verdicts"])
    assert "No such universe is informative." in text
    assert "Joint test: p none" in text


def test_shares_are_laid_out(made):
    first = made[1]["shares"].frame.iloc[0]
    assert (first["Drawn"], first["Informative"]) == ("18", "18")
    columns = ["Supported", "Cannot tell", "Contradicted", "No estimate", "Expected sign"]
    assert first[columns].tolist() == ["33%", "33%", "0%", "33%", "67%"]
    assert first["Median effect (5th, 95th percentile)"] == "0.200 (0.200, 0.600)"


def test_shares_of_every_set_stand_at_every_threshold(made):
    table = made[1]["shares_by_set"].frame
    assert len(table) == 3 * 4
    assert table["Universes"].tolist() == ["18", "18", "0", "18"] + ["24", "24", "0", "24"] * 2
    assert table["H1, divergence of T and P"].tolist()[:3] == ["33% / 0%", "33% / 0%", "none"]


def test_codings_keep_their_order_and_their_failures(made):
    by_coding = made[1]["shares_by_coding"].frame.set_index("Option")
    codings = CHOICES[CHOICES["choice"].eq("coding")]
    assert by_coding.index.tolist() == option_labels(codings)
    assert "MID, use of force" in by_coding.index
    assert by_coding["H1, divergence of T and P"].tolist() == [
        "0% / 0%",
        "100% / 0%",
        "0% / 100%",
        "0% / 0%",
    ]
    assert by_coding["No estimate"].tolist() == ["0%", "0%", "0%", "100%"]
    failed = made[1]["failures_by_coding"].frame
    assert failed["separation"].tolist() == ["0%", "0%", "0%", "100%"]


def test_variance_ends_with_total_and_remainder(made):
    table = made[1]["variance"].frame
    assert table["Choice"].tolist()[-2:] == ["All choices together", "Left to their interactions"]
    column = table["H2, job insecurity of A"].tolist()
    assert column == ["100% (100%)", "0% (0%)", "0% (0%)", "100%", "0%"]


def test_one_at_a_time_starts_with_the_default(made):
    table = made[1]["one_at_a_time"].frame
    assert len(table) == 1 + (~CHOICES["default"]).sum()
    assert table["Option"].iloc[0] == "Default"
    assert table["H1, divergence of T and P"].tolist() == [
        "0.200",
        "0.600+",
        "-0.600-",
        "separation",
        "0.200",
        "0.200",
        "0.200",
    ]


def test_the_joint_test_says_its_draws_its_ties_and_its_floor(made):
    table, note = made[1]["joint_test"].frame, made[1]["joint_test"].note
    floor = "at most 0.050"
    assert table["p, two-sided"].tolist() == [floor, floor, "0.550", "0.950", "1.000"]
    assert table["Draws as extreme"].iloc[2] == "10 of 19"
    assert "that 19 draws can give is 0.050" in note
    assert "ties (1 in all)" in note


def test_the_default_has_a_p_under_each_covariance(made):
    table = made[1]["covariances"].frame
    assert table.loc[0, ["Crisis", "Crisis and A"]].tolist() == ["0.317", "0.317"]


def test_every_option_but_the_default_has_its_mark(made):
    table = made[1]["marks"].frame
    assert len(table) == (~CHOICES["default"]).sum()
    assert table.loc[2, ["Choice", "Mark", "Because"]].tolist() == [
        "Who joined",
        "not equivalent",
        "Reason 3.",
    ]


def test_the_page_holds_every_table_but_that_of_all_options(made):
    laid_out = made[1]
    text = multiverse_page(
        "The answer.", laid_out, Run(name=None, differences=("multiverse.seed: 3 (default: 1)",))
    )
    for name, table in laid_out.items():
        body = table.frame.to_markdown(index=False, disable_numparse=True)
        assert (body in text) == (name != "shares_by_option")
    for name in ("overview", "variance", *(f"curve_{h.name}" for h in TESTED)):
        assert f"({name}.svg)" in text


def test_every_table_can_be_written(made, tmp_path):
    for name, table in made[1].items():
        table.write(tmp_path / name, Run(name=None, differences=()))
        assert table.frame.notna().all(axis=None)
        assert pd.read_csv(tmp_path / f"{name}.csv", dtype=str).shape == table.frame.shape
