"""States that could have built a coalition, one row each: their leaders, and what they built."""

import pandas as pd

BUILDER = ["crisis", "part", "a"]


def builders(
    analysis: pd.DataFrame, crises: pd.DataFrame, spells: pd.DataFrame, coding: str
) -> pd.DataFrame:
    """Describe every possible builder at the start of its crisis.

    Parameters
    ----------
    analysis : pandas.DataFrame
        One row per crisis, part, a, t and p: ``coalition_<coding>``, insecurity_a, un_support,
        post_cold_war, divergence_ap.
    crises : pandas.DataFrame
        One row per crisis and part, with ``start``, the day of its trigger.
    spells : pandas.DataFrame
        Spells of office, see `coalitions.readers.leader_spells`.
    coding : str
        Which coding says who joined.

    Returns
    -------
    pandas.DataFrame
        By crisis, part and a: years_in_office, of the leader in office on the day of the trigger,
        years of 365.25 days since the true entry, missing where none is known; insecurity_a,
        un_support, post_cold_war; coalition, whether any state joined; members_divergence, mean
        divergence_ap of those that did, missing without any.
    """
    rows = analysis.assign(joined=analysis[f"coalition_{coding}"].eq(1))
    rows = rows.assign(of_members=rows["divergence_ap"].where(rows["joined"]))
    built = rows.groupby(BUILDER, as_index=False).agg(
        insecurity_a=("insecurity_a", "first"),
        un_support=("un_support", "first"),
        post_cold_war=("post_cold_war", "first"),
        coalition=("joined", "max"),
        members_divergence=("of_members", "mean"),
    )
    starts = crises[["crisis", "part", "start"]].assign(start=pd.to_datetime(crises["start"]))
    built = built.merge(starts, on=["crisis", "part"], how="left", validate="m:1")
    return built.assign(years_in_office=_years_in_office(built, spells)).drop(columns="start")


def _years_in_office(built, spells):
    """Find who was in office on the day; of two on the day of a succession, the later."""
    entered = spells.rename(columns={"start": "entry", "state": "a"})
    asked = built.reset_index()[["index", "a", "start"]]
    pairs = asked.merge(entered[["a", "entry", "since", "until"]], on="a")
    pairs = pairs[pairs["start"].between(pairs["since"], pairs["until"])]
    latest = pairs.sort_values(["since", "entry"]).drop_duplicates("index", keep="last")
    days = (latest["start"] - latest["entry"]).dt.days.set_axis(latest["index"])
    return days.reindex(built.index) / 365.25
