"""How far the data tell a variable's effect on the mean from its effect on the variance.

In a heteroskedastic probit with one variable in both equations the index is
(x'b + beta v) / exp(gamma v). The likelihood is maximised over the other coefficients with gamma
held, or with beta and gamma held; both are concave problems.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats
from tqdm import tqdm

from coalitions.errors import DesignError
from hetprobit import SCALE_PREFIX, ProbitResults

# Joint regions drawn, by their level.
LEVELS = (0.50, 0.90, 0.95, 0.99)


@dataclass(frozen=True, eq=False)
class Pair:
    """A variable's two coefficients in a model.

    Parameters
    ----------
    results : hetprobit.ProbitResults
    term : str
    beta, gamma : float
        Estimates.
    gamma_se : float
        Standard error of gamma from the observed information.
    """

    results: ProbitResults
    term: str
    beta: float
    gamma: float
    gamma_se: float

    @classmethod
    def of(cls, results: ProbitResults, term: str) -> "Pair":
        """Take the pair from a fit.

        Parameters
        ----------
        results : hetprobit.ProbitResults
        term : str
            The only variable of the variance equation, and one of the mean equation.

        Raises
        ------
        DesignError
            When it is not.
        """
        names, scale = results.param_names, SCALE_PREFIX + term
        variance = [name for name in names if name.startswith(SCALE_PREFIX)]
        if variance != [scale] or term not in names:
            raise DesignError(
                "Beta cannot be held against gamma.",
                expected=f"{term} in the mean equation and alone in the variance equation",
                got=f"coefficients {', '.join(names)}",
                next_step="choose the variable that stands in both equations",
            )
        errors = results.with_covariance("nonrobust").bse
        return cls(results, term, results.params[term], results.params[scale], errors[scale])

    @property
    def names(self) -> list[str]:
        """The estimator's names of beta and gamma."""
        return [self.term, SCALE_PREFIX + self.term]

    @property
    def loglike(self) -> float:
        """Log-likelihood at the estimates."""
        return self.results.llf


def profile(pair: Pair, gammas: ArrayLike) -> pd.DataFrame:
    """Maximise over everything but gamma.

    Parameters
    ----------
    pair : Pair
    gammas : array_like, shape (m,)

    Returns
    -------
    pandas.DataFrame
        One row a gamma: gamma, loglike, beta (where the maximum lies) and beta_se (its standard
        error were gamma known); missing where no maximum is found.
    """
    beta, gamma = pair.names
    points = pd.DataFrame({gamma: np.asarray(gammas, dtype=float)})
    found = pair.results.profile(points)
    return pd.DataFrame(
        {
            "gamma": points[gamma],
            "loglike": found.loglike,
            "beta": found.params[beta],
            "beta_se": found.bse[beta],
        }
    )


def surface(pair: Pair, points: pd.DataFrame) -> pd.DataFrame:
    """Maximise over everything but beta and gamma.

    Parameters
    ----------
    pair : Pair
    points : pandas.DataFrame
        Columns beta, gamma; each row starts from the maximum of the row before.

    Returns
    -------
    pandas.DataFrame
        Columns beta, gamma, loglike (missing where no maximum is found), in the same order.
    """
    points = points[["beta", "gamma"]]
    progress = partial(tqdm, desc="likelihood surface", leave=False, disable=None)
    found = pair.results.profile(points.set_axis(pair.names, axis=1), progress)
    return points.assign(loglike=found.loglike)


def drop_at(level: float, df: int = 2) -> float:
    """Return by how much the log-likelihood falls at the edge of a joint region."""
    return float(0.5 * stats.chi2.ppf(level, df))


def gamma_grid(pair: Pair, interval: Sequence[float], points: int = 81) -> np.ndarray:
    """Return gammas over 4 standard errors either way, and over the profile interval.

    Parameters
    ----------
    pair : Pair
    interval : tuple of float
        An end that is infinite adds nothing.
    points : int
    """
    reach = pair.gamma + 4.0 * pair.gamma_se * np.array([-1.0, 1.0])
    ends = [end for end in interval if np.isfinite(end)]
    return np.linspace(min([reach[0], *ends]), max([reach[1], *ends]), points)


