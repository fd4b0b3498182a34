"""Many fits of one set of regressors: to other outcomes, under other weights, or both.

What hangs on the regressors alone is checked and standardised once. A fit that leaves nothing to
look into is made from that; every other one - a perfect predictor, a flat likelihood, more than one
maximum in sight, weights that leave too little - is the single fit itself, refusal included. Where
no search is asked for, a climb that ends at no maximum is refused at once.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from hetprobit.array_model import ArrayModel
from hetprobit.errors import ModelDataError, ModelError
from hetprobit.estimation import Certificate, ends_at_none, estimate_if_plain
from hetprobit.inference import Inference
from hetprobit.inputs import columns_of, numbers
from hetprobit.likelihood import Design, weighted_gram
from hetprobit.perfect_predictors import DroppedColumn, two_valued
from hetprobit.preparation import SCALE_PREFIX, PreparedData, check_labels, prepare

# Smallest eigenvalue, over the number of rows, of the standardised crossproducts under a fit's own
# weights, above which there is no question of collinearity.
_FULL_RANK = 1e-4


@dataclass(frozen=True, eq=False)
class OneFit:
    """One of many fits.

    Parameters
    ----------
    params : ndarray, shape (p,)
        NaN for regressors left out as perfect predictors, and where the fit was refused.
    cov_params : ndarray, shape (p, p)
        NaN likewise.
    certificate : Certificate or None
        Evidence of the maximum; None where the fit was refused.
    error : ModelError or None
        The refusal, as the single fit raises it.
    dropped : tuple of DroppedColumn
        Perfect predictors left out.
    """

    params: np.ndarray
    cov_params: np.ndarray
    certificate: Certificate | None = None
    error: ModelError | None = None
    dropped: tuple[DroppedColumn, ...] = ()


@dataclass(frozen=True, eq=False)
class ManyFits:
    """What `fit_many` returns, in the order of its outcomes or weights.

    Parameters
    ----------
    param_names : list of str, length p
    fits : tuple of OneFit, length f
    """

    param_names: list[str]
    fits: tuple[OneFit, ...]

    def __len__(self) -> int:
        return len(self.fits)

    @property
    def params(self) -> pd.DataFrame:
        """Estimates, shape (f, p)."""
        return pd.DataFrame([fit.params for fit in self.fits], columns=self.param_names)

    @property
    def bse(self) -> pd.DataFrame:
        """Standard errors, shape (f, p)."""
        errors = [np.sqrt(np.diag(fit.cov_params)) for fit in self.fits]
        return pd.DataFrame(errors, columns=self.param_names)

    @property
    def llf(self) -> pd.Series:
        """Log-likelihoods, shape (f,); NaN where a fit was refused."""
        found = [np.nan if fit.certificate is None else fit.certificate.llf for fit in self.fits]
        return pd.Series(found, name="llf")

    @property
    def converged(self) -> pd.Series:
        """Whether each fit is a certified maximum beside no plateau, shape (f,)."""
        certified = [fit.certificate is not None and fit.certificate.converged for fit in self.fits]
        return pd.Series(certified, name="converged")

    @property
    def errors(self) -> dict[int, ModelError]:
        """Refusals by position."""
        return {i: fit.error for i, fit in enumerate(self.fits) if fit.error is not None}


def fit_many(
    endog: ArrayLike,
    exog: ArrayLike,
    exog_scale: ArrayLike | None = None,
    *,
    weights: ArrayLike | None = None,
    offset: ArrayLike | None = None,
    offset_scale: ArrayLike | None = None,
    drop_perfect: bool = True,
    cov_type: str = "nonrobust",
    cov_kwds: Mapping[str, Any] | None = None,
    use_t: bool = False,
    search: bool = True,
    progress: Callable[[Any], Iterable[Any]] = iter,
) -> ManyFits:
    """Fit one set of regressors to many outcomes, under many weights, or to pairs of both.

    Each fit gives the numbers, the certificate or the refusal of
    ``HetProbit(endog[i], exog, exog_scale, weights=weights[i], ...).fit(...)``. Under weights of
    its own its curvature is measured in the coordinates of all rows.

    Parameters
    ----------
    endog : array_like, shape (f, n) or (n,)
        Outcomes, one a row: permutations, draws, codings. One for all if one-dimensional.
    exog : array_like, shape (n, k)
    exog_scale : array_like, shape (n, m), optional
        None for probits.
    weights : array_like, shape (f, n) or (n,), optional
        Frequency weights, as many sets as outcomes if there are several of both: bootstraps,
        subsets of the rows.
    offset, offset_scale, drop_perfect
        As for `HetProbit`.
    cov_type, cov_kwds, use_t
        As for `HetProbit.fit`.
    search : bool
        Whether higher maxima and plateaus are looked for, as the single fit does. If not, a fit is
        the maximum that the climb from the probit ends at, and is refused where that ends at none:
        a statistic of many draws can then be had at a tenth of the time, from data and draws alike.
    progress : callable
        Wraps the iteration, as `tqdm.tqdm` does.

    Returns
    -------
    ManyFits

    Raises
    ------
    ModelDataError
        If outcomes and weights do not match the regressors or each other. What is wrong with a
        fit's own data or options is found in `ManyFits.errors`.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x, z, noise = rng.normal(size=(3, 500))
    >>> y = (0.3 + x + np.exp(0.5 * z) * noise > 0) * 1.0
    >>> X = np.column_stack([np.ones(500), x])
    >>> draws = rng.multinomial(500, np.full(500, 1 / 500), size=20)
    >>> bool(fit_many(y, X, z, weights=draws).converged.all())
    True
    """
    x, names = columns_of(exog, "x")
    n = len(x)
    outcomes = _table(endog, "endog", n)
    tables = [outcomes] if weights is None else [outcomes, _table(weights, "weights", n)]
    counts = {len(table) for table in tables if table.ndim == 2}
    if len(counts) > 1:
        raise ModelDataError(
            "Outcomes and weights differ in number.",
            expected="one of either for all fits, or as many of both",
            got=" and ".join(str(len(table)) for table in tables),
        )
    check_labels(exog=exog, exog_scale=exog_scale, offset=offset, offset_scale=offset_scale)
    if exog_scale is not None:
        names = names + [SCALE_PREFIX + name for name in columns_of(exog_scale, "z")[1]]
    options = {"cov_type": cov_type, "cov_kwds": cov_kwds, "use_t": use_t}
    given = _Given(names, exog, exog_scale, offset, offset_scale, drop_perfect, options)
    shared = _Shared.of(given)
    each = np.broadcast_to(outcomes, (max(counts, default=1), n))
    own = [None] * len(each) if weights is None else np.broadcast_to(tables[1], each.shape)
    if shared is not None and len(each) > 1:
        shared = shared.near(each[0])
    fits = []
    for i in progress(range(len(each))):
        found = None
        if shared is not None:
            found = shared.fit(each[i], own[i], search)
            if found is None and not search and not shared.asks(each[i], own[i]):
                found = given.refused()
        fits.append(found or given.fit(each[i], own[i]))
    return ManyFits(names, tuple(fits))


def _table(values, name, n):
    """Read outcomes or weights, one set a row or one for all."""
    table = numbers(values, name)
    if table.ndim not in (1, 2) or table.shape[-1] != n:
        raise ModelDataError(
            f"The {name} do not match the rows of exog.",
            expected=f"shape ({n},), or (number of fits, {n})",
            got=f"shape {table.shape}",
        )
    return table


@dataclass(frozen=True, eq=False)
class _Given:
    """The regressors and options as given, and the single fit of them."""

    names: list[str]
    exog: Any
    exog_scale: Any
    offset: Any
    offset_scale: Any
    drop_perfect: bool
    options: dict[str, Any]

    def refused(self, error: ModelError | None = None) -> OneFit:
        """Return what stands for a fit without an estimate."""
        size = len(self.names)
        error = error or ends_at_none(self.names)
        return OneFit(np.full(size, np.nan), np.full((size, size), np.nan), error=error)

    def fit(self, outcome: np.ndarray, weights: np.ndarray | None) -> OneFit:
        """Fit with nothing shared."""
        names = self.names
        known = (self.exog, self.exog_scale, self.offset, self.offset_scale)
        try:
            model = ArrayModel.of(outcome, *known, weights, drop_perfect=self.drop_perfect)
            # Refused before the search rather than after it.
            inference = Inference.of(model.data, **self.options)
            fit = model.fit()
            covariance = fit.covariance(inference)
        except ModelError as error:
            return self.refused(error)
        params, cov = np.full(len(names), np.nan), np.full((len(names),) * 2, np.nan)
        places = [names.index(name) for name in fit.param_names]
        params[places] = fit.params
        cov[np.ix_(places, places)] = covariance
        return OneFit(params, cov, fit.certificate, dropped=fit.data.dropped)


@dataclass(frozen=True, eq=False)
class _Shared:
    """What all fits have in common: the regressors, checked and standardised over all rows."""

    given: _Given
    data: PreparedData
    two_valued: list[int]
    null_start: np.ndarray | None = None

    @classmethod
    def of(cls, given: _Given) -> "_Shared | None":
        """Return it, or None where the regressors alone raise questions."""
        stand_in = np.arange(len(given.exog)) % 2.0
        known = (given.exog, given.exog_scale, given.offset, given.offset_scale)
        try:
            data = prepare(stand_in, *known, None, "raise", False)
        except ModelError:
            return None
        return cls(given, data, two_valued(data.design.x))

    def near(self, outcome: np.ndarray) -> "_Shared":
        """Return the same with the unweighted probit of an outcome to start from, if plain.

        The probit's likelihood is concave, so that this changes no result. A start for the whole
        likelihood could lead to another of its maxima than the single fit's.
        """
        design = self._design(outcome, None)
        if design is None or self._predicts(design, self.two_valued):
            return self
        close = estimate_if_plain(design, gram=self.data.coordinates.x_gram)
        return self if close is None else replace(self, null_start=close.null.theta)

    def asks(self, outcome: np.ndarray, weights: np.ndarray | None) -> bool:
        """Whether outcome or weights raise questions, whatever their maximum."""
        design = self._design(outcome, weights)
        return design is None or self._predicts(design, self.two_valued)

    def fit(
        self, outcome: np.ndarray, weights: np.ndarray | None, search: bool = True
    ) -> OneFit | None:
        """Fit if there is nothing to look into, else None."""
        design = self._design(outcome, weights)
        if design is None:
            return None
        data, gram, candidates = self.data, self.data.coordinates.x_gram, self.two_valued
        if design.weights is not None:
            gram = weighted_gram(design.x, design.weights)
            if np.linalg.eigvalsh(gram)[0] < _FULL_RANK * design.total_weight:
                return None
            data = replace(data, design=design, rows=np.flatnonzero(weights != 0.0))
            candidates = two_valued(design.x)
        if self._predicts(design, candidates):
            return None
        found = estimate_if_plain(design, self.null_start, gram, sure=search)
        if found is None:
            return None
        coordinates, theta = self.data.coordinates, found.theta
        try:
            inference = Inference.of(data, **self.given.options)
            covariance = inference.covariance(design, coordinates, theta, found.hessian)
            return OneFit(coordinates.to_given(theta), covariance, found.certificate)
        except ModelError:
            # The single fit raises it, too, with what it says of the rows.
            return None

    def _design(self, outcome, weights):
        """Return the standardised design of the rows with weights, or None if it raises questions.

        Where columns were made orthogonal, a part of the rows can be dependent.
        """
        standardised = self.data.standardised
        if not ((outcome == 0.0) | (outcome == 1.0)).all():
            return None
        if weights is not None:
            if not np.isfinite(weights).all() or weights.min() < 0:
                return None
            if self.data.coordinates.x_gram is None:
                return None
        design = replace(standardised, sign=2.0 * outcome - 1.0, weights=weights)
        if weights is not None and weights.min() == 0:
            design = _rows(design, np.flatnonzero(weights))
        few = design.total_weight <= len(self.given.names)
        return None if few or np.ptp(design.sign) == 0 else design

    def _predicts(self, design, candidates):
        """Whether a value of a two-valued regressor goes with one outcome only."""
        if not self.given.drop_perfect:
            return False
        total = design.sign.sum()
        for j in candidates:
            column = design.x[:, j]
            high = column > 0.5 * (column.min() + column.max())
            count, signs = np.count_nonzero(high), design.sign @ high
            if abs(signs) == count or abs(total - signs) == len(high) - count:
                return True
        return False


def _rows(design, rows):
    """Take rows of a design whose columns lie one behind the other, and leave them so."""
    vectors = (design.offset, design.offset_scale, design.weights)
    known = (None if vector is None else vector[rows] for vector in vectors)
    x, z = (np.take(part.T, rows, axis=1).T for part in (design.x, design.z))
    return Design(design.sign[rows], x, z, *known)
