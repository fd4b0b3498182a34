"""Interstate wars: how many states fought on each side, how long, and at what cost in lives."""

import pandas as pd


def belligerents_by_side(participants: pd.DataFrame) -> pd.DataFrame:
    """Describe each COW interstate war.

    Parameters
    ----------
    participants : pandas.DataFrame
        `coalitions.readers.cow_interstate_wars` table: war, war_name, state, side, start, end,
        deaths.

    Returns
    -------
    pandas.DataFrame
        One row per war: war, war_name, start_year; states_side_1, states_side_2 (a state that
        fought on both sides in turn counts on each); days, from the first day of fighting to the
        last, missing where it goes on; deaths in battle of all states, at the least: what a state
        lost is left out where it is unknown.
    """
    counts = participants.groupby(["war", "side"])["state"].nunique().unstack("side", fill_value=0)
    spells = participants.groupby("war")
    first = spells.agg(war_name=("war_name", "first"), start=("start", "min"))
    last = spells["end"].agg(lambda ends: ends.max() if ends.notna().all() else pd.NaT)
    # A state's deaths repeat on each of its spells.
    once = participants.drop_duplicates(["war", "state", "side"])
    return (
        first.assign(
            start_year=first["start"].dt.year,
            states_side_1=counts[1],
            states_side_2=counts[2],
            days=(pd.to_datetime(last) - first["start"]).dt.days + 1,
            deaths=once.groupby("war")["deaths"].sum(min_count=1),
        )
        .drop(columns="start")
        .reset_index()
    )