def surface_grid(pair: Pair, along: pd.DataFrame, size: int = 41) -> pd.DataFrame:
    """Return points that cover the widest joint region, as far as it closes within `along`.

    The region is a bent ridge, much narrower than the rectangle around it, so at every gamma the
    betas lie about the ridge, in units of beta's standard error at that gamma.

    Parameters
    ----------
    pair : Pair
    along : pandas.DataFrame
        From `profile`.
    size : int
        Gammas, and betas at each.

    Returns
    -------
    pandas.DataFrame
        Columns beta, gamma; size x size rows, by gamma and within it by beta.
    """
    edge = drop_at(max(LEVELS))
    gammas = along.loc[pair.loglike - along["loglike"] < edge, "gamma"]
    step = along["gamma"].diff().max()
    ridge = profile(pair, np.linspace(gammas.min() - step, gammas.max() + step, size))
    # Where gamma is known the log-likelihood is nearly a parabola; a fifth more leaves a margin.
    reach = np.linspace(-1.2, 1.2, size) * np.sqrt(2.0 * edge)
    betas = ridge["beta"].to_numpy()[:, None] + np.outer(ridge["beta_se"], reach)
    return pd.DataFrame(
        {"beta": betas.ravel(), "gamma": np.repeat(ridge["gamma"].to_numpy(), size)}
    )


def best_as_claimed(pair: Pair, along: pd.DataFrame) -> dict[str, float]:
    """Return the highest log-likelihood where beta >= 0 and gamma <= 0, as H2 and H3 state.

    Parameters
    ----------
    pair : Pair
    along : pandas.DataFrame
        From `profile`; its gammas of 0 or less are searched, and 0.

    Returns
    -------
    dict
        beta, gamma, loglike; the estimates where they have these signs.
    """
    if pair.beta >= 0 and pair.gamma <= 0:
        return {"beta": pair.beta, "gamma": pair.gamma, "loglike": pair.loglike}
    gammas = np.append(along.loc[along["gamma"].lt(0), "gamma"], 0.0)
    free = profile(pair, gammas)
    held = surface(pair, pd.DataFrame({"beta": 0.0, "gamma": gammas}))
    best = free.where(free["beta"].ge(0), held[["beta", "gamma", "loglike"]])
    return best.loc[best["loglike"].idxmax(), ["beta", "gamma", "loglike"]].to_dict()


def summary(
    pair: Pair, probit: ProbitResults, along: pd.DataFrame, interval: Sequence[float]
) -> pd.DataFrame:
    """Gather what is known of a variable's two coefficients and of its effect.

    Parameters
    ----------
    pair : Pair
    probit : hetprobit.ProbitResults
        The probit of the same regressors, clustered as the model of `pair` is.
    along : pandas.DataFrame
        From `profile`.
    interval : tuple of float
        Profile interval of gamma.

    Returns
    -------
    pandas.DataFrame
        Columns name, value, low, high (95 percent; missing where there is none). Names: beta
        and gamma (Wald intervals, clustered), gamma_profile, beta_at_gamma_ends (where the
        other coefficients are best at the ends of that interval), their correlation_clustered
        and correlation_information, claimed_beta, claimed_gamma and claimed_drop (the best
        point with the signs of H2 and H3, and the log-likelihood lost there), effect and
        effect_probit (average marginal effect on the probability), loglike.
    """
    results = pair.results
    ends = results.conf_int().loc[pair.names].to_numpy()
    at_ends = profile(pair, [end for end in interval if np.isfinite(end)])["beta"]
    claimed = best_as_claimed(pair, along)
    effects = {
        name: fit.get_margeff().summary_frame().loc[pair.term]
        for name, fit in (("effect", results), ("effect_probit", probit))
    }
    rows = [
        ("beta", pair.beta, *ends[0]),
        ("gamma", pair.gamma, *ends[1]),
        ("gamma_profile", pair.gamma, *interval),
        ("beta_at_gamma_ends", pair.beta, at_ends.min(), at_ends.max()),
        ("correlation_clustered", _correlation(pair, results), np.nan, np.nan),
        (
            "correlation_information",
            _correlation(pair, results.with_covariance("nonrobust")),
            np.nan,
            np.nan,
        ),
        ("claimed_beta", claimed["beta"], np.nan, np.nan),
        ("claimed_gamma", claimed["gamma"], np.nan, np.nan),
        ("claimed_drop", pair.loglike - claimed["loglike"], np.nan, np.nan),
    ]
    rows += [
        (name, effect["effect"], effect["ci_low"], effect["ci_high"])
        for name, effect in effects.items()
    ]
    rows.append(("loglike", pair.loglike, np.nan, np.nan))
    return pd.DataFrame(rows, columns=["name", "value", "low", "high"])


def _correlation(pair, results):
    covariance = results.cov_params().loc[pair.names, pair.names].to_numpy()
    return covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1])
