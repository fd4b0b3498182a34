"""Refits to parts of the data: the jackknife."""

import numpy as np

from coalitions.models.errors import NotConvergedError
from coalitions.models.likelihood import evaluate
from coalitions.models.newton import TOLERANCE, maximise


def refit(design, theta):
    """Maximum of a standardised design's likelihood from a nearby starting point.

    Parameters
    ----------
    design : Design
    theta : ndarray, shape (p,)
        Starting point.

    Returns
    -------
    ndarray, shape (p,)

    Raises
    ------
    NotConvergedError
        If no maximum is found.
    """
    optimum = maximise(lambda point: evaluate(design, point), theta, limit=20.0)
    if optimum.decrement > TOLERANCE:
        raise NotConvergedError(
            "A refit to part of the data found no maximum.",
            got=f"a step of {optimum.decrement:.2g} standard errors is left",
        )
    return optimum.theta


def leave_one_out(design, theta, clusters):
    """Estimates without each cluster in turn.

    Parameters
    ----------
    design : Design
    theta : ndarray, shape (p,)
        Estimates from all rows.
    clusters : Clusters

    Returns
    -------
    ndarray, shape (clusters.count, p)
    """
    return np.array([refit(design[clusters.codes != g], theta) for g in range(clusters.count)])
