"""Further regressors of the mean beside those that were prepared, from what is known of these."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from hetprobit.coordinates import NEARLY_DEPENDENT, Coordinates
from hetprobit.inputs import all_finite
from hetprobit.perfect_predictors import two_valued
from hetprobit.preparation import PreparedData


def widened(data: PreparedData, columns: np.ndarray, names: Sequence[str]) -> PreparedData | None:
    """Return the data of the probit with further regressors, or None where those raise questions.

    Parameters
    ----------
    data : PreparedData
        With a constant, and without offsets and weights.
    columns : ndarray, shape (rows given, j)
    names : sequence of str, length j

    Returns
    -------
    PreparedData or None
        None where the data are others, where the regressors have missing values, one or two
        values only, or are nearly dependent on others.
    """
    narrow = data.without_scale()
    design, known = narrow.design, narrow.coordinates
    terms = (design.offset, design.offset_scale, design.weights)
    plain = all(term is None for term in terms) and data.constant is not None
    columns = columns[data.rows]
    if not plain or known.x_gram is None or not all_finite([columns]):
        return None
    if design.n_rows <= design.x.shape[1] + len(names):
        return None
    if two_valued(columns) or (columns == columns[0]).all(axis=0).any():
        return None
    mean = columns.mean(axis=0)
    scale = np.sqrt(((columns - mean) ** 2).mean(axis=0))
    added = (columns - mean) / scale
    standardised = narrow.standardised
    across = standardised.x.T @ added
    gram = np.block([[known.x_gram, across], [across.T, added.T @ added]])
    if np.linalg.eigvalsh(gram / design.n_rows)[0] <= NEARLY_DEPENDENT:
        return None
    x_map = np.diag(np.append(np.diag(known.x_map), 1.0 / scale))
    x_mean = np.append(known.x_mean, mean)
    coordinates = Coordinates(x_mean, x_map, known.z_mean, known.z_map, known.constant, gram)
    wider = replace(
        narrow,
        design=replace(design, x=_beside(design.x, columns)),
        x_names=[*narrow.x_names, *names],
        given_x_names=[*narrow.given_x_names, *names],
    )
    x = _beside(standardised.x, added)
    vars(wider).update(coordinates=coordinates, standardised=replace(standardised, x=x))
    return wider


def _beside(columns, others):
    """Put columns beside others, one behind the other in memory."""
    k = columns.shape[1]
    both = np.empty((len(columns), k + others.shape[1]), order="F")
    both[:, :k], both[:, k:] = columns, others
    return both
