"""Swaps of versions: which there are, that they cover the manifest, how two tables differ."""

import numpy as np
import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.estimates.versions import compare_rows, compare_values
from coalitions.settings import parse
from coalitions.sources.manifest import choose
from coalitions.variables.catalogue import REGRESSORS
from coalitions.variables.datasets import needed_datasets
from coalitions.variables.swaps import never_read, swaps
from handmade_tables import shuffled

# Configurations that read other datasets than the shipped one.
OTHERS = [
    {"variables": {"alliances": "atop", "distance": "capital"}},
    {"variables": {"ideal_points": "reestimated"}},
    {"insecurity": {"leaders": "reign_leaders"}},
    {"insecurity": {"natural_deaths": "censored"}},
    {"insecurity": {"growth": "gdp_sdp", "growth_series": "sdp"}},
    {"insecurity": {"model": "file", "file": "own.csv"}},
    {"vintage": "latest"},
]
# Read in every run: one for the appendix, the other for the ideal points.
VOTES = {"unga_votes", "unga_ideal_points"}


def changed(config, change):
    plain = dict(config)
    for key, value in change.items():
        plain[key] = config[key] | value if isinstance(value, dict) else value
    return parse(plain)


def before():
    """Return an analysis table of two crises, three partners each."""
    rows = [(crisis, "a", 2, 5, p) for crisis in (1, 2) for p in (10, 11, 12)]
    table = pd.DataFrame(rows, columns=["crisis", "part", "a", "t", "p"]).assign(year=1970)
    table["coalition_sides"] = pd.array([0, 1, None, 0, 0, 1], dtype="Int64")
    for j, name in enumerate(REGRESSORS):
        table[name] = np.arange(6) / 10 + j
    table["post_cold_war"] = 0.0
    return table.assign(complete=True)


def values(old, new):
    return compare_values(old, new).set_index("variable")


@pytest.mark.parametrize("change", [{}, *OTHERS])
def test_every_file_of_the_manifest_has_its_place(config, manifest, change):
    settings = changed(config, change)
    chosen = choose(manifest, settings)
    swapped = {(s.dataset, s.version) for s in swaps(settings, manifest).values()}
    own = {(name, chosen[name].version) for name in needed_datasets(settings)}
    never = never_read(settings, manifest)
    every = list(manifest[["dataset", "version"]].itertuples(index=False, name=None))
    assert len(set(never)) == len(never)
    assert not set(never) & (swapped | own)
    assert swapped | own | set(never) == set(every)
    # The run reads its votes for the appendix, the swap makes the ideal points from them.
    assert {dataset for dataset, _ in swapped & own} <= VOTES


@pytest.mark.parametrize("change", [{}, *OTHERS])
def test_a_swap_is_named_after_what_it_reads_and_differs_in_nothing_else(config, manifest, change):
    settings = changed(config, change)
    chosen = choose(manifest, settings)
    for name, swap in swaps(settings, manifest).items():
        assert name == f"{swap.dataset}-{swap.version}"
        read = choose(manifest, swap.settings)
        assert read[swap.dataset].version == swap.version
        assert swap.dataset in needed_datasets(swap.settings)
        others = {other for other in chosen if chosen[other] != read[other]}
        assert others <= {swap.dataset}
        same = settings.model_dump(exclude={"versions", "variables", "insecurity"})
        assert swap.settings.model_dump(exclude={"versions", "variables", "insecurity"}) == same
        if swap.dataset in needed_datasets(settings) and swap.dataset not in VOTES:
            assert swap.settings.variables == settings.variables
            assert swap.settings.insecurity == settings.insecurity


def test_the_shipped_run_swaps_what_it_does_not_read(settings, manifest):
    found = swaps(settings, manifest)
    assert "cow_nmc-6.0" in found
    assert "cow_nmc-4.0" not in found
    assert found["atop-5.1"].settings.variables.alliances == "atop"
    assert found["unga_votes-2017"].settings.variables.ideal_points == "reestimated"
    assert found["reign_leaders-2021-03"].settings.insecurity.leaders == "reign_leaders"


