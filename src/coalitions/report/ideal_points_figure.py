"""Re-estimated ideal points beside the published ones, session by session."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from coalitions.keys import assert_key
from coalitions.report.figure_files import WIDTH, frame, styled

_KEY = ["state", "year"]


def session_correlations(
    published: pd.DataFrame, reestimated: pd.DataFrame, sessions: pd.DataFrame
) -> pd.DataFrame:
    """Correlate the points of each session over the states that have both.

    Parameters
    ----------
    published, reestimated : pandas.DataFrame
        Columns state, year, ideal_point.
    sessions : pandas.DataFrame
        From `coalitions.unga.ideal_points.session_table`: columns year, items.

    Returns
    -------
    pandas.DataFrame
        One row a session in both: year, states (with both points), pearson, spearman (both from
        -1 to 1), items (roll calls the re-estimate rests on).

    Raises
    ------
    DesignError
        When a table has a state-year twice.
    """
    assert_key(published, _KEY, "published ideal points")
    assert_key(reestimated, _KEY, "re-estimated ideal points")
    both = published[[*_KEY, "ideal_point"]].merge(
        reestimated[[*_KEY, "ideal_point"]],
        on=_KEY,
        suffixes=("_published", "_reestimated"),
        validate="1:1",
    )
    rows = [
        {
            "year": year,
            "states": len(points),
            **{
                method: points["ideal_point_published"].corr(
                    points["ideal_point_reestimated"], method=method
                )
                for method in ("pearson", "spearman")
            },
        }
        for year, points in both.groupby("year")
    ]
    table = pd.DataFrame(rows, columns=["year", "states", "pearson", "spearman"])
    return table.merge(sessions[["year", "items"]], on="year", validate="1:1")


@styled
def draw_session_correlations(table: pd.DataFrame) -> Figure:
    """Draw the correlations over the years.

    Parameters
    ----------
    table : pandas.DataFrame
        From `session_correlations`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axis = plt.subplots(figsize=(WIDTH, 2.8))
    # A year without a session breaks the line.
    yearly = table.set_index("year").reindex(range(table["year"].min(), table["year"].max() + 1))
    axis.plot(
        yearly.index, yearly["pearson"], color="black", lw=1, marker="o", ms=3.2, label="Pearson"
    )
    axis.plot(
        *(yearly.index, yearly["spearman"]),
        **{"color": "0.55", "lw": 1, "marker": "s", "ms": 3.2, "mfc": "white"},
        label="Spearman (ranks)",
        zorder=1,
    )
    axis.set_ylim(top=1.005)
    axis.set_xlabel("Year in which the session of the General Assembly opens")
    axis.set_ylabel("Correlation over states")
    lowest = table.loc[table["pearson"].idxmin()]
    return frame(
        figure,
        "Ideal points estimated anew from the votes, beside the published ones",
        f"Median Pearson correlation {table['pearson'].median():.2f}; the lowest, "
        f"{lowest['pearson']:.2f}, in {lowest['year']:.0f} with {lowest['items']:.0f} roll calls.",
        key=axis.get_legend_handles_labels()[0],
        note="A year without a session breaks the lines. The vertical axis does not begin at zero.",
    )
