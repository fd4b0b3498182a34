"""Crises and coalitions on maps, a decade each: capitals and what links them."""

from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from coalitions.report.figure_files import (
    BLUE,
    GREY,
    NARROW,
    VERMILLION,
    WIDTH,
    frame,
    styled,
)
from coalitions.report.timeline import KEYS

# Colour and dash of a crisis without, and with, a coalition.
_ALONE, _JOINED = (GREY, (0, (3, 1.2))), (BLUE, "-")
_STATE = "#a8a8a8"
_EDGES = (-180, 180, -52, 70)  # Degrees: no capital lies beyond.
_TALL = 1.35  # Inches, a map with its title.


@dataclass(frozen=True, eq=False)
class Decade:
    """What happened in up to ten years.

    Attributes
    ----------
    first, last : int
        Years.
    crises : pandas.DataFrame
        Columns principal_1, principal_2, joined (whether either had a partner).
    partners : pandas.DataFrame
        Columns a, p; a pair once.
    """

    first: int
    last: int
    crises: pd.DataFrame
    partners: pd.DataFrame

    def title(self) -> str:
        """Count the crises and parts, and those with a coalition."""
        joined = int(self.crises["joined"].sum())
        years = f"{self.first}-{self.last}" if self.last > self.first else str(self.first)
        return f"{years}: {joined} of {len(self.crises)} crises and parts with a coalition"


def decades(crises: pd.DataFrame, partners: pd.DataFrame, coding: str) -> list[Decade]:
    """Sort two-sided crises and the partners in them into decades.

    Parameters
    ----------
    crises : pandas.DataFrame
        One row a crisis and part: crisis, part, year, principal_1, principal_2.
    partners : pandas.DataFrame
        Who joined whom by each coding: crisis, part, a, p, coding.
    coding : str

    Returns
    -------
    list of Decade
        Every decade with a crisis, in order.
    """
    joined = partners[partners["coding"].eq(coding)].merge(
        crises[[*KEYS, "year"]], on=KEYS, validate="m:1"
    )
    known = crises.merge(
        joined[KEYS].drop_duplicates().assign(joined=True), on=KEYS, how="left", validate="1:1"
    )
    known["joined"] = known["joined"].eq(True)
    return [
        Decade(
            max(decade, crises["year"].min()),
            min(decade + 9, crises["year"].max()),
            rows[["principal_1", "principal_2", "joined"]],
            joined.loc[joined["year"] // 10 * 10 == decade, ["a", "p"]].drop_duplicates(),
        )
        for decade, rows in known.groupby(known["year"] // 10 * 10)
    ]


@styled
def draw_map(by_decade: list[Decade], capitals: pd.DataFrame, *, narrow: bool = False) -> Figure:
    """Draw a map a decade.

    Parameters
    ----------
    by_decade : list of Decade
    capitals : pandas.DataFrame
        ``data/capitals.csv``: state, latitude and longitude in degrees. What has an end in a state
        that is not among them is not drawn.
    narrow : bool
        Whether for a telephone, with the maps below one another.

    Returns
    -------
    matplotlib.figure.Figure
    """
    places = capitals.set_index("state")[["latitude", "longitude"]]
    columns = 1 if narrow else 2
    rows = -(-len(by_decade) // columns)
    size = (NARROW if narrow else WIDTH, _TALL * rows)
    figure, axes = plt.subplots(rows, columns, figsize=size, squeeze=False)
    for axis, decade in zip(axes.flat, by_decade, strict=False):
        _draw(axis, decade, places)
    for axis in axes.flat:
        axis.set(xticks=[], yticks=[])
        axis.spines[:].set_visible(False)
    return frame(
        figure,
        "Two-sided crises by decade, and who joined them",
        "A line links the capitals of the two states that confront each other, or those of a "
        "partner and the state it joined.",
        key=_key(),
        columns=columns,
        note="Every dot is a capital; there are no borders. All two-sided crises are drawn, also "
        "those that the models lose because a variable has no value.",
    )


def _draw(axis: Axes, decade: Decade, places: pd.DataFrame) -> None:
    axis.axhline(0, color="#e6e6e6", linewidth=0.6, zorder=0)
    axis.scatter(places["longitude"], places["latitude"], s=3, color=_STATE, linewidths=0)
    _lines(axis, places, decade.partners, color=VERMILLION, linewidth=0.5, alpha=0.75)
    for joined, (colour, dash) in {False: _ALONE, True: _JOINED}.items():
        rows = decade.crises.loc[decade.crises["joined"].eq(joined), ["principal_1", "principal_2"]]
        _lines(axis, places, rows, color=colour, linestyle=dash, linewidth=1.2)
        inside = places.loc[places.index.intersection(np.unique(rows))]
        axis.scatter(inside["longitude"], inside["latitude"], s=9, color=colour, zorder=3)
    joining = places.loc[places.index.intersection(decade.partners["p"].unique())]
    axis.scatter(
        *(joining["longitude"], joining["latitude"]), s=16, zorder=4, marker="^", color=VERMILLION
    )
    axis.set_title(decade.title())
    axis.axis(_EDGES)


def _lines(axis, places, pairs, **look):
    for one, other in pairs.itertuples(index=False):
        if {one, other} <= set(places.index):
            ends = places.loc[[one, other]]
            axis.plot(ends["longitude"], ends["latitude"], **look)


def _key():
    crises = ((_ALONE, "crisis without a coalition"), (_JOINED, "crisis with a coalition"))
    partner: dict[str, Any] = {"color": VERMILLION, "lw": 0.8, "marker": "^", "markersize": 4.5}
    return [
        *(
            Line2D([], [], color=colour, linestyle=dash, marker="o", markersize=3, label=label)
            for (colour, dash), label in crises
        ),
        Line2D([], [], label="partner, and whom it joined", **partner),
        Line2D([], [], linestyle="", color=_STATE, marker=".", label="capital of a state"),
    ]
