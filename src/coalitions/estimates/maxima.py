"""How far the end of a search is from the maximum of its likelihood."""

import numpy as np


def distance_from_maximum(score: np.ndarray, information: np.ndarray) -> float:
    """Return the length of the Newton step that remains, in standard errors.

    Parameters
    ----------
    score : ndarray, (k,)
    information : ndarray, (k, k)
        Observed, symmetric.

    Returns
    -------
    float
        Infinite where the information is not positive definite, and so there is no maximum.
    """
    try:
        np.linalg.cholesky(information)
        return float(np.sqrt(score @ np.linalg.solve(information, score)))
    except np.linalg.LinAlgError:
        return np.inf
