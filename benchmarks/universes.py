"""Some universes at once, against fitting each of their models with statsmodels.

Universes are made of the frozen analysis table, which needs no raw data: outcomes, periods and
forms of the variance equation.
"""

import itertools
import warnings

import numpy as np
import pandas as pd
from estimator import error_factor, numerical
from measuring import Row, compare
from raw_tables import ROOT
from statsmodels.discrete.discrete_model import Probit

from coalitions.estimates.selectivity import WITH_SELECTIVITY
from coalitions.estimates.specifications import coefficient
from coalitions.multiverse.plan import Plan
from coalitions.multiverse.samples import assemble
from coalitions.multiverse.universes import TERMS, estimate_plans
from coalitions.variables.catalogue import REGRESSORS

PERIODS = ((1951, 1999), (1951, 1990), (1960, 1999))
OUTCOMES = ("coalition_cases", "coalition_sides")


def rows() -> list[Row]:
    """Return the row of a few universes."""
    return [against_statsmodels(frozen_pool(), plans())]


def frozen_pool() -> pd.DataFrame:
    """Return the frozen analysis table as a pool of universes."""
    return pd.read_csv(ROOT / "data/frozen/analysis.csv").assign(everyone=True)


def plans() -> list[Plan]:
    """Return a universe for every outcome, period and form of the variance equation."""
    forms = itertools.product(OUTCOMES, PERIODS, ("insecurity_a", "log_insecurity_a"))
    return [
        Plan(str(number), "frozen", outcome, "everyone", *years, REGRESSORS, variance, "cluster")
        for number, (outcome, years, variance) in enumerate(forms)
    ]


def against_statsmodels(pool: pd.DataFrame, chosen: list[Plan], turns: int = 1) -> Row:
    """Hold all three models of the universes against statsmodels, by the terms of hypotheses.

    Universes without an estimate of some model are left out: statsmodels would return one.
    """
    found = estimate_plans(pool, chosen)
    refused = set(found.loc[found["status"].ne("ok"), "universe"])
    kept = [plan for plan in chosen if plan.digest not in refused]
    return compare(
        f"{len(kept)} universes of three models and clustered errors",
        lambda: estimate_plans(pool, kept)[["estimate", "std_error"]].to_numpy(),
        "one by one, statsmodels",
        lambda: np.concatenate([one_by_one(pool, plan) for plan in kept]),
        tolerance=1e-3,
        turns=turns,
    )


def one_by_one(pool: pd.DataFrame, plan: Plan) -> np.ndarray:
    """Return estimate and clustered error of every term, shape (terms, 2)."""
    sample = assemble(pool, plan)
    y, clusters = sample.outcome, sample.clusters["crisis"].to_numpy()
    params, errors = numerical(y, sample.x.to_numpy(), sample.z.to_numpy(), clusters)
    names = [*sample.x, *(coefficient("variance", name) for name in sample.z)]
    products = sample.with_products
    models = {
        1: _probit(y, sample.x, clusters),
        2: pd.DataFrame({"estimate": params, "std_error": errors}, index=names),
        WITH_SELECTIVITY.number: _probit(y, products, clusters),
    }
    return np.array([models[number].loc[coefficient(*key)] for number, *key in TERMS])


def _probit(y, x, clusters):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kwds = {"cov_type": "cluster", "cov_kwds": {"groups": clusters, "use_correction": False}}
        fit = Probit(y, x).fit(disp=0, maxiter=100, **kwds)
    errors = fit.bse * error_factor(clusters)
    return pd.DataFrame({"estimate": fit.params, "std_error": errors})
