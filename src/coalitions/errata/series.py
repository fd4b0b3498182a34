"""Yearly series of states that jump for one year, differ between releases, or cannot be.

Each search names how far is too far. The limits are set to list what a reader should look at, not
to tell errors from the rest: that is judged by hand, with evidence, in the register.
"""

import numpy as np
import pandas as pd

from coalitions.errata.candidates import candidates

# One year's point apart from the year before and after, both ways, in standard deviations of all.
POINT_JUMP = 0.5
# The same of a series that grows, as a factor, and the least value it is looked for at.
CINC_JUMP, CINC_LEAST = 1.5, 0.001
GDP_JUMP = 1.4
# Dollars a head and year; the poorest years on record lie near it at market exchange rates.
GDP_LEAST = 200.0
# Releases apart from each other: points by standard deviations, shares by a factor.
RELEASES_POINT, RELEASES_CINC = 0.5, 1.5


def one_year_jumps(points: pd.DataFrame, version: str) -> pd.DataFrame:
    """List ideal points that leave both neighbouring years on the same side and come back.

    Where a release has intervals, the point's own must not meet those of either neighbour.

    Parameters
    ----------
    points : pandas.DataFrame
        `coalitions.readers.unga_ideal_points` table.
    version : str

    Returns
    -------
    pandas.DataFrame
        As `coalitions.errata.candidates.candidates` returns them; the size is the distance to the
        nearer neighbour.
    """
    near = _with_neighbours(points, ["ideal_point", "ideal_point_low", "ideal_point_high"])
    rows = near[_peaks(near, "ideal_point").ge(POINT_JUMP)]
    above = rows["ideal_point"].gt(rows["ideal_point_before"])
    for side in ("before", "after"):
        clear = np.where(
            above,
            rows["ideal_point_low"] > rows[f"ideal_point_high_{side}"],
            rows["ideal_point_high"] < rows[f"ideal_point_low_{side}"],
        )
        unknown = rows[["ideal_point_low", f"ideal_point_low_{side}"]].isna().any(axis=1)
        rows, above = rows[clear | unknown], above[clear | unknown]
    return candidates(
        "unga_ideal_points",
        version,
        "jump of one year",
        state=rows["state"],
        year=rows["year"],
        size=_peaks(rows, "ideal_point"),
        detail=_three(rows, "ideal_point", "{:.2f}"),
    )


def one_year_factors(
    table: pd.DataFrame,
    column: str,
    dataset: str,
    version: str,
    *,
    factor: float,
    least: float = 0.0,
) -> pd.DataFrame:
    """List values that are `factor` times both neighbouring years, or less than each by as much.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns state, year and `column`, which is positive.
    column, dataset, version : str
    factor : float
    least : float
        Smaller values, neighbours included, are left out.

    Returns
    -------
    pandas.DataFrame
        The size is the factor to the nearer neighbour.
    """
    known = table[table[column].gt(0)]
    near = _with_neighbours(known.assign(log=np.log(known[column])), ["log", column])
    large = near[[column, f"{column}_before", f"{column}_after"]].max(axis=1).ge(least)
    rows = near[_peaks(near, "log").ge(np.log(factor)) & large]
    return candidates(
        dataset,
        version,
        "jump of one year",
        state=rows["state"],
        year=rows["year"],
        size=np.exp(_peaks(rows, "log")),
        detail=_three(rows, column, "{:.4g}"),
    )


def impossible_levels(
    gdp: pd.DataFrame, dataset: str, version: str, least: float = GDP_LEAST
) -> pd.DataFrame:
    """List spells of implausibly low GDP per capita, one row a state and series.

    Parameters
    ----------
    gdp : pandas.DataFrame
        Columns state, year, series, gdp_per_capita.
    dataset, version : str
    least : float
        Dollars a head and year.

    Returns
    -------
    pandas.DataFrame
        The year is the first; the size is how many times too small the smallest is.
    """
    low = gdp[gdp["gdp_per_capita"].lt(least)]
    rows = low.groupby(["state", "series"], as_index=False).agg(
        year=("year", "min"),
        last=("year", "max"),
        n=("year", "size"),
        least=("gdp_per_capita", "min"),
        most=("gdp_per_capita", "max"),
    )
    return candidates(
        dataset,
        version,
        "implausible level",
        state=rows["state"],
        year=rows["year"],
        size=least / rows["least"],
        detail=[
            f"{r.series}: {r.n} years to {r.last}, {r.least:.4g} to {r.most:.4g}"
            for r in rows.itertuples()
        ],
    )


