"""How far the data tell a variable's effect on the mean from its effect on the variance.

In a heteroskedastic probit with one variable in both equations the index is
(x'b + beta v) / exp(gamma v). With gamma known the likelihood is that of a probit, with beta and
gamma known that of a probit with an offset: both concave, so the other coefficients are profiled
out by a few Newton steps. Dividing numerator and denominator by exp(gamma mean(v)) changes no
index and keeps the other coefficients near those of the neighbouring point.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats
from tqdm import tqdm

from coalitions.errors import DesignError
from hetprobit.coordinates import Coordinates
from hetprobit.covariance import inverse_information
from hetprobit.likelihood import Design, evaluate
from hetprobit.newton import TOLERANCE, maximise
from hetprobit.preparation import SCALE_PREFIX

# Joint regions drawn, by their level.
LEVELS = (0.50, 0.90, 0.95, 0.99)


@dataclass(frozen=True, eq=False)
class Pair:
    """A variable's two coefficients in a model, and the data to profile the others out.

    Parameters
    ----------
    design : hetprobit.likelihood.Design
        As given, not standardised.
    term : str
    column : int
        Of the variable in the mean equation.
    constant : int or None
        Of the constant in the mean equation.
    beta, gamma : float
        Estimates.
    gamma_se : float
        Standard error of gamma from the observed information.
    loglike : float
        At the estimates.
    """

    design: Design
    term: str
    column: int
    constant: int | None
    beta: float
    gamma: float
    gamma_se: float
    loglike: float

    @classmethod
    def of(cls, results, term):
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
        data = results.model.prepared
        if data.z_names != [term] or term not in data.x_names:
            raise DesignError(
                "Beta cannot be held against gamma.",
                expected=f"{term} in the mean equation and alone in the variance equation",
                got=f"variance equation {data.z_names}, mean equation {data.x_names}",
                next_step="choose the variable that stands in both equations",
            )
        column = data.x_names.index(term)
        params = dict(zip(results.param_names, np.asarray(results.params), strict=True))
        standardised = inverse_information(results.estimate.hessian)[-1, -1]
        return cls(
            data.design,
            term,
            column,
            data.constant,
            params[term],
            params[SCALE_PREFIX + term],
            float(np.sqrt(standardised) / data.coordinates.z_scale[0]),
            results.llf,
        )

    @property
    def centre(self):
        """Mean of the variable, at which sigma is held at 1 while the rest is profiled out."""
        return float(self.design.z[:, 0].mean())

    def known_scale(self, gamma):
        """Return the probit that remains where gamma is known, with beta among its coefficients.

        Its coefficients are exp(-gamma * centre) times those of the model.
        """
        given = self.design
        scale = gamma * (given.z[:, 0] - self.centre)
        if given.offset_scale is not None:
            scale = scale + given.offset_scale
        offset = None if given.offset is None else given.offset * np.exp(-gamma * self.centre)
        return replace(given.without_scale(), offset=offset, offset_scale=scale)

    def known_both(self, beta, gamma, rest):
        """Return the probit that remains where beta is known too.

        Parameters
        ----------
        beta, gamma : float
        rest : numpy.ndarray, shape (n, k - 1)
            The other regressors, in any coordinates.
        """
        probit = self.known_scale(gamma)
        offset = np.exp(-gamma * self.centre) * beta * self.design.x[:, self.column]
        if probit.offset is not None:
            offset = offset + probit.offset
        return replace(probit, x=rest, offset=offset)


def profile(pair, gammas):
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
    coordinates = Coordinates.of(pair.known_scale(0.0), pair.constant)
    standardised = coordinates.standardise(pair.known_scale(0.0))
    theta, rows = np.zeros(standardised.x.shape[1]), []
    for gamma in gammas:
        probit = replace(pair.known_scale(gamma), x=standardised.x)
        optimum = maximise(lambda at, probit=probit: evaluate(probit, at), theta)
        if optimum.decrement > TOLERANCE:
            rows.append((gamma, np.nan, np.nan, np.nan))
            continue
        theta = optimum.theta
        covariance = inverse_information(optimum.evaluation.hessian)
        jacobian = coordinates.jacobian(theta)[pair.column]
        size = np.exp(gamma * pair.centre)
        rows.append(
            (
                gamma,
                optimum.evaluation.loglike,
                size * coordinates.to_given(theta)[pair.column],
                size * np.sqrt(jacobian @ covariance @ jacobian),
            )
        )
    return pd.DataFrame(rows, columns=["gamma", "loglike", "beta", "beta_se"])


def surface(pair, points):
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
    others = np.arange(pair.design.x.shape[1]) != pair.column
    constant = pair.constant
    if constant is not None:
        constant -= int(constant > pair.column)
    rest = replace(pair.design.without_scale(), x=pair.design.x[:, others])
    rest = Coordinates.of(rest, constant).standardise(rest).x
    theta, values = np.zeros(rest.shape[1]), []
    pairs = zip(points["beta"], points["gamma"], strict=True)
    for beta, gamma in tqdm(
        pairs, total=len(points), desc="likelihood surface", leave=False, disable=None
    ):
        probit = pair.known_both(beta, gamma, rest)
        optimum = maximise(lambda at, probit=probit: evaluate(probit, at), theta)
        found = optimum.decrement <= TOLERANCE
        values.append(optimum.evaluation.loglike if found else np.nan)
        theta = optimum.theta if found else theta
    return points[["beta", "gamma"]].assign(loglike=values)


def drop_at(level, df=2):
    """Return by how much the log-likelihood falls at the edge of a joint region."""
    return float(0.5 * stats.chi2.ppf(level, df))


def gamma_grid(pair, interval, points=81):
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


def surface_grid(pair, along, size=41):
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
    # Where gamma is known the log-likelihood is near to a parabola; a fifth more leaves a margin.
    reach = np.linspace(-1.2, 1.2, size) * np.sqrt(2.0 * edge)
    betas = ridge["beta"].to_numpy()[:, None] + np.outer(ridge["beta_se"], reach)
    return pd.DataFrame(
        {"beta": betas.ravel(), "gamma": np.repeat(ridge["gamma"].to_numpy(), size)}
    )


def best_as_claimed(pair, along):
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


def summary(pair, results, probit, along, interval):
    """Gather what is known of a variable's two coefficients and of its effect.

    Parameters
    ----------
    pair : Pair
    results, probit : hetprobit.ProbitResults
        The model of `pair` and the probit beside it, both clustered.
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
    names = [pair.term, SCALE_PREFIX + pair.term]
    places = [results.param_names.index(name) for name in names]
    ends = np.asarray(results.conf_int())[places]
    robust = np.asarray(results.cov_params())[np.ix_(places, places)]
    jacobian = results.model.prepared.coordinates.jacobian(results.estimate.theta)
    model_based = jacobian @ inverse_information(results.estimate.hessian) @ jacobian.T
    model_based = model_based[np.ix_(places, places)]
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
        ("correlation_clustered", _correlation(robust), np.nan, np.nan),
        ("correlation_information", _correlation(model_based), np.nan, np.nan),
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


def _correlation(covariance):
    return covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1])
