"""The standard normal log distribution function and its derivatives, exact in both tails."""

import numpy as np
from scipy.special import erfcx, ndtr

_SQRT_HALF = np.sqrt(0.5)
_SQRT_TWO_OVER_PI = np.sqrt(2.0 / np.pi)
_BELL_AT_ZERO = 1.0 / np.sqrt(2.0 * np.pi)

# Below -2 the distribution function is scaled by the bell, which then cannot spoil their ratio;
# above, the unscaled one is as exact and twice as fast.
_SCALED_BELOW = -2.0
# Above, log Phi is minus the upper tail, which it takes the scaled function to have exactly.
_CERTAIN_ABOVE = 8.0

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
    Below -2 one scaled complementary error function of :math:`|a|` serves all three, and further
    down :math:`\lambda + a` comes from Laplace's continued fraction for the Mills ratio (Abramowitz
    and Stegun 1964, 26.2.14), because the plain sum cancels there.
    """
    negative = a < 0
    # In place where it can be: at the size of a block, half the time goes to new arrays.
    smaller = np.abs(a)
    np.negative(smaller, out=smaller)
    ndtr(smaller, out=smaller)
    mills = a * a
    mills *= -0.5
    np.exp(mills, out=mills)
    mills *= _BELL_AT_ZERO
    # What is zero or infinite here lies below -2.
    with np.errstate(divide="ignore", invalid="ignore"):
        log_cdf = np.log(smaller)
        np.negative(smaller, out=smaller)
        np.copyto(log_cdf, np.log1p(smaller), where=~negative)
        smaller += ~negative
        np.abs(smaller, out=smaller)
        mills /= smaller
        excess = mills + a
    low = np.flatnonzero(a < _SCALED_BELOW)
    if len(low):
        log_cdf[low], mills[low], excess[low] = _in_lower_tail(a[low])
    high = np.flatnonzero(a > _CERTAIN_ABOVE)
    if len(high):
        log_cdf[high] = -0.5 * erfcx(_SQRT_HALF * a[high]) * np.exp(-0.5 * a[high] * a[high])
    excess *= mills
    return log_cdf, mills, excess


def _in_lower_tail(a):
    """Return log Phi, the Mills ratio and their sum with a for a < -2."""
    scaled = erfcx(-_SQRT_HALF * a)
    with np.errstate(divide="ignore", invalid="ignore"):
        mills = _SQRT_TWO_OVER_PI / scaled
        log_cdf = np.log(0.5 * scaled) - 0.5 * a * a
        excess = mills + a
    far = np.flatnonzero(a < _FRACTION_BELOW)
    if len(far):
        excess[far] = _mills_excess(-a[far])
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