def release_differences(
    one: pd.DataFrame,
    other: pd.DataFrame,
    column: str,
    dataset: str,
    versions: tuple[str, str],
    *,
    factor: float | None = None,
    distance: float | None = None,
    least: float = 0.0,
) -> pd.DataFrame:
    """List values on which two releases differ by more than a factor, or than a distance.

    Scales of two releases may differ: for distances the second is first brought to the scale of
    the first by the mean and spread of all states of the year.

    Parameters
    ----------
    one, other : pandas.DataFrame
        Columns state, year and `column`.
    column, dataset : str
    versions : tuple of str
        Of `one` and `other`; candidates go under the first.
    factor, distance : float, optional
        Exactly one of them.
    least : float
        Where both values are smaller they are left out.

    Returns
    -------
    pandas.DataFrame
        The size is the factor or distance.
    """
    keys = ["state", "year"]
    both = (
        one[[*keys, column]]
        .merge(other[[*keys, column]], on=keys, suffixes=("", "_other"), validate="1:1")
        .dropna()
    )
    both = both[both[[column, f"{column}_other"]].max(axis=1).ge(least) | (factor is None)]
    if factor is not None:
        both = both[both[column].gt(0) & both[f"{column}_other"].gt(0)]
        size = np.exp(np.log(both[column] / both[f"{column}_other"]).abs())
        limit = factor
    else:
        by_year = both.groupby("year")
        mine, theirs = by_year[column], by_year[f"{column}_other"]
        scaled = (both[f"{column}_other"] - theirs.transform("mean")) / theirs.transform("std")
        size = (both[column] - mine.transform("mean") - scaled * mine.transform("std")).abs()
        limit = np.inf if distance is None else distance
    rows = both[size.ge(limit)]
    return candidates(
        dataset,
        versions[0],
        f"differs from {versions[1]}",
        state=rows["state"],
        year=rows["year"],
        size=size[size.ge(limit)],
        detail=[
            f"{a:.4g} here, {b:.4g} there"
            for a, b in zip(rows[column], rows[f"{column}_other"], strict=True)
        ],
    )


def overlaps(leaders: pd.DataFrame, dataset: str, version: str, days: int = 1) -> pd.DataFrame:
    """List leaders who enter before the one before them has left, by more than some days.

    Parameters
    ----------
    leaders : pandas.DataFrame
        Columns state, leader, name, start, until: spells in office.
    dataset, version : str
    days : int
        Overlap that a change of office may have.

    Returns
    -------
    pandas.DataFrame
        The size is the overlap in days.
    """
    spells = leaders.sort_values(["state", "start", "until"])
    before = spells.groupby("state")[["name", "until"]].shift().add_suffix("_before")
    both = spells.join(before)
    overlap = (both["until_before"] - both["start"]).dt.days
    rows = both[overlap.gt(days)]
    return candidates(
        dataset,
        version,
        "overlap",
        state=rows["state"],
        year=rows["start"].dt.year,
        size=overlap[overlap.gt(days)],
        detail=[
            f"{r.name} from {r.start:%Y-%m-%d}, {r.name_before} until {r.until_before:%Y-%m-%d}"
            for r in rows.itertuples(index=False)
        ],
    )


def _with_neighbours(table, columns):
    """Join the values of the year before and after, where both are there."""
    for side, step in (("before", 1), ("after", -1)):
        other = table[["state", "year", *columns]].assign(year=table["year"] + step)
        table = table.merge(other, on=["state", "year"], suffixes=("", f"_{side}"), validate="1:1")
    return table


def _peaks(rows, column):
    """Return how far a value is from the nearer neighbour, 0 where it lies between the two."""
    up = rows[column] - rows[f"{column}_before"], rows[column] - rows[f"{column}_after"]
    same_side = np.sign(up[0]) == np.sign(up[1])
    return np.minimum(up[0].abs(), up[1].abs()).where(same_side, 0.0)


def _three(rows, column, form):
    names = [f"{column}_before", column, f"{column}_after"]
    return [", ".join(form.format(v) for v in row) for row in rows[names].to_numpy()]
