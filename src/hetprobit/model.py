"""The probit and the heteroskedastic probit as statsmodels models."""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from hetprobit.bias_reduction import BiasReducedResults, fit_bias_reduced
from hetprobit.diagnosis import check_separation
from hetprobit.errors import (
    ModelDataError,
    OptionError,
    PerfectPredictorWarning,
    PlateauWarning,
)
from hetprobit.estimation import estimate
from hetprobit.formula_model import FormulaModel
from hetprobit.inference import Inference
from hetprobit.inputs import columns_of, vector_of
from hetprobit.preparation import PreparedData, check_labels, prepare
from hetprobit.results import ProbitResults, ProbitResultsWrapper


class HetProbit(FormulaModel):
    r"""Probit with multiplicative heteroskedasticity.

    :math:`\Pr(y_i = 1) = \Phi\{(x_i'\beta + o_i) / \sigma_i\}` with
    :math:`\log\sigma_i = z_i'\gamma + v_i` (Harvey 1976; Greene 2012, section 17.3.6). These are
    the conventions of Stata 16 and later (``lnsigma``); coefficients of Stata's older
    ``lnsigma2`` and of SAS QLIM are twice as large.

    Parameters
    ----------
    endog : array_like, shape (n,)
        Outcome, 0 or 1.
    exog : array_like, shape (n, k)
        Regressors of the mean equation, with a column of ones for a constant.
    exog_scale : array_like, shape (n, m)
        Regressors of the log of sigma, without a constant.
    offset, offset_scale : array_like, shape (n,), optional
        Known terms of the mean equation and of log sigma.
    weights : array_like, shape (n,), optional
        Frequency weights, >= 0: a row of weight 2 counts as two equal rows. Fits refuse
        weights that are not whole numbers except under clusters.
    missing : {"raise", "drop"}
        What to do with rows with missing or infinite values.
    drop_perfect : bool
        Drop two-valued regressors one value of which goes with one outcome only, together with
        the rows of that value, and warn; otherwise fitting such data is a `SeparationError`.
    prob_weights : array_like, shape (n,), optional
        Probability (sampling) weights, >= 0, in place of `weights`. Their scale is arbitrary:
        they are divided by their mean. Fits need a robust, cluster or jackknife covariance,
        which take the weighted row as the unit.
    factors : mapping of str to sequence of str, optional
        Columns of `exog` that indicate the levels of a factor, by the name of its base level: that
        level, too, is then dropped with its rows if they have one outcome only, and the first
        level left is the base. Models from formulas know their factors.

    Raises
    ------
    ModelDataError
        If the data cannot be used; its subclasses say why.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> x, z, noise = rng.normal(size=(3, 500))
    >>> y = 0.3 + x + np.exp(0.5 * z) * noise > 0
    >>> fit = HetProbit(y, np.column_stack([np.ones(500), x]), z).fit()
    >>> fit.certificate.converged
    True
    """

    prepared: PreparedData

    def __init__(
        self,
        endog: ArrayLike,
        exog: ArrayLike,
        exog_scale: ArrayLike | None,
        offset: ArrayLike | None = None,
        offset_scale: ArrayLike | None = None,
        weights: ArrayLike | None = None,
        *,
        missing: str = "raise",
        drop_perfect: bool = True,
        prob_weights: ArrayLike | None = None,
        factors: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        data = prepare(
            endog,
            exog,
            exog_scale,
            offset,
            offset_scale,
            weights,
            missing,
            drop_perfect,
            prob_weights,
            factors,
        )
        if data.dropped:
            warnings.warn(
                "; ".join(str(column) for column in data.dropped),
                PerfectPredictorWarning,
                stacklevel=2,
            )
        self._take(data)

    def _take(self, data):
        """Become the model of data already checked."""
        self.prepared = data
        self._formulas = None
        self.named_columns = {}
        labels = None if data.labels is None else data.labels[data.rows]
        super().__init__(
            pd.Series((data.design.sign + 1) / 2, labels, name=data.y_name),
            pd.DataFrame(data.design.x, labels, pd.Index(data.x_names, dtype=object), copy=False),
            # It is known, and statsmodels would look for it in every column.
            hasconst=False,
        )
        self.data.k_constant, self.data.const_idx = self.k_constant, data.constant
        # Not as extra parameters, which statsmodels leaves out of df_model.
        self.exog_names.extend(data.param_names[len(data.x_names) :])
        self.nparams = len(data.param_names)

    def initialize(self) -> None:
        """Set the degrees of freedom; the rank was already checked."""
        k = len(self.prepared.param_names)
        self.k_constant = int(self.prepared.constant is not None)
        self.df_model = float(k - self.k_constant)
        self.df_resid = float(len(self.endog) - k)

    @property
    def rows(self) -> np.ndarray:
        """Positions in the data as given of the rows in use, shape (n,)."""
        return self.prepared.rows

    @property
    def exog_scale(self) -> np.ndarray:
        """Regressors of the scale equation in use, shape (n, m)."""
        return self.prepared.design.z

    @property
    def param_names(self) -> list[str]:
        """Coefficients: names of `exog`, then those of `exog_scale` behind `SCALE_PREFIX`."""
        return self.prepared.param_names

    def fit(
        self,
        start_params: ArrayLike | None = None,
        cov_type: str = "nonrobust",
        cov_kwds: Mapping[str, Any] | None = None,
        use_t: bool = False,
        probit_start: ArrayLike | None = None,
        maxiter: int | None = None,
        disp: bool = False,
    ) -> ProbitResults:
        """Maximise the likelihood.

        Parameters
        ----------
        start_params : array_like, shape (k + m,), optional
            Starting values; by default the probit's estimates and zero scale coefficients.
        cov_type : {"nonrobust", "opg", "robust", "HC0", "HC1", "cluster", "dyadic", "jackknife"}
            Observed information, outer product of scores, sandwich with N/(N-1), without a
            factor or with N/(N-K), cluster sandwich, sandwich for dyads (Aronow, Samii and
            Assenova 2015), or jackknife (over clusters: CV3 of MacKinnon, Nielsen and Webb 2023).
        cov_kwds : dict, optional
            ``groups``: cluster identifiers, one for each row as given, or two columns of them
            for two-way clusters (by name for a model from formulas); required by "cluster",
            single rows by default for "jackknife". For "dyadic" they are the two states of each
            row: rows with a common state, in either role, are dependent, and so are rows of the
            same ``also``, a vector of further cluster identifiers. ``correction``, of "cluster"
            and "dyadic": "stata" for G/(G-1), the default, or "statsmodels" for
            G/(G-1) x (N-1)/(N-K). ``linear``: True for one Newton step in place of each refit of
            "jackknife" (CV3L of MacKinnon, Nielsen and Webb 2024).
        use_t : bool
            Refer to Student's t with G-1 degrees of freedom under clusters (N-K otherwise) in
            place of the normal.
        probit_start : array_like, shape (k,), optional
            Where to look for the probit from: `ProbitResults.standardised_probit` of a fit to
            similar data. It changes how soon the probit is found but not where, for its
            likelihood is concave.
        maxiter : int, optional
            Newton steps, from the probit or the start given, within which the maximum must be
            found; the fit stops there.
        disp : bool
            Whether to print the certificate.

        Returns
        -------
        ProbitResults

        Raises
        ------
        SeparationError, ScaleRunawayError, NotIdentifiedError, NotConvergedError
            If the likelihood has no maximum to report, or none within `maxiter` steps.
        ClusterError, MissingValuesError
            If the cluster identifiers cannot be used.
        OptionError
            If an option does not exist or does not go with the others or with the weights.
        ModelDataError
            If a start does not have the length of the coefficients.
        """
        data = self.prepared
        inference = Inference.of(data, cov_type, cov_kwds, use_t)
        if maxiter is not None and not (isinstance(maxiter, int | np.integer) and maxiter > 0):
            raise OptionError(
                "maxiter must be a number of steps.", expected="1, 2, ...", got=repr(maxiter)
            )
        start = null_start = None
        if start_params is not None:
            given = vector_of(start_params, "start_params", len(data.param_names), "coefficients")
            start = data.coordinates.from_given(given)
        if probit_start is not None:
            null_start = vector_of(probit_start, "probit_start", len(data.x_names), "mean equation")
        found = estimate(
            data.standardised,
            data.param_names,
            data.rows,
            start,
            null_start,
            units=data.coordinates.z_units,
            gram=data.coordinates.x_gram,
            max_steps=maxiter,
        )
        for plateau in found.certificate.plateaus:
            warnings.warn(str(plateau), PlateauWarning, stacklevel=2)
        if disp:
            print(found.certificate)
        return ProbitResultsWrapper(ProbitResults(self, found, inference))

    def fit_bias_reduced(
        self,
        adjustment: str = "jeffreys",
        cov_type: str = "nonrobust",
        cov_kwds: Mapping[str, Any] | None = None,
        use_t: bool = False,
    ) -> BiasReducedResults:
        """Estimate a probit with reduced bias, for rare or separated outcomes.

        Build the model with ``drop_perfect=False`` to keep regressors that predict the outcome
        perfectly: their estimates are finite too.

        Parameters
        ----------
        adjustment : {"jeffreys", "mean"}
            Maximum of the likelihood penalised by Jeffreys' prior, always finite (Firth 1993;
            Kosmidis and Firth 2021), or root of the scores adjusted to take off the mean bias
            of first order (Kosmidis and Firth 2009). They are close for rare outcomes.
        cov_type, cov_kwds, use_t
            As for `fit`, but for "nonrobust", the inverse of the expected information at the
            estimates, which is also what sandwiches use; neither "opg" nor "jackknife".

        Returns
        -------
        BiasReducedResults

        Raises
        ------
        UnsupportedModelError
            If the model has scale regressors.
        NotConvergedError
            If the root of "mean" is not found, which can happen where outcomes are separated.
        InvalidTestError, ClusterError, MissingValuesError
            If the covariance asked for cannot be had.
        """
        return fit_bias_reduced(self, adjustment, cov_type, cov_kwds, use_t)

    def with_scale(self, exog_scale: ArrayLike) -> "HetProbit":
        """Return a HetProbit of the same rows and mean equation with these scale regressors.

        Parameters
        ----------
        exog_scale : array_like, shape (n, m)
            One row for each row as given.

        Raises
        ------
        ModelDataError
            If the regressors do not match the data or cannot be used.
        """
        scale, names = columns_of(exog_scale, "z")
        if self.prepared.labels is not None:
            check_labels(endog=pd.Series(index=self.prepared.labels), exog_scale=exog_scale)
        data, design = self.prepared, self.prepared.design
        if len(scale) != data.n_given:
            raise ModelDataError(
                "The scale regressors do not match the data.",
                expected=f"{data.n_given} rows, as given to the model",
                got=f"{len(scale)} rows",
            )
        outcome = self.data.orig_endog
        return HetProbit(
            outcome,
            self.data.orig_exog,
            pd.DataFrame(scale[data.rows], outcome.index, names),
            design.offset,
            design.offset_scale,
            None if data.sampling else design.weights,
            drop_perfect=False,
            prob_weights=design.weights if data.sampling else None,
        )

    def without_scale(self) -> "Probit":
        """Return the probit of the same rows and mean equation; a scale offset stays."""
        probit = Probit.__new__(Probit)
        probit._take(self.prepared.without_scale())
        return probit

    def check_separation(self) -> None:
        """Decide by linear programming whether the mean regressors predict outcomes perfectly.

        Fits decide it only where the likelihood is suspiciously flat.

        Raises
        ------
        SeparationError
            If a combination of regressors predicts the outcome in some rows; it names both.
        """
        data = self.prepared
        check_separation(data.standardised, data.param_names, data.rows)


class Probit(HetProbit):
    r"""Probit, :math:`\Pr(y_i = 1) = \Phi(x_i'\beta + o_i)`.

    Shares the likelihood, covariances, checks and predictions of `HetProbit`, of which it is
    the case without a scale equation.

    Parameters
    ----------
    endog, exog, offset, weights, missing, drop_perfect, prob_weights, factors
        As for `HetProbit`.
    """

    has_scale = False

    def __init__(
        self,
        endog: ArrayLike,
        exog: ArrayLike,
        offset: ArrayLike | None = None,
        weights: ArrayLike | None = None,
        *,
        missing: str = "raise",
        drop_perfect: bool = True,
        prob_weights: ArrayLike | None = None,
        factors: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(
            endog,
            exog,
            None,
            offset=offset,
            weights=weights,
            missing=missing,
            drop_perfect=drop_perfect,
            prob_weights=prob_weights,
            factors=factors,
        )
