"""The page on the multiverse, on results known by construction."""

import numpy as np
import pandas as pd
import pytest

from coalitions.hypotheses import HYPOTHESES
from coalitions.multiverse.joint_test import curve_statistics, p_values
from coalitions.multiverse.shares import summarise_universes
from coalitions.report.multiverse_page import multiverse_answer, multiverse_page
from coalitions.report.multiverse_tables import multiverse_tables
from coalitions.settings import Run
from multiverse_results import choice_table, grid, results_of

CHOICES = choice_table()


@pytest.fixture(scope="module")
def made():
    universes = grid()
    estimate = universes["coding"].map({"cases": 0.1, "sides": 0.3, "mid_force": -0.3, "war": 9})
    status = np.where(universes["coding"].eq("war"), "separation", "ok")
    results = results_of(universes, estimate, status=status)
    null = curve_statistics(results_of(universes, 0.01))
    permuted = pd.concat([null.assign(permutation=number) for number in range(19)])
    joint = p_values(curve_statistics(results), permuted)
    tables = summarise_universes(results, CHOICES)
    return tables, multiverse_tables(tables, CHOICES, joint), joint


def test_the_answer_says_every_number_it_should(made):
    tables, _, joint = made
    text = multiverse_answer(tables["shares"], tables["variance"], joint, tables["default"])
    assert "\n" not in text
    assert "Of 24 universes, 6 (25%) have no estimate" in text
    assert (
        "**H1, divergence of T and P** (expected positive): positive in 50% of the universes, "
        "positive with p < .05 in 25%, negative with p < .05 in 25%; the default is positive, p "
        "0.317; moved most by the choice *who joined*, 100% of the variance of its ranks; p of "
        "the curve 0.050, outcomes permuted in 24 universes."
    ) in text
    assert all(f"**{h.label}**" in text for h in HYPOTHESES)


def test_the_answer_says_what_is_missing(made):
    _, _, joint = made
    tables = summarise_universes(results_of(grid(), 0.5, status="plateau"), CHOICES)
    text = multiverse_answer(tables["shares"], tables["variance"], joint, tables["default"])
    assert "24 (100%) have no estimate" in text
    assert "the default gives no estimate (plateau)" in text
    assert "moved most" not in text


def test_shares_are_laid_out_of_all_and_of_the_estimated(made):
    first = made[1]["shares"].frame.iloc[0]
    assert first["Universes"] == "24"
    assert first["No estimate"] == "25%"
    assert first["Expected sign"] == "50% (67%)"
    assert first["Expected sign, p < .05"] == "25% (33%)"
    assert first["Opposite sign, p < .05"] == "25% (33%)"
    assert first["Median effect (5th, 95th percentile)"] == "0.200 (-0.600, 0.600)"


def test_codings_keep_their_order_and_their_failures(made):
    by_coding = made[1]["shares_by_coding"].frame.set_index("Option")
    assert by_coding.index.tolist() == CHOICES.loc[CHOICES["choice"].eq("coding"), "label"].tolist()
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
        "0.600*",
        "-0.600*",
        "separation",
        "0.200",
        "0.200",
        "0.200",
    ]


def test_the_joint_test_names_its_size(made):
    table, note = made[1]["joint_test"].frame, made[1]["joint_test"].note
    assert len(table) == 3 * len(HYPOTHESES)
    assert "19 permutations in 24 universes" in note
    assert "can give is 0.050" in note
    assert table["p, expected direction"].iloc[0] == "0.050"


def test_the_page_holds_every_table_but_that_of_all_options(made):
    laid_out = made[1]
    text = multiverse_page(
        "The answer.", laid_out, Run(name=None, differences=("multiverse.seed: 3 (default: 1)",))
    )
    for name, table in laid_out.items():
        body = table.frame.to_markdown(index=False, disable_numparse=True)
        assert (body in text) == (name != "shares_by_option")
    for name in ("overview", "variance", *(f"curve_{h.name}" for h in HYPOTHESES)):
        assert f"({name}.svg)" in text


def test_every_table_can_be_written(made, tmp_path):
    for name, table in made[1].items():
        table.write(tmp_path / name, Run(name=None, differences=()))
        assert table.frame.notna().all(axis=None)
        assert pd.read_csv(tmp_path / f"{name}.csv", dtype=str).shape == table.frame.shape
