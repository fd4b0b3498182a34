"""Crises and coalitions on maps."""

import numpy as np
import pandas as pd
import pytest

from coalitions.report.crisis_map import decades, draw_map
from coalitions.report.timeline import crises_by_year
from figure_checks import assert_readable
from handmade_tables import table

CRISES = table(
    "crisis part year principal_1 principal_2",
    (1, "a", 1951, 2, 365),
    (1, "b", 1959, 666, 651),
    (2, "a", 1963, 666, 651),
)
PARTNERS = table("crisis part a p", (1, "a", 2, 200), (1, "a", 2, 200), (2, "a", 651, 652)).assign(
    coding=["cases", "cases", "sides"]
)
EARTH = 6371  # Kilometres.


@pytest.fixture(scope="module")
def capitals(root):
    return pd.read_csv(root / "data/capitals.csv")


def test_decades_count_crises_as_the_years_do():
    fifties, sixties = decades(CRISES, PARTNERS, "cases")
    assert fifties.title() == "1951-1959: 1 of 2 crises and parts with a coalition"
    assert sixties.title() == "1960-1963: 0 of 1 crises and parts with a coalition"
    assert fifties.partners.to_numpy().tolist() == [[2, 200]]
    assert sixties.partners.empty
    years = crises_by_year(CRISES, PARTNERS, "cases")
    assert years["with_coalition"].sum() == fifties.crises["joined"].sum()


@pytest.mark.parametrize("narrow", [False, True])
def test_every_decade_has_a_map_below_one_key(capitals, narrow):
    figure = draw_map(decades(CRISES, PARTNERS, "cases"), capitals, narrow=narrow)
    titles = [axis.get_title(loc="left") for axis in figure.axes]
    assert titles == [d.title() for d in decades(CRISES, PARTNERS, "cases")]
    assert len(figure.legends[0].get_texts()) == 4
    assert_readable(figure)
    first, second = (axis.get_position() for axis in figure.axes)
    assert (first.y0 > second.y1) == narrow


def test_a_state_without_a_place_is_not_drawn(capitals):
    few = capitals[capitals["state"].isin([2, 365])]
    (axis, *_) = draw_map(decades(CRISES, PARTNERS, "cases"), few).axes
    assert len(axis.lines) == 1 + 1  # The equator, and the crisis of 2 and 365.


def test_capitals_lie_as_far_apart_as_the_raw_distances_say(capitals, raw):
    known = capitals.set_index("state")[["latitude", "longitude"]]
    pairs = pd.read_csv(raw("capital_distance", "gleditsch").path)
    pairs = pairs[pairs["numa"].isin(known.index) & pairs["numb"].isin(known.index)]
    (lat, lon), (to_lat, to_lon) = (
        np.radians(known.loc[pairs[n]]).T.to_numpy() for n in ("numa", "numb")
    )
    cosine = np.sin(lat) * np.sin(to_lat) + np.cos(lat) * np.cos(to_lat) * np.cos(lon - to_lon)
    off = (EARTH * np.arccos(np.clip(cosine, -1, 1)) - pairs["kmdist"]).abs()
    by_state = off.groupby(pairs["numa"]).median()
    # Of Bonn the file has Berlin, of Abidjan Yamoussoukro; some islands are far off there.
    elsewhere = {255, 437, 935, 983, 990}
    assert by_state.drop(list(elsewhere & set(by_state.index))).max() < 160
    assert by_state.median() < 40
