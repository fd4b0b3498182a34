"""Benchmarks hold what gives the same numbers against each other, and say so of no other."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from coalitions.readers.system import StateSystem

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import estimator
import growth
import partners
import run
import similarity
import theory
import universes
from measuring import NOT_INSTALLED, Row, compare, machine, table, traced

DATA = estimator.drawn(600, 3, n_clusters=20)


def compared(row):
    return row.ratio > 0 and row.memory > 0 and row.tolerance is not None


def test_sides_that_differ_are_not_timed():
    with pytest.raises(AssertionError, match="doubled"):
        compare(
            "doubled", lambda: np.ones(2), "peer", lambda: np.full(2, 2.0), tolerance=0.1, turns=1
        )


def test_ratio_and_memory_are_those_of_the_jobs():
    def work(times):
        return lambda: np.array([sum(np.ones(1000).sum() for _ in range(times))]) * 0

    row = compare("work", work(200), "five times the work", work(1000), tolerance=0, turns=5)
    assert 2 < row.ratio < 12
    assert traced(lambda: np.ones(1_000_000)) == pytest.approx(8, abs=0.1)


def test_the_estimator_agrees_with_its_peers():
    assert compared(estimator.against_bare(DATA, 1))
    assert compared(estimator.against_statsmodels(DATA, 1))
    assert all(map(compared, estimator.many(DATA, 3, 1)))


def test_clm_agrees_or_is_said_not_to_be_there(monkeypatch):
    row = estimator.against_clm(DATA, 1)
    assert compared(row) if row.ratio else NOT_INSTALLED in row.peer
    monkeypatch.setattr(shutil, "which", lambda _: None)
    absent = estimator.against_clm(DATA, 1)
    assert absent.ratio is None
    assert NOT_INSTALLED in absent.peer


@pytest.fixture
def design():
    """Return two crises among six states, with what makes states potential partners."""
    day = pd.Timestamp
    pairs = pd.DataFrame(
        {
            "crisis": [1, 1, 2],
            "part": "a",
            "a": [2, 20, 651],
            "t": [20, 2, 666],
            "year": [1960, 1960, 1970],
            "start": [day("1960-03-01"), day("1960-03-01"), day("1970-05-01")],
            "end": [day("1960-04-01"), day("1960-04-01"), pd.NaT],
        }
    )
    states = pd.DataFrame({"state": [2, 20, 70, 365, 651, 666], "start": day("1950-01-01")})
    states["end"] = day("2000-12-31")
    states.loc[2, "end"] = day("1960-03-15")
    near = pd.DataFrame({"state_a": [2, 70], "state_b": [70, 2], "year": 1960, "contiguity": 1})
    majors = states.loc[[0, 3]].assign(end=day("1999-12-31"))
    regions = pd.read_csv(Path(__file__).parents[1] / "data/coding/regions.csv")
    # The years of the contiguity data cover both crises.
    later = pd.DataFrame({"state_a": [651], "state_b": [666], "year": 1970, "contiguity": 1})
    near = pd.concat([near, later], ignore_index=True)
    return pairs, StateSystem(states), near, majors, regions


def test_dyads_agree_with_the_loop(design):
    assert compared(partners.against_loop(*design, turns=1))
    assert len(partners.row_by_row(*design)) == 6


def test_scores_agree_with_the_loop():
    rng = np.random.default_rng(4)
    cast = [(call, state) for call in range(12) for state in (2, 20, 200) if rng.random() < 0.8]
    votes = pd.DataFrame(cast, columns=["roll_call", "state"])
    votes["session"], votes["vote"] = 50 + votes["roll_call"] // 6, rng.integers(1, 4, len(votes))
    assert compared(similarity.against_loop(votes, turns=1))


def test_universes_agree_with_statsmodels():
    [first, *_] = universes.plans()
    assert compared(universes.against_statsmodels(universes.frozen_pool(), [first]))


def test_both_solutions_of_the_game_agree():
    assert all(map(compared, theory.rows(500, 301, 1)))


def test_growth_is_told_a_universe():
    small, large = growth.per_universe([(100, 20.0, 300.0), (1000, 100.0, 400.0)])
    assert (small.ratio, large.ratio) == (1, 2)
    assert large.cells[:2] == ("1,000 universes in 100 s, each", "100 ms")


def test_memory_is_that_of_the_build_and_not_of_who_measures_it(tmp_path, monkeypatch):
    taken = "x = b'1' * 60_000_000"
    monkeypatch.setattr(growth, "command", lambda *_: [sys.executable, "-c", taken])
    _, memory = growth.snakemake(tmp_path, 1)
    assert 60 < memory < 100
    monkeypatch.setattr(growth, "command", lambda *_: [sys.executable, "-c", "raise OSError"])
    with pytest.raises(SystemExit, match="OSError"):
        growth.snakemake(tmp_path, 1)


def test_the_table_shows_every_row_and_what_is_not_there():
    row = Row("a", 0.002, "b", 3.0, 1e-6, 1.0, 2.0)
    lines = table([row, replace(row, peer_seconds=None)]).splitlines()
    assert lines[2] == "| a | 2 ms | b | 3 s | 1500.00 | 1e-06 | 1.0 MB | 2.0 MB |"
    assert "|  |  |" in lines[3]
    assert len({line.count("|") for line in lines}) == 1


def test_the_machine_says_what_it_is():
    said = "\n".join(machine())
    for word in ("cores", "GiB", "Python 3", "numpy", "statsmodels", "threads", "load"):
        assert word in said


def test_the_page_is_what_a_run_writes(root):
    page = (root / "docs/benchmarks.md").read_text(encoding="utf-8")
    assert page.startswith(run.INTRODUCTION)
    assert "## The machine" in page
    assert "Python 3" in page
