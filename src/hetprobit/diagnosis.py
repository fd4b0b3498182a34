"""Why a likelihood has no maximum: which coefficients run where, and which rows let them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from hetprobit.errors import EdgeError, NotIdentifiedError, ScaleRunawayError, SeparationError
from hetprobit.inputs import abbreviate
from hetprobit.likelihood import Design, evaluate
from hetprobit.newton import RUNAWAY, Optimum
from hetprobit.prediction import index_and_jacobian
from hetprobit.profiled import STEEPEST, rows_on_edge

# A correctly signed index this large leaves 1e-9 of likelihood to gain.
_PERFECT_INDEX = 6.0
# Standard errors of a scale coefficient of more than a fifth of this make a maximum flat.
_FARTHEST = 10.0 * RUNAWAY
# Share of its own size by which a row's index must follow the runaway to be named.
_FOLLOWS = 0.1


@dataclass(frozen=True)
class Plateau:
    """A side on which the likelihood levels off within a 95% interval's reach of its maximum.

    Parameters
    ----------
    coefficient : str
    direction : int
        +1 or -1: the infinity concerned.
    drop : float
        Log-likelihood lost at that infinity, >= 0 and below 1.92.
    rows : tuple of int
        Rows, in the data as given, whose scale then vanishes or explodes.
    """

    coefficient: str
    direction: int
    drop: float
    rows: tuple[int, ...]

    def __str__(self) -> str:
        sign = "+" if self.direction > 0 else "-"
        return (
            f"{self.coefficient} -> {sign}infinity costs only {self.drop:.3f} of log-likelihood: "
            f"its interval is open on that side; rows {abbreviate(self.rows)}"
        )


def check_separation(design: Design, names: list[str], rows: np.ndarray) -> None:
    """Raise SeparationError if some x'd >= 0 where y = 1 and <= 0 where y = 0, not always 0.

    Decided exactly, as a linear programme (Konis 2007, chapter 4).
    """
    signed = design.sign[:, None] * design.x
    solution = linprog(
        -signed.sum(axis=0),
        A_ub=-signed,
        b_ub=np.zeros(len(signed)),
        bounds=[(-1, 1)] * signed.shape[1],
    )
    predicted = signed @ solution.x > 1e-7
    if not predicted.any():
        return
    involved = np.flatnonzero(np.abs(solution.x) > 1e-7)
    coefficients = tuple(names[j] for j in involved)
    direction = tuple(np.sign(solution.x[involved]).astype(int).tolist())
    raise SeparationError(
        f"A combination of regressors predicts the outcome perfectly in "
        f"{'all' if predicted.all() else 'some'} rows, so its coefficients have no finite "
        "estimate.",
        coefficients=coefficients,
        direction=direction,
        rows=rows[predicted],
        expected="overlap of the two outcomes in every direction of the regressors",
        got=_describe(coefficients, direction),
        where=f"rows {abbreviate(rows[predicted])}",
        next_step="leave out these regressors or the rows they predict, or estimate the probit "
        "by Probit(..., drop_perfect=False).fit_bias_reduced(), which has a finite answer",
    )


def check_edge(
    design: Design, optimum: Optimum, names: list[str], rows: np.ndarray, units: np.ndarray
) -> None:
    """Raise EdgeError if rows of next to no sigma hold the coefficients where they are.

    Their x'beta is then so near to zero that rounding decides on which side it falls. Parameters
    as for `explain_flatness`.
    """
    on_edge = rows_on_edge(design, optimum.theta)
    if not on_edge.any():
        return
    k = design.x.shape[1]
    small = units @ design.z[on_edge].mean(axis=0) * (units @ optimum.theta[k:])
    coefficients = (names[k + int(np.argmin(small))],)
    raise EdgeError(
        "At the maximum sigma all but vanishes in some rows, and their x'beta is too near zero "
        "for double precision to tell its sign.",
        coefficients=coefficients,
        rows=rows[on_edge],
        expected=f"a maximum at which no such row has sigma below {1.0 / STEEPEST:g} of a "
        "typical row's",
        got="a maximum that hangs on the rows below",
        where=f"rows {abbreviate(rows[on_edge])}",
        next_step="look at these rows' scale regressors, or take the logarithm of a regressor "
        "with such a tail",
    )


def explain_flatness(
    design: Design,
    optimum: Optimum,
    origin: np.ndarray,
    names: list[str],
    rows: np.ndarray,
    units: np.ndarray,
) -> None:
    """Raise the error that explains a flat or runaway likelihood; return if it is neither.

    Parameters
    ----------
    design : Design
        In standardised coordinates.
    optimum : Optimum
        Where the iteration ended.
    origin : ndarray, shape (k + m,)
        The probit's estimates with zero scale coefficients.
    names : list of str
    rows : ndarray of int
        Positions of the design's rows in the data as given.
    units : ndarray, shape (m, m)
        Map of the scale coefficients to those that have the names.

    Raises
    ------
    SeparationError, NotIdentifiedError, ScaleRunawayError
    """
    k = design.x.shape[1]
    values, vectors = np.linalg.eigh(-optimum.evaluation.hessian)
    weakest = vectors[:, 0]
    if not optimum.ran_away and not _is_flat(design, optimum, weakest, values[0]):
        return
    check_separation(design, names, rows)
    _check_identified(design, origin, names)
    leading = np.abs(units @ (optimum.theta[k:] if optimum.ran_away else weakest[k:]))
    involved = np.flatnonzero(leading > 0.1 * leading.max())
    coefficients = tuple(names[k + j] for j in involved)
    direction = tuple(np.sign((units @ optimum.theta[k:])[involved]).astype(int).tolist())
    followers = _following(design, optimum.theta, weakest)
    index = design.sign * index_and_jacobian(design, optimum.theta)[0]
    perfect = bool(np.median(index[followers]) > _PERFECT_INDEX) if followers.any() else False
    raise ScaleRunawayError(
        "The likelihood has no maximum at finite scale coefficients: it keeps rising, or is "
        "flat, as they run to infinity.",
        coefficients=coefficients,
        direction=direction,
        rows=rows[followers],
        got=_describe(coefficients, direction),
        where=f"rows whose sigma then {'vanishes' if perfect else 'explodes'}: "
        f"{abbreviate(rows[followers])}",
        next_step="leave these regressors out of the scale equation, or merge these rows' group "
        "with another",
    )


def find_plateaus(
    design: Design,
    optimum: Optimum,
    limits: Sequence[Optimum],
    names: list[str],
    rows: np.ndarray,
    units: np.ndarray,
) -> tuple[Plateau, ...]:
    """Name the sides on which scale coefficients can run off at little cost.

    Parameters
    ----------
    design, optimum, names, rows, units
        As for `explain_flatness`, at a maximum.
    limits : sequence of Optimum
        Where the likelihood levels off in its reach, the highest first.

    Returns
    -------
    tuple of Plateau
        One a coefficient and side: that which leads in the direction of a limit.
    """
    k = design.x.shape[1]
    plateaus: dict[tuple[int, int], Plateau] = {}
    for limit in limits:
        toward = units @ limit.theta[k:]
        leading = int(np.abs(toward).argmax())
        side = int(np.sign(toward[leading]))
        outward = np.append(np.zeros(k), limit.theta[k:] / np.linalg.norm(limit.theta[k:]))
        followers = rows[_following(design, limit.theta, outward)]
        drop = max(optimum.evaluation.loglike - limit.evaluation.loglike, 0.0)
        plateaus.setdefault(
            (leading, side), Plateau(names[k + leading], side, drop, tuple(followers.tolist()))
        )
    return tuple(plateaus.values())


def _is_flat(design, optimum, direction, curvature):
    """Whether five standard errors either way along a direction cost next to no likelihood."""
    k = design.x.shape[1]
    farthest = min(1e3, _FARTHEST / max(np.abs(direction[k:]).max(), 1e-300))
    length = 5.0 / np.sqrt(max(curvature, 1e-300))
    if length > farthest:
        return True
    drops = [
        optimum.evaluation.loglike - evaluate(design, optimum.theta + step * direction).loglike
        for step in (-length, length)
    ]
    return not min(drops) > 0.01 * 0.5 * 5.0**2


def _check_identified(design, origin, names):
    """Raise NotIdentifiedError if the index does not respond to some combination anywhere."""
    _, jacobian = index_and_jacobian(design, origin)
    jacobian = jacobian / np.sqrt(np.mean(jacobian**2, axis=0))
    values, vectors = np.linalg.eigh(jacobian.T @ jacobian / len(jacobian))
    if values[0] > 1e-10:
        return
    involved = np.flatnonzero(np.abs(vectors[:, 0]) > 1e-4)
    coefficients = tuple(names[j] for j in involved)
    raise NotIdentifiedError(
        "The likelihood does not change along a combination of coefficients.",
        coefficients=coefficients,
        direction=(0,) * len(coefficients),
        expected="more distinct combinations of regressors than coefficients",
        got=_describe(coefficients, (0,) * len(coefficients)),
        next_step="leave one of these regressors out of either equation",
    )


def _following(design, theta, direction):
    """Mask of rows whose index moves along with a direction by a fair share of its size."""
    index, jacobian = index_and_jacobian(design, theta)
    moves = np.abs(jacobian @ direction)
    share = np.divide(moves, np.abs(index), out=np.zeros_like(moves), where=index != 0)
    return share > _FOLLOWS * np.quantile(share, 0.99)


def _describe(coefficients, direction):
    signs = {1: "+infinity", -1: "-infinity", 0: "undetermined"}
    pairs = zip(coefficients, direction, strict=True)
    return ", ".join(f"{name} -> {signs[sign]}" for name, sign in pairs)
