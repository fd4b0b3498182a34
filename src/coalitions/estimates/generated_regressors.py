r"""Standard errors that count the uncertainty of the estimated regressors.

Job insecurity is predicted by a hazard model and ideal points are estimated from votes, but
Table 2 takes both as known, so its standard errors leave part of the uncertainty out (Pagan 1984;
Murphy & Topel 1985).

First stage: leaders are drawn with replacement, all spells of a leader in a state together, the
hazard is fitted again, every state-year predicted again, and the models fitted again to the
original dyads (Cameron & Trivedi 2005, chapters 6 and 11, on two-step estimators and their
bootstrap). The covariance of the coefficients over draws is the part due to the first stage, and
is added to the covariance clustered on the crisis, :math:`V + B`. The sum takes the two samples,
of leader-years and of crises, as independent; there is no term for their covariance.

Ideal points: state-years are drawn from normals with the spread of the published 90 per cent
intervals, independently, as the dependence of the posterior over years and states is not public.
The draws are combined by Rubin's (1987) rules, :math:`\bar W + (1 + 1/M) B`. Drawing puts noise
into a regressor, so the mean over draws is attenuated; it is reported beside the estimate.

Both: each draw takes leaders and ideal points at once, combined by Rubin's rules; a bootstrap draw
stands in for one from the posterior of the hazard's coefficients (Little & Rubin 2002).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from coalitions.errors import DesignError, HazardError
from coalitions.estimates.specifications import (
    Specification,
    array_fit,
    covariance_options,
    estimates,
    fit,
)
from coalitions.insecurity.hazard import LEVEL, fit_hazard
from coalitions.insecurity.job_insecurity import yearly_insecurity
from coalitions.settings import Insecurity
from coalitions.unga.ideal_points import HALF_WIDTH
from coalitions.variables.days import on_day
from hetprobit import ProbitResults
from hetprobit.errors import ModelError

FIRST_STAGE, IDEAL_POINTS, BOTH = "first stage", "ideal points", "both"


@dataclass(frozen=True, eq=False)
class Refits:
    """Fits of one model to draws of its regressors.

    Attributes
    ----------
    params : numpy.ndarray, shape (fitted, p)
    covariances : numpy.ndarray, shape (fitted, p, p)
        Clustered on the crisis.
    drawn, failed : int
        Draws made, and those without a fit.
    """

    params: np.ndarray
    covariances: np.ndarray
    drawn: int
    failed: int


def draw_insecurity(
    records: pd.DataFrame, choice: Insecurity, draws: int, seed: int
) -> Iterator[pd.DataFrame | None]:
    """Predict job insecurity from hazards fitted to leaders drawn with replacement.

    Parameters
    ----------
    records : pandas.DataFrame
        From `coalitions.insecurity.leader_years.sample_records`.
    choice : coalitions.settings.Insecurity
    draws, seed : int

    Yields
    ------
    pandas.DataFrame or None
        Columns state, year, since, insecurity, the same rows every time; None where the hazard
        cannot be estimated on the leaders drawn.
    """
    records = records.dropna(subset=list(LEVEL[choice.shape]))
    leader = records.groupby(["state", "leader"]).ngroup().to_numpy()
    count = leader.max() + 1
    rng = np.random.default_rng(seed)
    for _ in range(draws):
        times = np.bincount(rng.integers(count, size=count), minlength=count)
        try:
            hazard = fit_hazard(records, choice, times[leader])
        except HazardError:
            yield None
            continue
        drawn = yearly_insecurity(records, hazard, choice.leader)
        yield drawn[["state", "year", "since", "insecurity"]]


def draw_ideal_points(points: pd.DataFrame, draws: int, seed: int) -> Iterator[pd.DataFrame]:
    """Draw ideal points from normals about their estimates.

    Parameters
    ----------
    points : pandas.DataFrame
        From `with_spread`: state, year, ideal_point, spread (missing counts as 0).
    draws, seed : int

    Yields
    ------
    pandas.DataFrame
        Columns state, year, ideal_point.
    """
    rng = np.random.default_rng(seed)
    spread = points["spread"].fillna(0).to_numpy()
    for _ in range(draws):
        noise = spread * rng.standard_normal(len(points))
        yield points[["state", "year"]].assign(ideal_point=points["ideal_point"] + noise)


def with_spread(points: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Add the standard deviation of each ideal point from a release that publishes intervals.

    Parameters
    ----------
    points : pandas.DataFrame
        Columns state, year, ideal_point.
    published : pandas.DataFrame
        Columns state, year, ideal_point_low, ideal_point_high: the 5th and 95th percentile of
        the posterior. Of another release, where that of `points` has no intervals.

    Returns
    -------
    pandas.DataFrame
        Columns state, year, ideal_point, spread (missing where no interval is published).
    """
    width = published["ideal_point_high"] - published["ideal_point_low"]
    spread = published[["state", "year"]].assign(spread=width / (2 * HALF_WIDTH))
    table = points[["state", "year", "ideal_point"]]
    return table.merge(spread, on=["state", "year"], how="left", validate="1:1")


