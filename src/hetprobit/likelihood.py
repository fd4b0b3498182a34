r"""Log-likelihood of the heteroskedastic probit with analytic derivatives, block by block.

:math:`\Pr(y_i = 1) = \Phi(\eta_i)` with the index
:math:`\eta_i = (x_i'\beta + o_i)\,/\,\sigma_i`, the scale
:math:`\sigma_i = \exp(z_i'\gamma + v_i)` and no constant in :math:`z` (Harvey 1976; Greene 2012,
section 17.3.6). Rows are taken in blocks that fit the processor's cache, so temporaries stay
small however many rows there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from scipy.special import ndtri

from hetprobit.tails import log_cdf_derivatives

# Small enough that temporaries stay in cache and that a threaded BLAS does not split the products.
BLOCK_ROWS = 8_192
# Of narrow tables a cache holds more rows, but the products of several columns want fewer.
_NARROW_BLOCK_ROWS = 16_384
_PRODUCT_ROWS, _PRODUCT_COLUMNS = 2_048, 10
# Tables with fewer columns are narrow: column by column is then the faster way.
MANY_COLUMNS = 24
# Where sigma is smaller than one over this, a row is certain to the last digit whatever sigma is:
# of log-likelihood 0 on the right side, and on the wrong side too low to be a maximum.
MOST_PRECISE = 1e100
_CERTAIN = 40.0


@dataclass(frozen=True, eq=False)
class Design:
    """Outcome and regressors of one model, ready for evaluation.

    Parameters
    ----------
    sign : ndarray, shape (n,)
        +1 where the outcome is 1, -1 where it is 0.
    x : ndarray, shape (n, k)
        Regressors of the mean equation.
    z : ndarray, shape (n, m)
        Regressors of the log scale; m may be 0.
    offset, offset_scale, weights : ndarray, shape (n,), optional
        Known terms of the mean and log-scale equations, and frequency weights.
    """

    sign: np.ndarray
    x: np.ndarray
    z: np.ndarray
    offset: np.ndarray | None = None
    offset_scale: np.ndarray | None = None
    weights: np.ndarray | None = None

    def __getitem__(self, rows: Any) -> "Design":
        """Return the design of some rows (a slice, mask or index array)."""
        optional = (self.offset, self.offset_scale, self.weights)
        chosen = (None if part is None else part[rows] for part in optional)
        return Design(self.sign[rows], self.x[rows], self.z[rows], *chosen)

    @property
    def n_rows(self) -> int:
        """Number of rows, counting each once whatever its weight."""
        return len(self.sign)

    @property
    def total_weight(self) -> float:
        """Number of observations: the sum of the frequency weights."""
        return float(self.n_rows if self.weights is None else self.weights.sum())

    def with_weights(self, weights: np.ndarray | None) -> "Design":
        """Return the same design under other frequency weights; None for none."""
        return replace(self, weights=weights)

    def without_scale(self) -> "Design":
        """Return the design with the scale coefficients held at zero; a scale offset stays."""
        return replace(self, z=self.z[:, :0])

    def with_scale_held(self, gamma: np.ndarray, most_precise: float = MOST_PRECISE) -> "Design":
        """Return the probit that is left with the scale coefficients held: each row over its sigma.

        Its log-likelihood is this design's, without a scale to compute at every step.
        """
        log_scale = self.z @ gamma
        if self.offset_scale is not None:
            log_scale = log_scale + self.offset_scale
        with np.errstate(over="ignore"):
            precision = np.minimum(np.exp(-log_scale), most_precise)
            offset = None if self.offset is None else self.offset * precision
            x = (self.x.T * precision).T
        return Design(self.sign, x, self.z[:, :0], offset, None, self.weights)

    def blocks(self, size: int | None = None) -> Iterator[tuple[slice, "Design"]]:
        """Yield (slice, design) for consecutive blocks of `size` rows; by default a cache full."""
        if size is None:
            size = _NARROW_BLOCK_ROWS if self.x.shape[1] < MANY_COLUMNS else BLOCK_ROWS
        if self.n_rows <= size:
            yield slice(0, self.n_rows), self
            return
        for start in range(0, self.n_rows, size):
            rows = slice(start, min(start + size, self.n_rows))
            yield rows, self[rows]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Log-likelihood, score (k+m,) and Hessian (k+m, k+m) at one parameter vector."""

    loglike: float
    score: np.ndarray
    hessian: np.ndarray


