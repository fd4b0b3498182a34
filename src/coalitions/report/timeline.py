"""Crises and coalitions over the years."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

KEYS = ["crisis", "part"]


def crises_by_year(crises: pd.DataFrame, partners: pd.DataFrame, coding: str) -> pd.DataFrame:
    """Count two-sided crises by year, with and without a coalition.

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


def draw_timeline(counts: pd.DataFrame) -> Figure:
    """Draw the counts of `crises_by_year` as stacked bars.

    Parameters
    ----------
    counts : pandas.DataFrame
        From `crises_by_year`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axis = plt.subplots(figsize=(7.2, 2.6), layout="constrained")
    bars = {"color": "#0072b2", "label": "with a coalition on either side"}
    axis.bar(counts.index, counts["with_coalition"], width=0.8, **bars)
    axis.bar(
        counts.index,
        counts["without_coalition"],
        bottom=counts["with_coalition"],
        width=0.8,
        color="#d5d5d5",
        label="without",
    )
    axis.set_title("Two-sided crises by the year they began", loc="left", fontsize=10)
    axis.set_ylabel("crises")
    axis.yaxis.set_major_locator(MaxNLocator(integer=True))
    axis.spines[["top", "right"]].set_visible(False)
    axis.margins(x=0.01)
    # Beside the title, where no bar is.
    place = {"loc": "lower right", "bbox_to_anchor": (1, 0.99), "borderpad": 0}
    axis.legend(frameon=False, fontsize=8, ncols=2, **place)
    return figure
