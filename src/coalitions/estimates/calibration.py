"""Which job insecurity is nearest to the authors', told from what their code holds fixed.

The archive's code for Figure 3 holds the variables at values it calls means and quartiles. They
are all that is known of the authors' data, and say nothing of who joined whom. A variant of job
insecurity decides which rows are complete, and so moves the means of every variable; the variant
whose rows come nearest is taken for the default. No model of coalition formation is fitted here,
and no outcome is looked at beyond its being known.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from coalitions.errors import DesignError, HazardError
from coalitions.estimates.specifications import estimation_sample
from coalitions.insecurity.family import variants
from coalitions.insecurity.job_insecurity import estimate_on
from coalitions.insecurity.leader_years import all_records, without_hazard
from coalitions.settings import Insecurity
from coalitions.variables.measures import add_insecurity

# The paper: its sample begins with the first year for which job insecurity is known.
FIRST_ESTIMATE = 1951
# Variants within so many times the least distance are as good as the nearest.
NEAR = 1.1
# What the search goes over. Whose insecurity it is is argued from the theory and not searched; a
# death in office counts as in Bueno de Mesquita et al. (2003).
SEARCHED = ("leaders", "growth_series", "growth_year", "model", "changes")
# Sources that say on which day office changes hands, and so who is in office at the trigger.
DATED = ("archigos", "reign_leaders")


@dataclass(frozen=True)
class Held:
    """A value that the authors' code holds a variable at.

    Attributes
    ----------
    name : str
    column : str
        Of the analysis table.
    value : float
    quantile : float or None
        Which quantile over estimation rows the value is; None for their mean.
    """

    name: str
    column: str
    value: float
    quantile: float | None = None

    def of(self, rows: pd.DataFrame) -> float:
        """Return the same statistic of estimation rows."""
        values = rows[self.column]
        return float(values.mean() if self.quantile is None else values.quantile(self.quantile))


# Archive (doi:10.7910/DVN/KFA3YG), code of Figure 3.
HELD = (
    Held("TP mean", "divergence_tp", 1.1),
    Held("AP mean", "divergence_ap", 1.01),
    Held("AP 25%", "divergence_ap", 0.29, 0.25),
    Held("AP 75%", "divergence_ap", 1.7, 0.75),
    Held("CINC A", "cinc_a", 0.017),
    Held("CINC T", "cinc_t", 0.016),
    Held("CINC P", "cinc_p", 0.016),
    Held("insecurity A", "insecurity_a", 0.17),
    Held("insecurity P", "insecurity_p", 0.17),
)


def searched(leader: str = "trigger") -> dict[str, Insecurity]:
    """Return the variants that the search goes over, by label.

    Parameters
    ----------
    leader : {"trigger", "january", "december", "mean"}
        Whose insecurity all of them take.
    """
    return {
        text: choice.model_copy(update={"leader": leader})
        for text, choice in variants().items()
        if choice.natural_deaths == "event"
    }


def distance(statistics: Mapping[str, float], held: Iterable[Held] = HELD) -> float:
    """Return the sum of squared relative deviations from the held values.

    Parameters
    ----------
    statistics : mapping of str to float
        By the name of the held value.
    held : iterable of Held

    Returns
    -------
    float
        0 for the authors' own.
    """
    return sum((statistics[h.name] / h.value - 1) ** 2 for h in held)


def measure_variants(
    dyads: pd.DataFrame,
    coding: str,
    choices: Mapping[str, Insecurity],
    tables: Mapping[str, pd.DataFrame],
    first_year: int,
    last_year: int,
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Describe the estimation rows under every variant.

    Parameters
    ----------
    dyads : pandas.DataFrame
        The analysis table with start, the first day of the crisis; its own job insecurity is
        replaced.
    coding : str
        Whose ``coalition_<coding>`` has to be known.
    choices : mapping of str to coalitions.settings.Insecurity
    tables : mapping of str to pandas.DataFrame
        Leaders and GDP by dataset.
    first_year, last_year : int
        Years of the leader-years that the hazards learn from.
    progress : callable
        Wraps the variants as they are gone through.

    Returns
    -------
    pandas.DataFrame
        One row a variant: variant, the choices of `SEARCHED`, first_estimate (first year with
        growth and a leader in its sources, whatever the period), n, crises, the statistics named
        as in `HELD`, distance, problem ("" where the hazard could be estimated).
    """
    shared: dict[Insecurity, list[tuple[str, Insecurity]]] = {}
    for text, choice in choices.items():
        shared.setdefault(without_hazard(choice), []).append((text, choice))
    rows: dict[str, dict[str, Any]] = {}
    for group in progress(list(shared.values())):
        one = group[0][1]
        records = all_records(tables[one.leaders], tables[one.growth], one)
        first = records.loc[records["growth"].notna(), "year"].min()
        within = records[records["year"].between(first_year, last_year)]
        for text, choice in group:
            row = {"variant": text, **{key: getattr(choice, key) for key in SEARCHED}}
            row["first_estimate"] = first
            try:
                yearly = estimate_on(within, choice).yearly
            except HazardError as error:
                rows[text] = row | {"problem": error.what}
                continue
            sample = estimation_sample(add_insecurity(dyads, yearly), coding)
            found = {h.name: h.of(sample) for h in HELD}
            counts = {"n": len(sample), "crises": sample["crisis"].nunique()}
            rows[text] = {**row, **counts, **found, "distance": distance(found), "problem": ""}
    return pd.DataFrame([rows[text] for text in choices])


def decide(table: pd.DataFrame) -> pd.DataFrame:
    """Apply the rule that chooses the default.

    Of the variants whose first estimate falls in 1951 exactly, those within 1.1 times the least
    distance are kept; of them the one with the most rows is chosen. Several have as many, as
    models on the same leader-years do. Of these a source goes first that can say who is in office
    at the trigger, whose insecurity the default is; then the nearest.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns leaders, first_estimate, n, distance (missing without an estimate).

    Returns
    -------
    pandas.DataFrame
        `table` with passes (the filter), near and chosen, bool; one row is chosen.

    Raises
    ------
    DesignError
        When no variant with an estimate passes the filter.
    """
    passes = table["first_estimate"].eq(FIRST_ESTIMATE) & table["distance"].notna()
    if not passes.any():
        years = sorted(table["first_estimate"].dropna().unique())
        raise DesignError(
            "No variant of job insecurity begins when the paper's does.",
            expected=f"a first estimate in {FIRST_ESTIMATE}",
            got=f"first estimates in {', '.join(f'{year:.0f}' for year in years)}",
            next_step="check the years of the leader and GDP datasets",
        )
    near = passes & table["distance"].le(NEAR * table.loc[passes, "distance"].min())
    order = table[near].assign(dated=table["leaders"].isin(DATED))
    order = order.sort_values(["n", "dated", "distance"], ascending=[False, False, True])
    chosen = table.index == order.index[0]
    return table.assign(passes=passes, near=near, chosen=chosen)