def row_products(columns: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    """Multiply columns, shape (n, k), by coefficients, shape (k,), block by block."""
    if len(columns) <= BLOCK_ROWS:
        return columns @ coefficients
    return np.concatenate([block @ coefficients for block in _split(columns)])


def column_sums(factors: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Sum factors[i] * columns[i] over rows, shape (columns.shape[1],), block by block."""
    return sum(f @ block for f, block in zip(_split(factors), _split(columns), strict=True))


def _split(rows):
    return [rows[start : start + BLOCK_ROWS] for start in range(0, len(rows), BLOCK_ROWS)]


def linear_and_precision(design: Design, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return x'beta + offset and 1/sigma, each of shape (n,)."""
    k = design.x.shape[1]
    linear = row_products(design.x, theta[:k])
    if design.offset is not None:
        linear = linear + design.offset
    log_scale = row_products(design.z, theta[k:])
    if design.offset_scale is not None:
        log_scale = log_scale + design.offset_scale
    with np.errstate(over="ignore"):
        return linear, np.exp(-log_scale)


def _signed_index(design, theta):
    linear, precision = linear_and_precision(design, theta)
    np.minimum(precision, MOST_PRECISE, out=precision)
    with np.errstate(invalid="ignore", over="ignore"):
        return design.sign * linear * precision, precision


def loglike_rows(design: Design, theta: np.ndarray) -> np.ndarray:
    """Log-likelihood of each row, unweighted, shape (n,)."""
    return log_cdf_derivatives(_signed_index(design, theta)[0])[0]


def is_representable(design: Design, theta: np.ndarray) -> bool:
    """Whether every row whose sigma is below 1/`MOST_PRECISE` is certain and on the right side.

    Elsewhere the mean coefficients are too small themselves for sigma to be taken as that.
    """
    a, precision = _signed_index(design, theta)
    return bool((a[precision == MOST_PRECISE] > _CERTAIN).all())


def score_factors(design: Design, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return derivatives of each row's log-likelihood by x'beta and by log sigma, shape (n,).

    The score of row i is ``(by_linear[i] * x[i], by_log_scale[i] * z[i])``; weights are left out.
    """
    by_linear = np.empty(design.n_rows)
    by_log_scale = np.empty(design.n_rows)
    for rows, block in design.blocks():
        a, precision = _signed_index(block, theta)
        _, mills, _ = log_cdf_derivatives(a)
        by_linear[rows] = mills * block.sign * precision
        by_log_scale[rows] = -mills * a
    return by_linear, by_log_scale


def evaluate(design: Design, theta: np.ndarray, most_precise: float = MOST_PRECISE) -> Evaluation:
    """Weighted log-likelihood with score and Hessian.

    Parameters
    ----------
    design : Design
    theta : ndarray, shape (k + m,)
        Mean coefficients, then log-scale coefficients.
    most_precise : float
        Largest 1/sigma: where it would be more, sigma is one over this.

    Returns
    -------
    Evaluation
        Not finite where the mean equation overflows.
    """
    return cast(Evaluation, Likelihood(design, most_precise).unless_below(-np.inf, theta))


@dataclass(frozen=True, eq=False)
class Likelihood:
    """The log-likelihood of a design, to be maximised.

    Parameters
    ----------
    design : Design
    most_precise : float
        As for `evaluate`.
    """

    design: Design
    most_precise: float = MOST_PRECISE

    def __call__(self, theta: np.ndarray) -> Evaluation:
        """Evaluate it at one parameter vector."""
        return evaluate(self.design, theta, self.most_precise)

    def unless_below(self, floor: float, theta: np.ndarray) -> Evaluation | None:
        """Evaluate it, or return None where it is below a value, as soon as that is known.

        No row has a positive log-likelihood, so that some of the rows can tell, and one of index
        -t has less than -t^2 / 2, as Phi(-t) <= exp(-t^2 / 2) / 2: most steps that go too far are
        known by indices alone, at a tenth of the cost of a Hessian.
        """
        loglike = 0.0
        score = np.zeros(len(theta))
        hessian = np.zeros((len(theta), len(theta)))
        with np.errstate(invalid="ignore", over="ignore"):
            blocks = [block for _, block in self.design.blocks()]
            # Of several blocks the indices are looked at before anything else is.
            if floor > -np.inf and len(blocks) > 1:
                known = (_signed_rows(block, theta, self.most_precise)[-1] for block in blocks)
                if sum(map(_at_most, blocks, known)) < floor:
                    return None
            for block in blocks:
                z, toward, a = _signed_rows(block, theta, self.most_precise)
                if loglike + _at_most(block, a) < floor:
                    return None
                log_cdf, slope, curvature = log_cdf_derivatives(a)
                if block.weights is None:
                    loglike += float(log_cdf.sum())
                else:
                    loglike += float(block.weights @ log_cdf)
                    slope *= block.weights
                    curvature *= block.weights
                if loglike < floor:
                    return None
                _add_derivatives(block.x, z, (toward, a, slope, curvature), score, hessian)
        return Evaluation(loglike, score, hessian)


def _signed_rows(block, theta, most_precise):
    """Return z where sigma moves with it, the outcome's sign over sigma, and the signed index."""
    k, z = block.x.shape[1], block.z
    linear = block.x @ theta[:k]
    if block.offset is not None:
        linear += block.offset
    toward = block.sign
    if z.shape[1] > 0 or block.offset_scale is not None:
        precision = z @ theta[k:]
        if block.offset_scale is not None:
            precision += block.offset_scale
        np.negative(precision, out=precision)
        np.exp(precision, out=precision)
        if precision.max(initial=0.0) >= most_precise:
            np.minimum(precision, most_precise, out=precision)
            # There sigma does not move with z.
            z = z * (precision < most_precise)[:, None]
        toward = np.multiply(toward, precision, out=precision)
    return z, toward, np.multiply(toward, linear, out=linear)


def _at_most(block, a):
    """Return a value that the log-likelihood of a block's rows surely does not exceed."""
    wrong = np.minimum(a, 0.0)
    return -0.5 * float(wrong @ (wrong if block.weights is None else wrong * block.weights))


def _add_derivatives(x, z, rows, score, hessian):
    """Add a block's score and Hessian to the totals; the arrays of `rows` are used up."""
    toward, a, slope, curvature = rows
    k = x.shape[1]
    score[:k] += (slope * toward) @ x
    bent = curvature * toward
    hessian[:k, :k] -= weighted_gram(x, bent * toward)
    if z.shape[1]:
        # By x and log sigma, q (kappa a - lambda) / sigma; by log sigma twice, a times that
        # without q / sigma.
        mixed = curvature
        mixed *= a
        mixed -= slope
        score[k:] -= (slope * a) @ z
        across = x.T @ (z * (mixed * toward)[:, None])
        hessian[:k, k:] += across
        hessian[k:, :k] += across.T
        hessian[k:, k:] -= z.T @ (z * (mixed * a)[:, None])


def scoring_start(design: Design, gram: np.ndarray | None = None) -> np.ndarray:
    """Where Fisher's scoring leads in one step from the constant alone, shape (k,).

    All rows have one index there, so that no function of it need be computed row by row: the step
    is a least-squares regression of the outcome. Without a constant or with offsets it is zero.

    Parameters
    ----------
    design : Design
        Of a probit, in standardised coordinates.
    gram : ndarray, shape (k, k), optional
        Weighted crossproducts of x, where they are known.
    """
    k = design.x.shape[1]
    n = design.total_weight
    ones = np.ones(design.n_rows) if design.weights is None else design.weights
    if gram is None:
        gram = np.zeros((k, k))
        for _, block in design.blocks():
            gram += weighted_gram(block.x, block.weights)
    sums = column_sums(ones, design.x)
    is_constant = (np.abs(sums - n) < 1e-9 * n) & (np.abs(np.diag(gram) - n) < 1e-9 * n)
    known_terms = design.offset is not None or design.offset_scale is not None
    if known_terms or is_constant.sum() != 1:
        return np.zeros(k)
    share = float(ones @ (design.sign > 0)) / n
    if not 0.0 < share < 1.0:
        return np.zeros(k)
    constant = ndtri(share)
    by_sign = column_sums(design.sign * ones, design.x)
    surprise = 0.5 * (by_sign + sums) - share * sums
    density = np.exp(-0.5 * constant**2) / np.sqrt(2.0 * np.pi)
    try:
        return constant * is_constant + np.linalg.solve(gram, surprise) / density
    except np.linalg.LinAlgError:
        return constant * is_constant


def information_of_groups(
    design: Design, theta: np.ndarray, ends: Sequence[int] | np.ndarray
) -> np.ndarray:
    """Negative Hessian of each group of consecutive rows, from one pass over all of them.

    Parameters
    ----------
    design : Design
    theta : ndarray, shape (k + m,)
    ends : sequence of int
        Position behind the last row of each group, in order.

    Returns
    -------
    ndarray, shape (len(ends), k + m, k + m)
    """
    a, precision = _signed_index(design, theta)
    _, mills, curvature = log_cdf_derivatives(a)
    weights = 1.0 if design.weights is None else design.weights
    root = np.sqrt(weights * curvature) * precision
    mixed = weights * (mills - curvature * a)
    across = mixed * design.sign * precision
    along = -mixed * a
    totals = np.zeros((len(ends), len(theta), len(theta)))
    for total, start, end in zip(totals, [0, *ends[:-1]], ends, strict=True):
        rows = slice(start, end)
        add_crossproducts(total, design[rows], root[rows], across[rows], along[rows])
    return totals


def add_crossproducts(
    total: np.ndarray, block: Design, root: np.ndarray, mixed: np.ndarray, log_scale: np.ndarray
) -> None:
    """Add to `total` the sum of [[r_i^2 x x', m_i x z'], [m_i z x', s_i z z']] over rows i."""
    k = block.x.shape[1]
    total[:k, :k] += weighted_gram(block.x, root * root)
    if block.z.shape[1]:
        across = block.x.T @ (block.z * mixed[:, None])
        total[:k, k:] += across
        total[k:, :k] += across.T
        total[k:, k:] += block.z.T @ (block.z * log_scale[:, None])


def weighted_gram(columns: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
    """Sum of weights[i] * columns[i] columns[i]' over rows, weights >= 0, shape (k, k)."""
    n, k = columns.shape
    if k < MANY_COLUMNS:
        size = n if k < _PRODUCT_COLUMNS else _PRODUCT_ROWS
        gram = np.zeros((k, k))
        for start in range(0, n, size):
            part = columns[start : start + size]
            # A copy, for of one and the same table numpy asks the routine below.
            own = None if weights is None else weights[start : start + size, None]
            weighted = part.copy("K") if own is None else part * own
            gram += weighted.T @ part
        return 0.5 * (gram + gram.T)
    # Half the products, but the routine for them is slow on a few columns.
    rooted = columns if weights is None else columns * np.sqrt(weights)[:, None]
    return rooted.T @ rooted
