"""Hold certified fits against the best of many starts, on tame and on heavy-tailed data.

Prints a table: of how many data sets a certified fit lies below the best point found from random
starts, how many are refused, how many as on an edge (`EdgeError`), and how many of both although a
maximum at least as high as every other point is known. Starts are drawn in the coordinates of the
fit, within a radius of 6 quantile-based standard deviations of log sigma, and the mean equation
refitted at each.

    python benchmarks/estimator_maxima.py [data sets of each kind] [starts]
"""

import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
from scipy.stats import norm

from hetprobit import HetProbit
from hetprobit.errors import EdgeError, EstimationError, ModelDataError
from hetprobit.likelihood import evaluate
from hetprobit.newton import TOLERANCE, maximise

# A difference in log-likelihood that is more than rounding.
MORE = 1e-3
COLUMNS = ["certified", "below", "refused", "on an edge", "wrongly"]


def scale_regressor(kind, rng, n):
    """Draw the scale regressors of a kind and their coefficients."""
    draws = {
        "Pareto(1)": lambda: rng.pareto(1.0, (n, 1)),
        "lognormal(0, 2)": lambda: rng.lognormal(0.0, 2.0, (n, 1)),
        "Pareto(1), two": lambda: rng.pareto(1.0, (n, 2)),
        "Cauchy": lambda: rng.standard_cauchy((n, 1)),
        "Pareto(1), falling": lambda: -rng.pareto(1.0, (n, 1)),
        "normal": lambda: rng.normal(size=(n, 1)),
        "exponential": lambda: rng.exponential(size=(n, 1)),
        "normal and 0/1": lambda: np.column_stack([rng.normal(size=n), rng.random(n) < 0.3]),
    }
    z = draws[kind]().astype(float)
    return z, np.full(z.shape[1], 0.3)


HEAVY = ("Pareto(1)", "lognormal(0, 2)", "Pareto(1), two", "Cauchy", "Pareto(1), falling")
TAME = ("normal", "exponential", "normal and 0/1")


def simulate(kind, seed, n=500):
    """Draw one data set from a model that is correct."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    z, gamma = scale_regressor(kind, rng, n)
    with np.errstate(over="ignore"):
        y = rng.random(n) < norm.cdf((0.3 + 0.8 * x) * np.exp(-z @ gamma))
    return HetProbit(y, np.column_stack([np.ones(n), x]), z)


def best_of_starts(model, starts, seed):
    """Return the highest log-likelihood from random starts, and that of a maximum among them."""
    design = model.prepared.standardised
    k, m = design.x.shape[1], design.z.shape[1]
    in_mean = np.arange(k + m) < k
    rng = np.random.default_rng(seed)
    highest = maximum = -np.inf
    for _ in range(starts):
        direction = rng.normal(size=m)
        radius = 6.0 * rng.random() ** (1.0 / m)
        theta = np.append(np.zeros(k), radius * direction / np.linalg.norm(direction))
        climb = partial(evaluate, design)
        refitted = maximise(climb, theta, free=in_mean, max_iterations=50)
        if not np.isfinite(refitted.evaluation.hessian).all():
            continue
        end = maximise(climb, refitted.theta, max_iterations=100)
        highest = max(highest, end.evaluation.loglike)
        if end.decrement <= TOLERANCE and end.curvature_ratio > 1e-14:
            maximum = max(maximum, end.evaluation.loglike)
    return highest, maximum


def one(kind, starts, seed):
    """Compare one fit with the best of its starts."""
    warnings.simplefilter("ignore")
    try:
        model = simulate(kind, seed)
        highest, maximum = best_of_starts(model, starts, seed + 1_000_000)
    except ModelDataError:
        return {}
    try:
        fit = model.fit()
    except EdgeError:
        return {"on an edge": True, "wrongly": maximum >= highest - MORE}
    except EstimationError:
        return {"refused": True, "wrongly": maximum >= highest - MORE}
    return {"certified": fit.converged, "below": fit.converged and fit.llf < highest - MORE}


def main():
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    starts = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    rows = []
    with ProcessPoolExecutor() as pool:
        for kinds in (HEAVY, TAME):
            for kind in kinds:
                seeds = range(-(-count // len(kinds)))
                found = list(pool.map(partial(one, kind, starts), seeds, chunksize=8))
                table = pd.DataFrame(found, columns=COLUMNS)
                sums = table.fillna(0).astype(int).sum()
                rows.append({"z": kind, "data sets": len(seeds), **sums})
                print(rows[-1], file=sys.stderr, flush=True)
    print(pd.DataFrame(rows).to_markdown(index=False))


if __name__ == "__main__":
    main()
