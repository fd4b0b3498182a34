"""Raw files of distances between states: capitals, and borders by year."""

import pandas as pd

from miniature.files import delimited, rda
from miniature.world import MILE

LAST = 2019


def capitals(world, conflict):
    """Distances of capitals, both directions; 345 stands twice, as two labels share the code."""
    pairs = world.pairs[["state_a", "state_b", "km"]]
    both = pd.concat([pairs, pairs.rename(columns={"state_a": "state_b", "state_b": "state_a"})])
    label = world.labels
    frame = pd.DataFrame(
        {
            "numa": both["state_a"],
            "ida": both["state_a"].map(label),
            "numb": both["state_b"],
            "idb": both["state_b"].map(label),
            "kmdist": both["km"],
            "midist": (both["km"] / MILE).round(),
        }
    )
    serbia = frame[frame["numa"].eq(345)].assign(ida="SER")
    frame = pd.concat([frame, serbia]).sort_values(["numa", "ida", "numb"], kind="stable")
    return delimited(frame).encode("ascii")


def borders(world, conflict):
    """Distances of borders by year, the lower code first; they hold on 1 January."""
    years = world.member_years(1946, LAST)
    opened = world.states.assign(year=world.states["entry"].dt.year)[["state", "year"]]
    # In the year of entry no state has a distance yet.
    new = pd.MultiIndex.from_frame(years).isin(pd.MultiIndex.from_frame(opened))
    years = years[~new]
    frame = world.pairs.merge(years, left_on="state_a", right_on="state").drop(columns="state")
    frame = frame.merge(years, left_on=["state_b", "year"], right_on=["state", "year"])
    frame = frame[["state_a", "state_b", "year", "gap"]].sort_values(
        ["year", "state_a", "state_b"], kind="stable"
    )
    columns = ["ccode1", "ccode2", "year", "mindist"]
    return rda("cow_mindist", frame.set_axis(columns, axis="columns").astype(float), "xz")
