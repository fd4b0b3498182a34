"""The standard normal log distribution function and its derivatives, exact in both tails."""

import numpy as np
from scipy.special import erfcx

_SQRT_HALF = np.sqrt(0.5)
_SQRT_TWO_OVER_PI = np.sqrt(2.0 / np.pi)

# Below -5 thirty levels of Laplace's continued fraction reach full double precision; the plain
# sum mills(a) + a loses digits as a^2 and has none left near -1e8.
_FRACTION_BELOW = -5.0
_FRACTION_LEVELS = 30


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
    scaled = erfcx(np.abs(a) * _SQRT_HALF)
    half_square = 0.5 * a * a
    bell = np.exp(-half_square)
    upper_tail = 0.5 * scaled * bell
    # Zero divides only in the branch that is thrown away, or where a is infinite.
    with np.errstate(divide="ignore", invalid="ignore"):
        log_cdf = np.where(negative, np.log(0.5 * scaled) - half_square, np.log1p(-upper_tail))
        mills = _SQRT_TWO_OVER_PI * np.where(negative, 1.0, bell)
        mills /= np.where(negative, scaled, 2.0 - 2.0 * upper_tail)
        excess = mills + a
    far = np.flatnonzero(a < _FRACTION_BELOW)
    excess[far] = _mills_excess(-a[far])
    return log_cdf, mills, mills * excess


def _mills_excess(x):
    """Return phi(x)/Phi(-x) - x for x > 5 without cancellation."""
    excess = np.zeros_like(x)
    for level in range(_FRACTION_LEVELS, 0, -1):
        excess = level / (x + excess)
    return excess
