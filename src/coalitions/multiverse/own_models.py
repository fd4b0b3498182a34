"""Models of one's own in every universe, beside the paper's two."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from coalitions.attrition import Attrition
from coalitions.errors import ConfigError
from coalitions.estimates.model_formulas import read_model
from coalitions.estimates.own_models import fit_own_models
from coalitions.keys import KEY
from coalitions.multiverse.plan import Plan
from coalitions.settings import OwnFile, OwnModel
from coalitions.significance import LEVEL
from coalitions.variables.catalogue import REGRESSORS
from coalitions.variables.own_variables import add_own


def of_universes(models: Iterable[OwnModel], files: Iterable[OwnFile]) -> list[OwnModel]:
    """Return the models that universes can be fitted with.

    A universe has the outcome, the regressors of Table 2 and the columns of one's own; not the
    other codings, nor the grounds on which a state is a potential partner.
    """
    own = [column for entry in files for column in entry.columns()]
    columns = ["coalition", *KEY, "year", *REGRESSORS, *own]
    return [model for model in models if _reads(model, columns)]


def estimate_own(
    pool: pd.DataFrame,
    plans: Sequence[Plan],
    models: Sequence[OwnModel],
    files: Sequence[OwnFile],
    values: pd.DataFrame | None,
    progress: Callable[[Any], Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Fit models of one's own in many universes of one pool.

    Parameters
    ----------
    pool : pandas.DataFrame
        From `coalitions.multiverse.columns.build_pool`.
    plans : list of coalitions.multiverse.plan.Plan
    models : list of coalitions.settings.OwnModel
        Those of `of_universes`.
    files : list of coalitions.settings.OwnFile
    values : pandas.DataFrame or None
        From `coalitions.variables.own_files.read_all`; None where there are no files.
    progress : callable
        Wraps the iteration, as `tqdm.tqdm` does.

    Returns
    -------
    pandas.DataFrame
        universe, model (its name), equation, term, estimate, std_error, p_value, n, problem. One
        row a coefficient, and one without term for a model that a universe has no estimate of.
    """
    if values is not None:
        # Nobody reads the counts: they are of all universes at once.
        pool = add_own(pool, files, values, Attrition())
    own = [column for entry in files for column in entry.columns()]
    tables = []
    for plan in progress(plans):
        inside = pool[plan.partners] & pool["year"].between(plan.first_year, plan.last_year)
        rows = pool.loc[inside, [*KEY, "year", *own]]
        rows = rows.assign(
            coalition=pool.loc[inside, plan.outcome],
            **{n: pool.loc[inside, c] for n, c in zip(REGRESSORS, plan.regressors, strict=True)},
        )
        estimates, fits = fit_own_models(rows, None, models)
        table = fits[["title", "n", "problem"]].rename(columns={"title": "model"})
        named = estimates.drop(columns="model").rename(columns={"name": "model"})
        table = table.merge(named, on="model", how="left", validate="1:m")
        tables.append(table.assign(universe=plan.digest))
    order = ["universe", "model", "equation", "term", "estimate", "std_error", "p_value"]
    texts = {"equation": "str", "term": "str", "problem": "str"}
    numbers = dict.fromkeys(order[4:], "float64")
    return pd.concat(tables, ignore_index=True)[[*order, "n", "problem"]].astype(texts | numbers)


def own_shares(found: pd.DataFrame) -> pd.DataFrame:
    """Sum up what universes say of each coefficient.

    Parameters
    ----------
    found : pandas.DataFrame
        From `estimate_own`, of all universes.

    Returns
    -------
    pandas.DataFrame
        model, equation, term, universes (all), estimated (those with the coefficient), and of all
        universes the shares positive, positive_significant, negative_significant (p < .05); then
        the median of the estimates.
    """
    universes = found["universe"].nunique()
    known = found.dropna(subset=["term", "estimate"])
    significant = known["p_value"].lt(LEVEL)
    marked = known.assign(
        positive=known["estimate"].gt(0),
        positive_significant=known["estimate"].gt(0) & significant,
        negative_significant=known["estimate"].lt(0) & significant,
    )
    groups = marked.groupby(["model", "equation", "term"], sort=False)
    names = ["positive", "positive_significant", "negative_significant"]
    shares = groups[names].sum() / universes
    shares.insert(0, "universes", universes)
    shares.insert(1, "estimated", groups.size())
    return shares.assign(median=groups["estimate"].median()).reset_index()


def _reads(model, columns):
    try:
        read_model(model, columns)
    except ConfigError:
        return False
    return True
