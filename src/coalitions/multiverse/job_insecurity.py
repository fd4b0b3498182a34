"""Job insecurity in every way that a universe asks for."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import pandas as pd

from coalitions.insecurity.job_insecurity import JobInsecurity, estimate_on, read_estimates
from coalitions.insecurity.leader_years import all_records, without_hazard
from coalitions.multiverse.plan import InsecurityVariant
from coalitions.readers.system import StateSystem
from coalitions.settings import Insecurity
from coalitions.variables.days import dated


def estimate_variants(
    variants: Sequence[InsecurityVariant],
    load: Callable[[Any], pd.DataFrame],
    states: StateSystem,
    progress: Callable[[Sequence[InsecurityVariant]], Iterable[InsecurityVariant]] = iter,
) -> pd.DataFrame:
    """Estimate job insecurity under each variant; variants share what does not tell them apart.

    Parameters
    ----------
    variants : sequence of coalitions.multiverse.plan.InsecurityVariant
    load : callable
        Maps a file to its table.
    states : StateSystem
        COW membership, which files of estimates are held against.
    progress : callable
        Wraps the variants as they are gone through.

    Returns
    -------
    pandas.DataFrame
        Columns state, year, since (day from which the value stands), insecurity (0 to 1), variant.

    Raises
    ------
    HazardError
        When a hazard cannot be estimated or a file of estimates not be used.
    """

    @cache
    def leader_years(choice: Insecurity, files: tuple[str, ...]) -> pd.DataFrame:
        leaders, gdp, *polity = map(load, files)
        return all_records(leaders, gdp, choice, *polity)

    @cache
    def estimated(
        choice: Insecurity, first: int, last: int, files: tuple[str, ...]
    ) -> JobInsecurity:
        every = leader_years(without_hazard(choice), files)
        return estimate_on(every[every["year"].between(first, last)], choice)

    def yearly(variant: InsecurityVariant) -> pd.DataFrame:
        choice = variant.choice
        if choice.read_from:
            return read_estimates(choice.read_from, states)
        # A hazard knows nothing of whose it is to tell.
        shared = choice.model_copy(update={"leader": None})
        years = variant.first_year, variant.last_year
        return estimated(shared, *years, variant.tables).of(choice.leader)

    pieces = []
    for variant in progress(variants):
        table = dated(yearly(variant))
        columns = ["state", "year", "since", "insecurity"]
        pieces.append(table[columns].assign(variant=variant.name))
    return pd.concat(pieces, ignore_index=True)
