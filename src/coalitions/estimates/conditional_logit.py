r"""Choice among the candidates of one builder: conditional logit within builders.

Given how many partners a builder has, the probability that they are the set :math:`S` out of its
candidates :math:`C` is

.. math:: \frac{\exp(\sum_{j \in S} x_j'\beta)}
    {\sum_{T \subset C, |T| = |S|} \exp(\sum_{j \in T} x_j'\beta)}

(Chamberlain 1980). Whatever is the same for all candidates of a builder drops out: a builder's own
traits, among them its leader's job insecurity, the target's, the crisis's. A builder without a
partner, or joined by all of its candidates, says nothing. Estimation is that of statsmodels; errors
are clustered on the crisis, with the factor G/(G-1) of the other models.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm
from statsmodels.discrete.conditional_models import ConditionalLogit
from statsmodels.tools.sm_exceptions import ConvergenceWarning

from coalitions.errors import DesignError
from coalitions.estimates.maxima import distance_from_maximum
from coalitions.significance import Z
from hetprobit.errors import NotConvergedError

# What tells builders apart: a state, in a part of a crisis.
BUILDER = ["crisis", "part", "a"]
_ESTIMATES = ["term", "estimate", "std_error", "z", "p_value", "low", "high"]
# The score's distance from zero, in standard errors.
_TOLERANCE = 1e-3


@dataclass(frozen=True, eq=False)
class WithinBuilders:
    """Estimates of a conditional logit.

    Attributes
    ----------
    estimates : pandas.DataFrame
        Columns term, estimate (log odds), std_error, z, p_value, low, high (95 percent interval).
    constant : tuple of str
        Terms that are the same for all candidates of every builder, and drop out.
    rows, joined, builders, crises : int
        Candidates, partners, builders and crises that the estimates rest on.
    """

    estimates: pd.DataFrame
    constant: tuple[str, ...]
    rows: int
    joined: int
    builders: int
    crises: int


def informative(sample: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of builders that some of their candidates joined, and not all.

    Parameters
    ----------
    sample : pandas.DataFrame
        Columns of `BUILDER`, and coalition, 0 or 1.
    """
    share = sample.groupby(BUILDER)["coalition"].transform("mean")
    return sample[share.gt(0) & share.lt(1)]


def fit_within_builders(sample: pd.DataFrame, terms: Sequence[str]) -> WithinBuilders:
    """Estimate the choice among candidates.

    Parameters
    ----------
    sample : pandas.DataFrame
        Columns of `BUILDER`, coalition and `terms`, without missing values.
    terms : sequence of str

    Returns
    -------
    WithinBuilders

    Raises
    ------
    DesignError
        When no builder chose between candidates, or no term differs between them.
    hetprobit.errors.NotConvergedError
        When the search finds no maximum.
    """
    # In this order builders have the numbers that statsmodels gives them.
    rows = informative(sample).sort_values(BUILDER, kind="stable")
    builder = rows.groupby(BUILDER).ngroup().to_numpy()
    differs = rows[list(terms)].groupby(builder).nunique().gt(1).any()
    varying = [term for term in terms if differs[term]]
    if rows.empty or not varying:
        raise DesignError(
            "The choice among candidates cannot be estimated.",
            expected="builders with and without partners among candidates that differ",
            got=f"{len(rows)} candidates, {len(varying)} terms that differ",
            next_step="use another coding, or more years",
        )
    values = rows[varying].astype(float)
    spread = values.std()
    model = ConditionalLogit(rows["coalition"].to_numpy(), values / spread, groups=builder)
    near = model.fit(method="bfgs", disp=0, maxiter=500, warn_convergence=False)
    # The search stops where the log-likelihood no longer changes in its last digits; Newton's
    # steps go by the score.
    with warnings.catch_warnings():
        # Whether this is a maximum is checked below.
        warnings.simplefilter("ignore", ConvergenceWarning)
        found = model.fit(start_params=near.params, method="newton", disp=0, maxiter=20)
    params = np.asarray(found.params)
    bread = _inverse_information(model, params)
    # statsmodels keeps the groups that say something; these are all of them.
    scores = np.array([model.score_grp(group, params) for group in range(builder.max() + 1)])
    crises = rows.groupby(builder)["crisis"].first().to_numpy()
    middle = _clustered(scores, crises)
    covariance = bread @ middle @ bread
    table = _table(varying, params / spread, np.sqrt(np.diag(covariance)) / spread)
    return WithinBuilders(
        table,
        tuple(term for term in terms if not differs[term]),
        len(rows),
        int(rows["coalition"].sum()),
        int(builder.max() + 1),
        rows["crisis"].nunique(),
    )


def within_estimates(sample: pd.DataFrame, terms: Sequence[str]) -> pd.DataFrame:
    """Return the estimates of the choice among candidates, where there are any.

    Parameters
    ----------
    sample, terms
        As for `fit_within_builders`.

    Returns
    -------
    pandas.DataFrame
        `WithinBuilders.estimates` with what they rest on: n, joined, coalitions, crises. Without
        rows where no builder chose, or the search finds no maximum.
    """
    try:
        found = fit_within_builders(sample, terms)
    except (DesignError, NotConvergedError):
        return pd.DataFrame(columns=[*_ESTIMATES, "n", "joined", "coalitions", "crises"])
    return found.estimates.assign(
        n=found.rows, joined=found.joined, coalitions=found.builders, crises=found.crises
    )


def _inverse_information(model, params):
    """Return the inverse of the observed information; refuse what is no maximum."""
    information = -model.hessian(params)
    information = (information + information.T) / 2
    distance = distance_from_maximum(np.asarray(model.score(params)), information)
    if not distance < _TOLERANCE:
        raise NotConvergedError(
            "The choice among candidates has no maximum that the search finds.",
            expected=f"a score within {_TOLERANCE:g} standard errors of zero",
            got=f"{distance:.1e} standard errors",
            next_step="leave out a regressor that tells partners from all other candidates",
        )
    return np.linalg.inv(information)


def _clustered(scores, clusters):
    """Return the middle of the sandwich with G/(G-1)."""
    sums = pd.DataFrame(scores).groupby(clusters).sum().to_numpy()
    return len(sums) / (len(sums) - 1) * sums.T @ sums


def _table(terms, estimate, error):
    estimate, error = np.asarray(estimate), np.asarray(error)
    z = estimate / error
    p_value = 2 * norm.sf(np.abs(z))
    ends = (estimate - Z * error, estimate + Z * error)
    return pd.DataFrame(
        dict(zip(_ESTIMATES, (terms, estimate, error, z, p_value, *ends), strict=True))
    )
