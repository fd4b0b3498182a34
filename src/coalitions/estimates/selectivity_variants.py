"""Selectivity under other codings of who joined, and other measures of job insecurity."""

from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

import pandas as pd
from pydantic import ValidationError

from coalitions.coding.editions import EDITIONS
from coalitions.errors import CoalitionsError, HazardError
from coalitions.estimates.selectivity import INTERACTIONS, selectivity_estimates
from coalitions.estimates.specifications import counts, estimation_sample
from coalitions.insecurity.family import NAMES, base_of
from coalitions.insecurity.job_insecurity import estimate
from coalitions.settings import Insecurity, Settings
from coalitions.variables.measures import add_insecurity
from hetprobit.errors import ModelError

# What a reader calls the values of the choices that `coalitions.insecurity.family` leaves fixed.
_MEASURES = NAMES | {
    "shape": {
        "common": "one shape",
        "covariates": "shape by covariates",
        "regime": "shape by regime",
    },
    "frailty": {"none": "no frailty", "state": "frailty by state"},
    "leader": {
        "trigger": "leader at the trigger",
        "january": "leader of 1 January",
        "december": "leader of 31 December",
        "mean": "mean of the year's leaders",
    },
}
_NUMBERS = ["term", "estimate", "std_error", "z", "p_value", "low", "high"]


def case_codings(settings: Settings) -> dict[str, Settings]:
    """Return the case coding at each confidence, and in each other edition, by label.

    Parameters
    ----------
    settings : coalitions.settings.Settings
        The run's; what they do not change stays.
    """
    own = settings.cases
    levels = get_args(type(own).model_fields["confidence"].annotation)
    wanted: list[tuple[int, str]] = [(own.edition, level) for level in levels]
    wanted += [(e.number, own.confidence) for e in EDITIONS if e.number != own.edition]
    found = {}
    for edition, level in wanted:
        cases = own.model_copy(update={"edition": edition, "confidence": level})
        label = f"cases, edition {edition}, {level} confidence"
        found[label] = settings.model_copy(update={"cases": cases, "coding": "cases"})
    return found


def measures_of(choice: Insecurity) -> dict[str, Insecurity]:
    """Return the run's measure of job insecurity and those that differ from it in one choice.

    Parameters
    ----------
    choice : coalitions.settings.Insecurity
        Where it is read from a file, the hazard estimated on the run's other choices stands for it.

    Returns
    -------
    dict of str to coalitions.settings.Insecurity
        By what differs; the first is "as in the run".
    """
    base = choice if choice.read_from is None else base_of(choice)
    found = {"as in the run": base}
    for field, names in _MEASURES.items():
        for value, name in names.items():
            changed = base.model_dump() | {field: value}
            # The dataset of GDP follows from the series.
            sdp = changed["growth_series"] == "sdp"
            try:
                other = Insecurity(**changed | {"growth": "gdp_sdp" if sdp else "gdp_panel"})
            except ValidationError:
                # The settings say which choices do not go together.
                continue
            if other != base:
                found[name] = other
    return found


def remeasured(
    dyads: pd.DataFrame,
    choices: Mapping[str, Insecurity],
    tables: Mapping[str, pd.DataFrame],
    years: tuple[int, int],
) -> Iterator[tuple[str, pd.DataFrame | HazardError]]:
    """Give the dyads each measure of A's and P's job insecurity in turn.

    Parameters
    ----------
    dyads : pandas.DataFrame
        The analysis table with start, the first day of the crisis.
    choices : mapping of str to coalitions.settings.Insecurity
        From `measures_of`.
    tables : mapping of str to pandas.DataFrame
        Leaders and GDP by dataset, and polity.
    years : (int, int)
        Of the leader-years that the hazards learn from.

    Yields
    ------
    str, pandas.DataFrame or HazardError
        The measure, and the table with it or why there is none.
    """
    for label, choice in choices.items():
        polity = (tables["polity"],) if choice.shape == "regime" else ()
        try:
            found = estimate(tables[choice.leaders], tables[choice.growth], choice, *years, *polity)
        except HazardError as error:
            yield label, error
        else:
            yield label, add_insecurity(dyads, found.yearly)


def interactions_in(
    analyses: Iterable[tuple[str, pd.DataFrame | CoalitionsError, str | None]], covariance: str
) -> pd.DataFrame:
    """Estimate the interactions in several analysis tables.

    Parameters
    ----------
    analyses : iterable of (str, pandas.DataFrame or CoalitionsError, str or None)
        Label; analysis table, or why there is none; coding of the outcome.
    covariance : str
        `coalitions.settings.Estimation.covariance`.

    Returns
    -------
    pandas.DataFrame
        One row a table and interaction: variant, term, estimate, std_error, z, p_value, low, high
        (missing without an estimate), n, crises, joined, coalitions, problem (why there is no
        estimate, else empty).
    """
    pieces = []
    for label, analysis, coding in analyses:
        counted, problem = {}, ""
        found = pd.DataFrame({"term": list(INTERACTIONS)})
        try:
            if isinstance(analysis, CoalitionsError):
                raise analysis
            sample = estimation_sample(analysis, coding)
            counted = counts(sample)
            every = selectivity_estimates(sample, covariance)
            found = every.loc[every["term"].isin(INTERACTIONS), _NUMBERS]
        except (CoalitionsError, ModelError) as error:
            problem = error.what
        pieces.append(found.assign(variant=label, **counted, problem=problem))
    names = ["variant", *_NUMBERS, "n", "crises", "joined", "coalitions", "problem"]
    return pd.concat(pieces, ignore_index=True).reindex(columns=names)
