"""The Weibull hazard of leaving office, with shapes that differ and with frailty, by likelihood.

A leader-year adds to the cumulative hazard :math:`H = e^{xb} (t_1^s - t_0^s)`, with the shape
:math:`s = e^{zc}`. With gamma frailty the hazards of a group are multiplied by one draw from a
gamma of mean 1 and variance theta, which is integrated out (Lancaster 1990, *The Econometric
Analysis of Transition Data*, chapter 4).
"""

import numpy as np
from scipy.optimize import OptimizeResult, minimize
from scipy.special import digamma, gammaln


def fit_weibull(
    x: np.ndarray,
    z: np.ndarray,
    begin: np.ndarray,
    finish: np.ndarray,
    event: np.ndarray,
    times: np.ndarray,
    group: np.ndarray | None = None,
) -> tuple[OptimizeResult, np.ndarray]:
    """Maximise the likelihood.

    Parameters
    ----------
    x : numpy.ndarray, shape (n, p)
        Of the hazard's level, the constant first.
    z : numpy.ndarray, shape (n, q)
        Of the logarithm of the shape, the constant first.
    begin, finish : numpy.ndarray, shape (n,)
        Years in office at the two ends of the record, 0 <= begin < finish.
    event : numpy.ndarray of float, shape (n,)
        1 where the record ends in an exit.
    times : numpy.ndarray, shape (n,)
        How often each record counts.
    group : numpy.ndarray of int, shape (n,), optional
        Numbers from 0 of what shares a frailty; without it there is none.

    Returns
    -------
    scipy.optimize.OptimizeResult
        Its x are the p coefficients, the q of the log shape and, with groups, log theta; fun is
        the mean negative log-likelihood; jac its gradient.
    numpy.ndarray
        Standard errors from the curvature, in the same order.
    """
    n, p, q = times.sum(), x.shape[1], z.shape[1]
    log_finish = np.log(finish)
    log_begin = np.log(np.where(begin > 0, begin, 1.0))
    exits = times * event
    size = 0 if group is None else int(group.max()) + 1
    left = np.empty(0) if group is None else np.bincount(group, exits, size)

    def value_and_gradient(b):
        index, shape = x @ b[:p], np.exp(z @ b[p : p + q])
        risk = times * np.exp(index)
        end, start = finish**shape, np.where(begin > 0, begin**shape, 0.0)
        cumulative = risk * (end - start)
        value = exits @ (index + np.log(shape) + (shape - 1) * log_finish)
        weight, extra = np.ones(1), []
        if group is None:
            value -= cumulative.sum()
        else:
            v = np.exp(-b[-1])
            total = np.bincount(group, cumulative, size)
            value += np.sum(gammaln(v + left) - gammaln(v) + v * np.log(v))
            value -= (v + left) @ np.log(v + total)
            weight = ((v + left) / (v + total))[group]
            by_v = digamma(v + left) - digamma(v) + np.log(v) + 1 - np.log(v + total)
            extra = [-v * np.sum(by_v - (v + left) / (v + total))]
        by_index = exits - weight * cumulative
        by_shape = exits * (1 + shape * log_finish)
        by_shape = by_shape - weight * risk * shape * (end * log_finish - start * log_begin)
        return -value / n, -np.r_[by_index @ x, by_shape @ z, extra] / n

    first = np.zeros(p + q + (group is not None))
    first[0] = np.log(exits.sum() / (times * (finish - begin)).sum())
    found = minimize(value_and_gradient, first, jac=True, method="BFGS", options={"gtol": 1e-9})
    # Central differences of the gradient.
    step = 1e-5 * np.maximum(np.abs(found.x), 1)
    rows = [
        (value_and_gradient(found.x + h)[1] - value_and_gradient(found.x - h)[1]) / (2 * h.sum())
        for h in np.diag(step)
    ]
    hessian = n * (np.array(rows) + np.array(rows).T) / 2
    return found, np.sqrt(np.diag(np.linalg.inv(hessian)))
