"""What holds of the design and the analysis table in any world, here the miniature."""

import pandas as pd
import pytest

from built_design import build_design
from coalitions.coding.rules import RULES
from coalitions.dyads.crises import directed
from coalitions.keys import KEY
from coalitions.sources.manifest import find, load_manifest
from coalitions.variables import measures
from coalitions.variables.catalogue import REGRESSORS


@pytest.fixture(scope="module")
def built(world, settings):
    """Return the design under the shipped configuration."""
    manifest = load_manifest(world / "data/sources.csv")

    def source(dataset, version):
        return find(manifest, dataset, version).source(world / "mirror")

    return build_design(source, manifest, world / "data/coding", settings)


def test_every_principal_is_builder_once(built):
    crises, dyads = built.crises, built.dyads
    both = directed(crises)
    assert len(both) == 2 * len(crises)
    assert not both.duplicated(["crisis", "part", "a"]).any()
    builders = dyads[["crisis", "part", "a", "t"]].drop_duplicates()
    assert len(builders) == len(both)


def test_keys_are_unique(built):
    assert not built.dyads.duplicated(KEY).any()
    assert not built.analysis.duplicated(KEY).any()
    assert not built.partners.duplicated([*KEY, "coding"]).any()


def test_principals_are_no_potential_partners(built):
    dyads = built.dyads
    assert not (dyads["p"].eq(dyads["a"]) | dyads["p"].eq(dyads["t"])).any()


def test_both_principals_of_a_crisis_have_the_same_potential_partners(built):
    by_builder = built.dyads.groupby(["crisis", "part", "a"])["p"].agg(frozenset)
    assert by_builder.groupby(["crisis", "part"]).nunique().eq(1).all()


def test_major_powers_of_the_day_are_among_all_potential_partners(built):
    pairs = directed(built.crises)[["crisis", "part", "start", "a", "t"]]
    majors = built.tables["cow_majors"].rename(columns={"state": "p", "start": "since"})
    expected = pairs.merge(majors[["p", "since", "end"]], how="cross")
    inside = expected["since"].le(expected["start"]) & expected["end"].ge(expected["start"])
    expected = expected[inside & expected["p"].ne(expected["a"]) & expected["p"].ne(expected["t"])]
    found = pd.MultiIndex.from_frame(built.dyads[KEY])
    assert len(expected) > 500
    assert pd.MultiIndex.from_frame(expected[KEY]).isin(found).all()


@pytest.mark.parametrize("coding", RULES)
def test_every_coding_finds_coalitions(built, coding):
    joined = built.dyads[f"coalition_{coding}"]
    inside = built.partners.query("coding == @coding")["inside"].sum()
    assert 0 < joined.sum() == inside


def test_alliances_are_symmetric(built):
    analysis = built.analysis
    swapped = analysis.assign(a=analysis["p"], p=analysis["a"])
    swapped["start"] = pd.to_datetime(swapped["year"].astype(str) + "-01-01")
    straight = swapped.assign(a=analysis["a"], p=analysis["p"])
    one, other = (
        measures.add_alliance(table, built.tables["cow_alliances"])["allied_ap"]
        for table in (swapped, straight)
    )
    pd.testing.assert_series_equal(one, other)
    assert one.sum() > 100


def test_distances_are_symmetric(built):
    analysis = built.analysis
    both = analysis[["crisis", "part", "a", "t", "distance_at"]].drop_duplicates()
    swapped = both.rename(columns={"a": "t", "t": "a"})
    joined = both.merge(swapped, on=["crisis", "part", "a", "t"], validate="1:1")
    assert len(joined) == len(both)
    assert joined["distance_at_x"].eq(joined["distance_at_y"]).all()


@pytest.mark.parametrize("name", REGRESSORS)
def test_regressors_are_within_their_ranges(built, name):
    analysis = built.analysis
    values = analysis[name].dropna()
    highest = {"distance": 6, "divergence": 10}.get(name.split("_")[0], 1)
    assert len(values) > len(analysis) / 2
    assert values.between(0, highest).all()


def test_complete_rows_are_those_without_a_missing_regressor(built):
    analysis = built.analysis
    assert analysis["complete"].eq(analysis[list(REGRESSORS)].notna().all(axis=1)).all()