def test_what_a_run_reads_instead_is_no_file_that_is_never_read(config, manifest):
    settings = changed(config, {"variables": {"alliances": "atop"}})
    assert "cow_alliances-4.1" in swaps(settings, manifest)
    assert "atop-5.1" not in swaps(settings, manifest)
    assert not {"cow_alliances", "atop"} & {
        dataset for dataset, _ in never_read(settings, manifest)
    }


def test_job_insecurity_from_a_file_leaves_nothing_to_swap_there(config, manifest):
    settings = changed(config, {"insecurity": {"model": "file", "file": "own.csv"}})
    leaders = {"archigos", "reign_leaders", "dd_heads_of_government", "gdp_sdp", "gdp_panel"}
    assert not leaders & {swap.dataset for swap in swaps(settings, manifest).values()}
    assert leaders <= {dataset for dataset, _ in never_read(settings, manifest)}


def test_rows_that_come_go_and_stay_are_counted():
    old = before()
    new = pd.concat([old.iloc[1:3], old.iloc[[5]].assign(crisis=3)], ignore_index=True)
    new["complete"] = [True, False, True]
    assert compare_rows(old, new) == {
        "dyads": 3,
        "dyads_new": 1,
        "dyads_gone": 4,
        "crises_new": 1,
        "crises_gone": 1,
        "complete_before": 6,
        "complete": 2,
    }


def test_a_table_does_not_differ_from_itself_whatever_the_order_of_its_rows():
    old = before()
    rows = compare_rows(old, shuffled(old, 1))
    assert not any(rows[name] for name in rows if name.endswith(("new", "gone")))
    found = values(old, shuffled(old, 1))
    assert list(found.index) == ["coalition_sides", *REGRESSORS]
    assert found[["changed", "mean_change", "now_known", "now_missing"]].eq(0).all(axis=None)
    assert found["correlation"].drop("post_cold_war").to_numpy() == pytest.approx(1)


def test_changes_are_counted_over_what_both_tables_know():
    old, new = before(), before()
    new.loc[0, "cinc_a"] += 0.5
    new.loc[1, "cinc_a"] = np.nan
    new["coalition_sides"] = pd.array([1, 1, 0, 0, None, None], dtype="Int64")
    found = values(old, new)
    assert found.loc["cinc_a", "changed"] == pytest.approx(1 / 5)
    assert found.loc["cinc_a", "mean_change"] == pytest.approx(0.1)
    assert found.loc["cinc_a", ["now_known", "now_missing"]].tolist() == [0, 1]
    assert found.loc["coalition_sides", "changed"] == pytest.approx(1 / 3)
    assert found.loc["coalition_sides", ["now_known", "now_missing"]].tolist() == [1, 2]
    kept = [0, 2, 3, 4, 5]
    correlation = np.corrcoef(old["cinc_a"][kept], new["cinc_a"][kept])[0, 1]
    assert found.loc["cinc_a", "correlation"] == pytest.approx(correlation)


def test_rows_of_one_table_only_count_in_no_value():
    old, new = before(), before()
    new.loc[5, "p"] = 13
    new.loc[5, "cinc_a"] = 9.0
    assert values(old, new).loc["cinc_a", "changed"] == 0


def test_what_does_not_vary_or_is_not_known_has_no_correlation():
    old, new = before(), before().assign(cinc_p=np.nan)
    found = values(old, new)
    assert np.isnan(found.loc["post_cold_war", "correlation"])
    assert found.loc["cinc_p", ["changed", "mean_change", "correlation"]].isna().all()
    assert found.loc["cinc_p", "now_missing"] == 6


def test_a_table_with_a_dyad_twice_is_refused():
    twice = pd.concat([before(), before().iloc[:1]], ignore_index=True)
    for compare in (compare_rows, compare_values):
        with pytest.raises(DesignError):
            compare(before(), twice)
