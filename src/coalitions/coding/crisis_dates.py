"""First and last day of every crisis, and which file of ICB they come from."""

from collections.abc import Mapping

import pandas as pd


def crisis_dates(
    systems: Mapping[str, pd.DataFrame], actors: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Date every crisis by the first file that has it: system files, then actor files.

    The newest actor file of ICB has crises that no system file has yet; such a crisis lasts from
    the first trigger to the last termination among its actors (codebook of the coding, section 1).

    Parameters
    ----------
    systems, actors : mapping of str to pandas.DataFrame
        `coalitions.readers` tables of icb_system and icb_actor by a name for the file, the
        preferred version first.

    Returns
    -------
    pandas.DataFrame
        Index crisis, sorted; ``start``, ``end`` (missing where the crisis is open), ``name``
        (missing where only an actor file has the crisis), ``dates_from`` (name of the file).
    """
    of_systems = [
        table.set_index("crisis")[["start", "end", "name"]].assign(dates_from=file)
        for file, table in systems.items()
    ]
    of_actors = [_of_actors(table).assign(dates_from=file) for file, table in actors.items()]
    every = pd.concat([table.dropna(subset="start") for table in (*of_systems, *of_actors)])
    return every[~every.index.duplicated()].sort_index()


def with_dates(system: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Date the crises that a system file has without a first day, by their actors.

    Parameters
    ----------
    system, actors : pandas.DataFrame
        `coalitions.readers` tables of icb_system and icb_actor.

    Returns
    -------
    pandas.DataFrame
        `system`, its start and end filled in where start is missing; missing still where the
        actor file has no first day either.
    """
    blank = system["start"].isna() & system["crisis"].isin(actors["crisis"])
    if not blank.any():
        return system
    known = _of_actors(actors).reindex(system.loc[blank, "crisis"])
    dated = system.copy()
    for column in ("start", "end"):
        dated.loc[blank, column] = known[column].to_numpy()
    return dated


def _of_actors(actors):
    # The end of one actor's crisis that is not known leaves the crisis open.
    return actors.groupby("crisis").agg(
        start=("start", "min"), end=("end", lambda days: days.max(skipna=False))
    )