def measure(
    sample: pd.DataFrame,
    lag: int,
    *,
    insecurity: pd.DataFrame | None = None,
    ideal_points: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Measure the generated regressors of the estimation sample again.

    Parameters
    ----------
    sample : pandas.DataFrame
        From `coalitions.estimates.specifications.estimation_sample`, with start, the first day of
        the crisis.
    lag : int
        Years before the crisis at which ideal points are taken.
    insecurity, ideal_points : pandas.DataFrame, optional
        Columns state, year and the value, and since where a year has several; what is not given
        stays as it is.

    Returns
    -------
    pandas.DataFrame
        The sample with insecurity_a and insecurity_p, divergence_tp and divergence_ap replaced.
    """
    new: dict[str, np.ndarray] = {}
    if insecurity is not None:
        new |= {
            f"insecurity_{x}": on_day(insecurity, "insecurity", sample[x], sample["start"])
            for x in "ap"
        }
    if ideal_points is not None:
        of = _lookup(ideal_points, "ideal_point", sample["year"] - lag)
        new |= {f"divergence_{x}p": np.abs(of(sample[x]) - of(sample["p"])) for x in "ta"}
    return sample.assign(**new)


def check_measures(sample: pd.DataFrame, again: pd.DataFrame) -> None:
    """Make sure that regressors measured again without noise are those of the analysis table.

    Parameters
    ----------
    sample, again : pandas.DataFrame
        Before and after `measure`.

    Raises
    ------
    DesignError
        When they differ, so that draws would not be about the estimates of Table 2.
    """
    names = ["insecurity_a", "insecurity_p", "divergence_tp", "divergence_ap"]
    gap = (sample[names] - again[names]).abs()
    missing = int(gap.isna().sum().sum())
    if missing or gap.max().max() > 1e-9:
        raise DesignError(
            "The generated regressors differ from those of the analysis table.",
            expected="the same values from the same tables",
            got=f"differences of up to {gap.max().max():.3g}, {missing} missing values",
            next_step="remake results/build/analysis.csv with the same settings",
        )


def refit(
    specifications: Sequence[Specification], samples: Iterable[pd.DataFrame | None]
) -> dict[int, Refits]:
    """Fit the models to samples whose regressors are draws.

    Parameters
    ----------
    specifications : sequence of coalitions.estimates.specifications.Specification
    samples : iterable of pandas.DataFrame or None
        None is a draw that failed before the models were fitted.

    Returns
    -------
    dict of int to Refits
        By the number of the specification.
    """
    fits: dict[int, list[tuple[np.ndarray, np.ndarray]]] = {m.number: [] for m in specifications}
    drawn = 0
    for sample in samples:
        drawn += 1
        for model in specifications:
            if sample is None:
                continue
            try:
                found = array_fit(model, sample)
                covariance = found.cov_params(**covariance_options("cluster", sample))
            except ModelError:
                continue
            fits[model.number].append((found.params, covariance))
    return {
        number: Refits(
            np.array([params for params, _ in each]),
            np.array([covariance for _, covariance in each]),
            drawn,
            drawn - len(each),
        )
        for number, each in fits.items()
    }


def add_first_stage(covariance: np.ndarray, refits: Refits) -> np.ndarray:
    """Add the covariance of the coefficients over draws to that of the second stage.

    Parameters
    ----------
    covariance : numpy.ndarray, shape (p, p)
    refits : Refits

    Returns
    -------
    numpy.ndarray, shape (p, p)
    """
    return covariance + between(refits)


def rubin(refits: Refits) -> np.ndarray:
    """Combine draws by Rubin's (1987) rules: within + (1 + 1/M) between.

    Parameters
    ----------
    refits : Refits

    Returns
    -------
    numpy.ndarray, shape (p, p)
    """
    return refits.covariances.mean(axis=0) + (1 + 1 / len(refits.params)) * between(refits)


def between(refits: Refits) -> np.ndarray:
    """Return the covariance of the coefficients over draws, shape (p, p).

    Raises
    ------
    DesignError
        With fewer than two fits there is no covariance.
    """
    if len(refits.params) < 2:
        raise DesignError(
            "The uncertainty of the generated regressors cannot be estimated.",
            expected="at least 2 draws with a fit",
            got=f"{len(refits.params)} of {refits.drawn}",
            next_step="make more draws, or look at why the models cannot be fitted to them",
        )
    return np.atleast_2d(np.cov(refits.params, rowvar=False))


def compare_errors(
    source: str, specification: Specification, results: ProbitResults, refits: Refits
) -> pd.DataFrame:
    """Set the standard errors of Table 2 beside those that count a source of uncertainty.

    Parameters
    ----------
    source : {"first stage", "ideal points", "both"}
    specification : coalitions.estimates.specifications.Specification
    results : hetprobit.ProbitResults
        Fit to the regressors as published.
    refits : Refits

    Returns
    -------
    pandas.DataFrame
        One row a coefficient: source, model, equation, term, estimate, std_error (second stage
        only), std_error_total, ratio, mean_of_draws, draws, failed.
    """
    if source == FIRST_STAGE:
        total = add_first_stage(np.asarray(results.cov_params()), refits)
    else:
        total = rubin(refits)
    table = estimates(specification, results)[
        ["model", "equation", "term", "estimate", "std_error"]
    ]
    table.insert(0, "source", source)
    errors = np.sqrt(np.diag(total))
    return table.assign(
        std_error_total=errors,
        ratio=errors / table["std_error"],
        mean_of_draws=refits.params.mean(axis=0),
        draws=refits.drawn,
        failed=refits.failed,
    )


def generated(
    specifications: Sequence[Specification],
    sample: pd.DataFrame,
    lag: int,
    insecurity: Sequence[pd.DataFrame | None],
    points: Sequence[pd.DataFrame],
    progress: Callable[[Any], Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Compare standard errors with and without the uncertainty of the generated regressors.

    Parameters
    ----------
    specifications : sequence of coalitions.estimates.specifications.Specification
    sample : pandas.DataFrame
        From `coalitions.estimates.specifications.estimation_sample`.
    lag : int
        Years before the crisis at which ideal points are taken.
    insecurity : list of pandas.DataFrame or None
        From `draw_insecurity`; empty where a file gave job insecurity, which then has no first
        stage.
    points : list of pandas.DataFrame
        From `draw_ideal_points`; as many as of `insecurity` unless that is empty.
    progress : callable
        Wraps the draws as they are gone through, as `tqdm.tqdm` does.

    Returns
    -------
    pandas.DataFrame
        As from `compare_errors`, for every source and model.
    """

    def samples(first_stage, ideal_points):
        for drawn, of_points in zip(first_stage, ideal_points, strict=True):
            failed = drawn is None
            yield None if failed else measure(sample, lag, **drawn, **of_points)

    known: list[dict[str, Any]] = [{}] * len(points)
    by_leaders = [None if d is None else {"insecurity": d} for d in insecurity]
    by_points = [{"ideal_points": d} for d in points]
    sources = {IDEAL_POINTS: samples(known, by_points)}
    if insecurity:
        sources = {
            FIRST_STAGE: samples(by_leaders, known),
            **sources,
            BOTH: samples(by_leaders, by_points),
        }
    published = {model.number: fit(model, sample) for model in specifications}
    pieces = []
    for source, drawn in sources.items():
        refits = refit(specifications, progress(drawn))
        pieces += [
            compare_errors(source, model, published[model.number], refits[model.number])
            for model in specifications
        ]
    return pd.concat(pieces, ignore_index=True)


def _lookup(table, value, years):
    values = table.set_index(["state", "year"])[value]

    def of(states):
        return values.reindex(pd.MultiIndex.from_arrays([states, years])).to_numpy()

    return of
