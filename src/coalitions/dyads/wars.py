"""Interstate wars by the number of states that fought on each side."""

import pandas as pd


def belligerents_by_side(participants: pd.DataFrame) -> pd.DataFrame:
    """Count the states on either side of each COW interstate war.

    Parameters
    ----------
    participants : pandas.DataFrame
        `coalitions.readers.cow_interstate_wars` table: war, war_name, state, side, start.

    Returns
    -------
    pandas.DataFrame
        One row per war: war, war_name, start_year, states_side_1, states_side_2. A state that
        fought on both sides in turn counts on each.
    """
    counts = participants.groupby(["war", "side"])["state"].nunique().unstack("side", fill_value=0)
    first = participants.groupby("war").agg(war_name=("war_name", "first"), start=("start", "min"))
    return (
        first.assign(
            start_year=first["start"].dt.year,
            states_side_1=counts[1],
            states_side_2=counts[2],
        )
        .drop(columns="start")
        .reset_index()
    )
