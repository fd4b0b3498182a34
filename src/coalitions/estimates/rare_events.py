"""How much the data can say when coalitions are rare: counts, leverage, clusters, separation."""

import numpy as np
import pandas as pd
from scipy.special import ndtr

from coalitions.estimates.influence import position_of
from coalitions.estimates.specifications import MAIN
from hetprobit.diagnosis import check_separation
from hetprobit.errors import SeparationError
from hetprobit.prediction import index_and_jacobian
from hetprobit.tails import log_cdf_derivatives

# Rows with more than this many times the mean leverage are counted (Belsley, Kuh and Welsch 1980).
HIGH_LEVERAGE = 2.0


def weighted_rows(results):
    """Return the rows of the regression that a fit amounts to at its maximum.

    Row i is the derivative of its index by the standardised coefficients times
    phi / sqrt(Phi (1 - Phi)), so that the rows' crossproduct is the expected information.

    Parameters
    ----------
    results : hetprobit.ProbitResults

    Returns
    -------
    numpy.ndarray, shape (n, p)
    """
    index, jacobian = index_and_jacobian(
        results.model.prepared.standardised, results.estimate.theta
    )
    variance = log_cdf_derivatives(index)[1] * log_cdf_derivatives(-index)[1]
    return jacobian * np.sqrt(variance)[:, None]


def leverages(rows):
    """Return each row's leverage, between 0 and 1; they sum to the number of coefficients.

    Parameters
    ----------
    rows : numpy.ndarray, shape (n, p)
        From `weighted_rows`.
    """
    orthonormal = np.linalg.qr(rows)[0]
    return np.einsum("ij,ij->i", orthonormal, orthonormal)


def effective_clusters(rows, combination, codes):
    """Return the effective number of clusters behind a coefficient.

    G* = G / (1 + Gamma) of Carter, Schnepel and Steigerwald (2017), where Gamma is the squared
    coefficient of variation of the clusters' shares in the coefficient's variance.
    The unknown covariance within clusters is taken as all ones, their worst case.

    Parameters
    ----------
    rows : numpy.ndarray, shape (n, p)
        From `weighted_rows`.
    combination : numpy.ndarray, shape (p,)
        The coefficient as a combination of the standardised ones.
    codes : numpy.ndarray of int, shape (n,)
        Cluster of each row, 0 to G - 1.

    Returns
    -------
    float
        Between 1 and G.
    """
    toward = np.linalg.solve(rows.T @ rows, combination)
    shares = np.bincount(codes, rows @ toward) ** 2
    return float(shares.sum() ** 2 / (shares**2).sum())


def clusters_of_half(counts):
    """Return the least number of clusters that hold half of what is counted."""
    held = np.cumsum(np.sort(np.asarray(counts))[::-1])
    return int(np.searchsorted(held, held[-1] / 2) + 1)


def condition_number(rows):
    """Return the ratio of the largest to the smallest singular value of columns of length 1.

    Above 30 columns are near to dependent (Belsley, Kuh and Welsch 1980, chapter 3).
    """
    values = np.linalg.svd(rows / np.linalg.norm(rows, axis=0), compute_uv=False)
    return float(values[0] / values[-1])


def separates(results):
    """Tell whether a combination of regressors predicts the outcome in some rows."""
    data = results.model.prepared
    try:
        check_separation(data.standardised, data.param_names, data.rows)
    except SeparationError:
        return True
    return False


def smallest_cells(used):
    """Return, for every 0-1 regressor, its least frequent combination with the outcome.

    Parameters
    ----------
    used : pandas.DataFrame
        Column coalition and regressors.

    Returns
    -------
    pandas.DataFrame
        Columns term, value, coalition (the combination), rows.
    """
    cells = []
    for term in used.columns.drop("coalition"):
        if used[term].isin([0, 1]).all():
            sizes = {
                (value, joined): int((used[term].eq(value) & used["coalition"].eq(joined)).sum())
                for value in (0, 1)
                for joined in (0, 1)
            }
            rarest = min(sizes, key=sizes.get)
            cells.append((term, *rarest, sizes[rarest]))
    return pd.DataFrame(cells, columns=["term", "value", "coalition", "rows"])


def diagnostics(specification, results, sample):
    """Measure how much the data say on a model's coefficients.

    Parameters
    ----------
    specification : coalitions.estimates.specifications.Specification
    results : hetprobit.ProbitResults
        Clustered on the crisis.
    sample : pandas.DataFrame
        Estimation sample.

    Returns
    -------
    pandas.DataFrame
        Columns model, diagnostic, of (the coefficient or cell concerned, else empty), value.
    """
    used = sample.iloc[results.model.prepared.rows]
    joined = used[used["coalition"].eq(1)]
    by_crisis = joined["crisis"].value_counts()
    rows = weighted_rows(results)
    leverage = leverages(rows)
    codes = results.clusters[0].codes
    of_crises = np.bincount(codes, leverage)
    jacobian = results.model.prepared.coordinates.jacobian(results.estimate.theta)
    fitted = ndtr(
        index_and_jacobian(results.model.prepared.standardised, results.estimate.theta)[0]
    )
    p = len(results.param_names)
    found = [
        ("dyads", "", len(used)),
        ("ones", "", len(joined)),
        ("share_of_ones", "", len(joined) / len(used)),
        ("crises", "", used["crisis"].nunique()),
        ("crises_with_coalition", "", len(by_crisis)),
        ("crises_of_half", "", clusters_of_half(by_crisis)),
        ("effective_crises_of_ones", "", by_crisis.sum() ** 2 / (by_crisis**2).sum()),
        ("coefficients", "", p),
        ("ones_per_coefficient", "", len(joined) / p),
        ("crises_with_coalition_per_coefficient", "", len(by_crisis) / p),
    ]
    if "a" in joined:
        coalitions = len(joined[["crisis", "part", "a"]].drop_duplicates())
        found.insert(3, ("coalitions", "", coalitions))
    terms = [name for name in specification.regressors if name in results.model.prepared.x_names]
    for cell in smallest_cells(used[["coalition", *terms]]).itertuples():
        found.append(
            (
                "smallest_cell",
                f"{cell.term} = {cell.value}, coalition = {cell.coalition}",
                cell.rows,
            )
        )
    found += [
        ("largest_probability", "", fitted.max()),
        ("largest_leverage", "", leverage.max()),
        ("rows_with_leverage", "", (leverage > HIGH_LEVERAGE * p / len(used)).sum()),
        (
            "ones_with_leverage",
            "",
            (leverage > HIGH_LEVERAGE * p / len(used))[used["coalition"].eq(1).to_numpy()].sum(),
        ),
        (
            "largest_crisis_leverage",
            str(used["crisis"].to_numpy()[codes == of_crises.argmax()][0]),
            of_crises.max() / of_crises.mean(),
        ),
    ]
    for equation, term in MAIN:
        if (j := position_of(results, equation, term)) is not None:
            value = effective_clusters(rows, jacobian[j], codes)
            found.append(("effective_clusters", f"{equation}:{term}", value))
    found += [
        ("separates", "", separates(results)),
        ("condition_number", "", condition_number(rows)),
    ]
    table = pd.DataFrame(found, columns=["diagnostic", "of", "value"])
    table.insert(0, "model", specification.number)
    return table.astype({"value": float})
