"""The standard normal log distribution function and its derivatives, exact in both tails."""

import numpy as np
from scipy.special import erfcx

_SQRT_HALF = np.sqrt(0.5)
_SQRT_TWO_OVER_PI = np.sqrt(2.0 / np.pi)

# Below -5 twenty levels of Laplace's continued fraction reach full double precision if the levels
# left out are taken as equal; the plain sum mills(a) + a loses digits as a^2 and has none left near
# -1e8.
_FRACTION_BELOW = -5.0
_FRACTION_LEVELS = 20


def log_cdf_derivatives(a: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Log of the normal distribution function with its slope and curvature.

    Parameters
    ----------
    a : ndarray, shape (n,)
        Evaluation points, finite.

    Returns
    -------
    log_cdf : ndarray, shape (n,)
        :math:`\log\Phi(a)`, at most 0.
    mills : ndarray, shape (n,)
        :math:`\lambda(a) = \phi(a)/\Phi(a)`, in [0, inf).
    curvature : ndarray, shape (n,)
        :math:`\kappa(a) = \lambda(a)(\lambda(a) + a) = -\lambda'(a)`, in [0, 1].

    Notes
    -----
    One scaled complementary error function of :math:`|a|` serves all three. In the lower tail
    :math:`\lambda + a` comes from Laplace's continued fraction for the Mills ratio (Abramowitz
    and Stegun 1964, 26.2.14), because the plain sum cancels there.
    """
    negative = a < 0
    # In place where it can be: at the size of a block, half the time goes to new arrays.
    scaled = np.abs(a)
    scaled *= _SQRT_HALF
    erfcx(scaled, out=scaled)
    half_square = a * a
    half_square *= 0.5
    bell = np.exp(-half_square)
    # Zero divides only in the branch that is thrown away, or where a is infinite.
    with np.errstate(divide="ignore", invalid="ignore"):
        log_cdf = np.log(0.5 * scaled)
        log_cdf -= half_square
        upper_tail = scaled * bell
        upper_tail *= -0.5
        np.copyto(log_cdf, np.log1p(upper_tail), where=~negative)
        mills = np.where(negative, _SQRT_TWO_OVER_PI, _SQRT_TWO_OVER_PI * bell)
        upper_tail += 1.0
        upper_tail *= 2.0
        mills /= np.where(negative, scaled, upper_tail)
        excess = mills + a
    far = np.flatnonzero(a < _FRACTION_BELOW)
    if len(far):
        excess[far] = _mills_excess(-a[far])
    excess *= mills
    return log_cdf, mills, excess


def _mills_excess(x):
    """Return phi(x)/Phi(-x) - x for x > 5 without cancellation."""
    # The level at which a fraction of equal levels n repeats itself: e = n / (x + e). In this form
    # the root does not overflow.
    levels = _FRACTION_LEVELS + 1.5
    excess = 2.0 * levels / (x + np.hypot(x, 2.0 * np.sqrt(levels)))
    for level in range(_FRACTION_LEVELS, 0, -1):
        np.add(x, excess, out=excess)
        np.divide(level, excess, out=excess)
    return excess
