"""The draws of the joint test: universes fitted to drawn outcomes, and to permuted job insecurity.

Draw 0 is the data, fitted as the draws are: by the climb from the probit, without the search for
higher maxima that would take a second a draw. Draws hang on the seed, the number of the draw and
the rows' own ids alone, so they are the same however universes are shared out to jobs.
"""

import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from coalitions.estimates.selectivity import FACTORS, INTERACTIONS, products
from coalitions.estimates.specifications import coefficient, covariance_options, table_2
from coalitions.estimates.specifications import variance_design as variance_of
from coalitions.hypotheses import HYPOTHESES, SELECTIVITY, Hypothesis
from coalitions.keys import KEY
from coalitions.multiverse.joint_test import BY_OUTCOME, permuted_builders, row_keys
from coalitions.multiverse.plan import Plan
from coalitions.multiverse.samples import UniverseSample, assemble
from hetprobit import ArrayModel, HetProbit, Probit, fit_many
from hetprobit.errors import ModelError

_BUILDER = ["crisis", "part", "a"]
_OF_OUTCOME = tuple(h for h in HYPOTHESES if h.name in BY_OUTCOME)
_OF_INSECURITY = tuple(h for h in (*HYPOTHESES, SELECTIVITY) if h.name not in BY_OUTCOME)


