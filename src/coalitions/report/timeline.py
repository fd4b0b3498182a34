"""Crises and coalitions over the years."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from coalitions.report.figure_files import BLUE, NARROW, SHADE, WIDTH, frame, styled

KEYS = ["crisis", "part"]


def crises_by_year(crises: pd.DataFrame, partners: pd.DataFrame, coding: str) -> pd.DataFrame:
    """Count two-sided crises and parts by year, with and without a coalition.

    Parameters
    ----------
    crises : pandas.DataFrame
        One row a crisis and part: crisis, part, year.
    partners : pandas.DataFrame
        Who joined whom by each coding: crisis, part, coding.
    coding : str

    Returns
    -------
    pandas.DataFrame
        Index year, every year from the first to the last; columns with_coalition,
        without_coalition.
    """
    joined = partners.loc[partners["coding"].eq(coding), KEYS].drop_duplicates()
    known = crises.merge(joined, on=KEYS, how="left", validate="1:1", indicator=True)
    counts = pd.crosstab(known["year"], known["_merge"].eq("both"))
    years = range(known["year"].min(), known["year"].max() + 1)
    counts = counts.reindex(index=years, columns=[True, False], fill_value=0)
    return counts.set_axis(["with_coalition", "without_coalition"], axis="columns")


@styled
def draw_timeline(counts: pd.DataFrame, *, narrow: bool = False) -> Figure:
    """Draw the counts of `crises_by_year` as stacked bars.

    Parameters
    ----------
    counts : pandas.DataFrame
        From `crises_by_year`.
    narrow : bool
        Whether for a telephone.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axis = plt.subplots(figsize=(NARROW if narrow else WIDTH, 2.0))
    with_coalition = axis.bar(counts.index, counts["with_coalition"], width=0.8, color=BLUE)
    without = axis.bar(
        counts.index,
        counts["without_coalition"],
        bottom=counts["with_coalition"],
        width=0.8,
        color=SHADE,
    )
    axis.set(xlabel="Year in which the crisis began", ylabel="Crises and parts")
    axis.yaxis.set_major_locator(MaxNLocator(integer=True))
    axis.margins(x=0.01)
    with_coalition.set_label("a third state joined either side")
    without.set_label("none did")
    joined, every = counts["with_coalition"].sum(), counts.to_numpy().sum()
    return frame(
        figure,
        "Two-sided crises and parts by the year they began",
        f"{joined} of {every} have a coalition. Each part of a divided crisis counts as one.",
        key=[with_coalition, without],
    )