def null_probabilities(
    pool: pd.DataFrame,
    plans: Sequence[Plan],
    progress: Callable[[Any], Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Return how likely each dyad's coalition is in each universe if a coefficient of H1 is zero.

    Model 2 is fitted without the regressor; where it has no estimate, the probit is. Rows that a
    perfect predictor settles keep their outcome.

    Parameters
    ----------
    pool : pandas.DataFrame
        From `coalitions.multiverse.columns.build_pool`.
    plans : sequence of coalitions.multiverse.plan.Plan
    progress : callable
        Wraps the iteration, as `tqdm.tqdm` does.

    Returns
    -------
    pandas.DataFrame
        crisis, part, a, t, p, outcome (its column in a pool: the coding), universe, hypothesis,
        probability. None of universes in which neither model has an estimate.
    """
    tables = [pool.loc[[], KEY].assign(outcome="", universe="", hypothesis="", probability=0.0)]
    for plan in progress(plans):
        sample = assemble(pool, plan)
        for hypothesis in _OF_OUTCOME:
            found = _null_of(sample, hypothesis)
            if found is not None:
                rows = pool.loc[sample.rows, KEY]
                tables.append(
                    rows.assign(
                        outcome=plan.outcome,
                        universe=plan.digest,
                        hypothesis=hypothesis.name,
                        probability=found,
                    )
                )
    return pd.concat(tables, ignore_index=True)


def shared_probabilities(found: pd.DataFrame) -> pd.DataFrame:
    """Average the probabilities of a dyad over the universes that share a coding.

    So outcomes are drawn once for all of them, and no universe's regressors are preferred.

    Parameters
    ----------
    found : pandas.DataFrame
        From `null_probabilities`, of all universes tested.

    Returns
    -------
    pandas.DataFrame
        crisis, part, a, t, p, outcome, hypothesis, probability.
    """
    keys = [*KEY, "outcome", "hypothesis"]
    ordered = found.sort_values([*keys, "universe"])
    return ordered.groupby(keys, as_index=False)["probability"].mean()


def drawn_outcomes(
    pool: pd.DataFrame,
    plans: Sequence[Plan],
    probabilities: pd.DataFrame,
    draws: int,
    seed: int,
    progress: Callable[[Any], Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Fit universes to outcomes drawn with a coefficient of H1 at zero.

    Parameters
    ----------
    pool : pandas.DataFrame
    plans : sequence of coalitions.multiverse.plan.Plan
    probabilities : pandas.DataFrame
        From `shared_probabilities`.
    draws, seed : int
    progress : callable
        Wraps the iteration, as `tqdm.tqdm` does.

    Returns
    -------
    pandas.DataFrame
        universe, hypothesis, draw (0 for the data), z (missing without an estimate).
    """
    tables = []
    for plan in progress(plans):
        sample = assemble(pool, plan)
        rows = pool.loc[sample.rows, KEY]
        for hypothesis in _OF_OUTCOME:
            own = probabilities["outcome"].eq(plan.outcome)
            own &= probabilities["hypothesis"].eq(hypothesis.name)
            known = rows.merge(probabilities[own], on=KEY, how="left", validate="1:1")
            likely = known["probability"].to_numpy()
            if np.isnan(likely).any():
                z = np.full(draws + 1, np.nan)
            else:
                drawn = (_keys(_ids(rows), draws, seed) < likely).astype(float)
                z = _z_of_outcomes(sample, plan, np.vstack([sample.outcome, drawn]), hypothesis)
            tables.append(_table(plan, hypothesis, z))
    return pd.concat(tables, ignore_index=True)


def permuted_insecurity(
    pool: pd.DataFrame,
    plans: Sequence[Plan],
    draws: int,
    seed: int,
    progress: Callable[[Any], Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Fit universes with the job insecurity of A permuted over builders, whole values at a time.

    Parameters
    ----------
    pool, plans, draws, seed, progress
        As for `drawn_outcomes`.

    Returns
    -------
    pandas.DataFrame
        As from `drawn_outcomes`.
    """
    builders, of_row = np.unique(_ids(pool[_BUILDER]), axis=0, return_inverse=True)
    keys = _keys(builders, draws, seed)
    tables = []
    for plan in progress(plans):
        sample = assemble(pool, plan)
        present, first, place = np.unique(
            of_row.reshape(-1)[sample.rows], return_index=True, return_inverse=True
        )
        values = sample.x["insecurity_a"].to_numpy()[first]
        models = _OfInsecurity(sample, plan)
        drawn = (values[permuted_builders(present, own)] for own in keys)
        z = np.array([models.z(each[place]) for each in (values, *drawn)])
        tables += [_table(plan, h, z[:, j]) for j, h in enumerate(_OF_INSECURITY)]
    return pd.concat(tables, ignore_index=True)


def _null_of(sample: UniverseSample, hypothesis: Hypothesis) -> np.ndarray | None:
    x = sample.x.drop(columns=hypothesis.term)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for build in (
            lambda: HetProbit(sample.outcome, x, sample.z),
            lambda: Probit(sample.outcome, x),
        ):
            try:
                fit = build().fit()
            except ModelError:
                continue
            if not fit.certificate.plateaus:
                likely = sample.outcome.astype(float)
                likely[fit.model.rows] = np.asarray(fit.predict())
                return likely
    return None


def _z_of_outcomes(sample, plan, outcomes, hypothesis):
    """Return z of a hypothesis for each outcome, shape (outcomes,); missing without a fit."""
    options = covariance_options(plan.covariance, sample.clusters)
    with warnings.catch_warnings():
        # What the estimator drops or repairs is part of a draw's answer.
        warnings.simplefilter("ignore")
        fits = fit_many(outcomes, sample.x, sample.z, search=False, **options)
    place = fits.param_names.index(coefficient(hypothesis.equation, hypothesis.term))
    spread = np.array([fit.cov_params[place, place] for fit in fits.fits])
    return np.array([fit.params[place] for fit in fits.fits]) / np.sqrt(spread)


class _OfInsecurity:
    """Models 2 and 3 of a universe, to be fitted to other values of the job insecurity of A.

    The other regressors are checked and standardised once.
    """

    def __init__(self, sample, plan):
        self.sample, self.specification = sample, table_2(plan.variance)[1]
        self.options = covariance_options(plan.covariance, sample.clusters)
        self.factors = sample.x[list(FACTORS)].to_numpy()
        self.starts = {}
        self.others: ArrayModel | None = None
        with suppress(ModelError):
            self.others = ArrayModel.of(sample.outcome, sample.x.drop(columns="insecurity_a"))

    def z(self, values):
        """Return z of each hypothesis on job insecurity, shape (3,); missing without a fit."""
        *of_model_2, selectivity = (coefficient(h.equation, h.term) for h in _OF_INSECURITY)
        found = [
            *self._z_of(2, partial(self._model_2, values), of_model_2),
            *self._z_of(3, partial(self._model_3, values), [selectivity]),
        ]
        return np.array(found)

    def _model_2(self, values):
        probit = self._with({"insecurity_a": values})
        leaders = {"insecurity_a": values, "insecurity_p": self.sample.x["insecurity_p"].to_numpy()}
        return probit.with_scale(variance_of(self.specification, pd.DataFrame(leaders)))

    def _model_3(self, values):
        factors = self.factors.copy()
        factors[:, FACTORS.index("insecurity_a")] = values
        own = dict(zip(INTERACTIONS, products(factors, factors).T, strict=True))
        return self._with({"insecurity_a": values} | own)

    def _with(self, columns):
        """Return the probit of the other regressors and these."""
        wider = None
        if self.others is not None:
            wider = self.others.with_regressors(np.column_stack([*columns.values()]), [*columns])
        if wider is not None:
            return wider
        return ArrayModel.of(self.sample.outcome, self.sample.x.assign(**columns))

    def _z_of(self, number, build, names):
        try:
            # The probit has one maximum, wherever it is looked for from.
            fit = build().fit(self.starts.get(number), search=False)
            covariance = fit.cov_params(**self.options)
        except ModelError:
            return [np.nan] * len(names)
        self.starts.setdefault(number, fit.standardised_probit)
        places = [fit.param_names.index(name) for name in names]
        return fit.params[places] / np.sqrt(np.diag(covariance)[places])


def _table(plan, hypothesis, z):
    return pd.DataFrame(
        {
            "universe": plan.digest,
            "hypothesis": hypothesis.name,
            "draw": np.arange(len(z)),
            "z": z,
        }
    )


def _ids(table):
    """Return ids as integers; parts are letters, whose code points tell them apart everywhere."""
    return table.assign(part=table["part"].map(ord)).to_numpy(dtype=np.int64)


def _keys(ids, draws, seed):
    """Return a random key for every draw and row, shape (draws, rows)."""
    return np.array([row_keys(ids, draw, seed) for draw in range(1, draws + 1)])
