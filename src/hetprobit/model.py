"""The probit and the heteroskedastic probit as statsmodels models."""

import warnings

import numpy as np
import pandas as pd
from scipy.special import ndtr
from statsmodels.base.model import GenericLikelihoodModel
from statsmodels.formula._manager import FormulaManager

from hetprobit.covariance import (
    Clusters,
    covariance,
    covariance_options,
    split_ways,
)
from hetprobit.errors import (
    ClusterError,
    ModelDataError,
    PerfectPredictorWarning,
    PlateauWarning,
)
from hetprobit.estimation import estimate
from hetprobit.inputs import columns_of, select_columns
from hetprobit.likelihood import (
    Design,
    evaluate,
    linear_and_precision,
    loglike_rows,
    score_factors,
)
from hetprobit.preparation import prepare
from hetprobit.resampling import leave_one_out, leave_one_out_linear
from hetprobit.results import ProbitResults, ProbitResultsWrapper


class HetProbit(GenericLikelihoodModel):
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
        Frequency weights, >= 0: a row of weight 2 counts as two equal rows. For sampling
        weights use ``cov_type="cluster"`` (with each row its own cluster, if need be).
    missing : {"raise", "drop"}
        What to do with rows with missing or infinite values.
    drop_perfect : bool
        Drop two-valued regressors one value of which goes with one outcome only, together with
        the rows of that value, and warn; otherwise fitting such data is a `SeparationError`.

    Attributes
    ----------
    prepared : PreparedData
        The rows and columns in use and a record of those left out.

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

    def __init__(
        self,
        endog,
        exog,
        exog_scale,
        offset=None,
        offset_scale=None,
        weights=None,
        *,
        missing="raise",
        drop_perfect=True,
    ):
        self.prepared = data = prepare(
            endog, exog, exog_scale, offset, offset_scale, weights, missing, drop_perfect
        )
        if data.dropped:
            warnings.warn(
                "; ".join(str(column) for column in data.dropped),
                PerfectPredictorWarning,
                stacklevel=2,
            )
        # Row labels as given, against which those of a cluster variable are held.
        self._labels = endog.index if isinstance(endog, pd.Series | pd.DataFrame) else None
        labels = None if self._labels is None else self._labels[data.rows]
        super().__init__(
            pd.Series((data.design.sign + 1) / 2, labels, name=data.y_name),
            pd.DataFrame(data.design.x, labels, data.x_names, copy=False),
            extra_params_names=data.param_names[len(data.x_names) :],
            hasconst=data.constant is not None,
        )
        self._specs = None

    def __getstate__(self):
        """Leave out what formulas were parsed to, which cannot be pickled.

        A copy so made predicts from the columns of its design matrices.
        """
        return self.__dict__ | {"_specs": None}

    def initialize(self):
        """Set the degrees of freedom; the rank was already checked."""
        k = len(self.prepared.x_names)
        self.df_model = float(k - self.k_constant)
        self.df_resid = float(len(self.endog) - k)

    @classmethod
    def from_formula(cls, formula, data, scale=None, *, eval_env=1, **kwargs):
        """Build the model from formulas.

        Parameters
        ----------
        formula : str
            Outcome and mean equation, such as ``"y ~ x1 + x2"``.
        data : DataFrame
            The variables of both.
        scale : str
            Scale equation, such as ``"~ z"``; its constant is left out.
        eval_env : int
            Depth of the caller whose names the formulas may use; 1 is whoever calls this.
        **kwargs
            Further arguments of the model.

        Returns
        -------
        HetProbit or Probit
        """
        frame = data.reset_index(drop=True)
        manager, scale_manager = FormulaManager(), FormulaManager()
        endog, exog = manager.get_matrices(formula, frame, eval_env)
        parts = {"endog": endog, "exog": exog}
        if scale is not None:
            parts["exog_scale"] = _without_constant(
                scale_manager.get_matrices(scale, frame, eval_env)
            )
        # Rows with missing values are left out of the matrices; put them back as missing, so
        # that both equations and the clusters keep the positions of the data as given.
        parts = {
            name: part.reindex(frame.index).set_axis(data.index) for name, part in parts.items()
        }
        model = cls(**parts, **kwargs)
        model._specs = (manager.spec, scale_manager.spec if scale is not None else None)
        return model

    def loglikeobs(self, params):
        """Weighted log-likelihood of each row, shape (n,); params of shape (k + m,)."""
        return self._weights * loglike_rows(self.prepared.design, np.asarray(params))

    def loglike(self, params):
        """Log-likelihood at params, shape (k + m,)."""
        return evaluate(self.prepared.design, np.asarray(params)).loglike

    def score_obs(self, params):
        """Weighted score of each row at params, shape (n, k + m)."""
        design = self.prepared.design
        by_linear, by_log_scale = score_factors(design, np.asarray(params))
        return np.hstack(
            [
                design.x * (self._weights * by_linear)[:, None],
                design.z * (self._weights * by_log_scale)[:, None],
            ]
        )

    def score(self, params):
        """Score at params, shape (k + m,)."""
        return evaluate(self.prepared.design, np.asarray(params)).score

    def hessian(self, params):
        """Hessian at params, shape (k + m, k + m)."""
        return evaluate(self.prepared.design, np.asarray(params)).hessian

    @property
    def _weights(self):
        weights = self.prepared.design.weights
        return np.ones(len(self.endog)) if weights is None else weights

    def fit(self, start_params=None, cov_type="nonrobust", cov_kwds=None, use_t=False):
        """Maximise the likelihood.

        Parameters
        ----------
        start_params : array_like, shape (k + m,), optional
            Starting values; by default the probit's estimates and zero scale coefficients.
        cov_type : {"nonrobust", "opg", "robust", "cluster", "jackknife"}
            Observed information, outer product of scores, sandwich with N/(N-1), cluster
            sandwich, or jackknife (over clusters: CV3 of MacKinnon, Nielsen and Webb 2023).
        cov_kwds : dict, optional
            ``groups``: cluster identifiers, one for each row as given, or two columns of them
            for two-way clusters; required by "cluster", single rows by default for
            "jackknife". ``correction``: "stata" for G/(G-1), the default, or "statsmodels"
            for G/(G-1) x (N-1)/(N-K). ``linear``: True for one Newton step in place of each
            refit of "jackknife" (CV3L of MacKinnon, Nielsen and Webb 2024).
        use_t : bool
            Refer to Student's t with G-1 degrees of freedom under clusters (N-K otherwise) in
            place of the normal.

        Returns
        -------
        ProbitResults

        Raises
        ------
        SeparationError, ScaleRunawayError, NotIdentifiedError, NotConvergedError
            If the likelihood has no maximum to report.
        ClusterError, MissingValuesError
            If the cluster identifiers cannot be used.
        """
        groups, correction, linear = covariance_options(cov_type, dict(cov_kwds or {}))
        clusters = () if groups is None else self.clusters_of(groups)
        data = self.prepared
        start = None
        if start_params is not None:
            start = data.coordinates.from_given(np.asarray(start_params, dtype=float))
        found = estimate(data.standardised, data.param_names, data.rows, start)
        for plateau in found.certificate.plateaus:
            warnings.warn(str(plateau), PlateauWarning, stacklevel=2)
        params = data.coordinates.to_given(found.theta)
        if cov_type == "jackknife":
            cov_params = self._jackknife(found, params, clusters, linear)
        else:
            jacobian = data.coordinates.jacobian(found.theta)
            standardised = covariance(
                data.standardised, found.theta, found.hessian, cov_type, clusters, correction
            )
            cov_params = jacobian @ standardised @ jacobian.T
        counts = tuple(c.count for c in clusters)
        inference = {
            "cov_type": cov_type,
            "cov_kwds": {
                "groups": groups,
                "correction": correction,
                "linear": linear,
                "use_t": use_t,
            },
            "clusters": clusters,
            "n_clusters": counts[0] if len(counts) == 1 else (counts or None),
        }
        return ProbitResultsWrapper(ProbitResults(self, found, params, cov_params, inference))

    def with_scale(self, exog_scale):
        """Return a HetProbit of the same rows and mean equation with these scale regressors.

        Parameters
        ----------
        exog_scale : array_like, shape (n, m)
            One row for each row as given.
        """
        names = columns_of(exog_scale, "z")[1]
        scale = np.asarray(exog_scale, dtype=float).reshape(-1, len(names))
        if len(scale) != self.prepared.n_given:
            raise ModelDataError(
                "The scale regressors do not match the data.",
                expected=f"{self.prepared.n_given} rows, as given to the model",
                got=f"{len(scale)} rows",
            )
        design = self.prepared.design
        return HetProbit(
            self.data.orig_endog,
            self.data.orig_exog,
            pd.DataFrame(
                scale[self.prepared.rows], index=self.data.orig_endog.index, columns=names
            ),
            design.offset,
            design.offset_scale,
            design.weights,
            drop_perfect=False,
        )

    def clusters_of(self, groups):
        """Cluster memberships of the rows in use.

        Parameters
        ----------
        groups : array_like, shape (n,) or (n, 2)
            Identifiers, one for each row as given.

        Returns
        -------
        tuple of Clusters
            One or two.
        """
        ways = split_ways(groups)
        theirs = groups.index if isinstance(groups, pd.Series | pd.DataFrame) else None
        if theirs is not None and self._labels is not None and len(theirs) == len(self._labels):
            if not theirs.equals(self._labels):
                raise ClusterError(
                    "The cluster variable's row labels are not those of the outcome.",
                    next_step="take the cluster variable from the same rows as the outcome",
                )
        return tuple(Clusters.of(self._rows_in_use(way)) for way in ways)

    def _rows_in_use(self, values):
        values = np.asarray(values)
        if len(values) == self.prepared.n_given:
            return values[self.prepared.rows]
        raise ClusterError(
            "The cluster variable does not match the data.",
            expected=f"{self.prepared.n_given} rows, as given to the model",
            got=f"{len(values)} rows",
        )

    def _jackknife(self, found, params, clusters, linear):
        if len(clusters) == 2:
            raise ClusterError("The jackknife takes one cluster variable.", got="two")
        rows = clusters[0] if clusters else Clusters.of(np.arange(len(self.endog)))
        coordinates, design = self.prepared.coordinates, self.prepared.standardised
        if linear:
            replicates = leave_one_out_linear(design, found.theta, found.hessian, rows)
        else:
            replicates = leave_one_out(design, found.theta, rows)
        changes = np.array([coordinates.to_given(each) for each in replicates]) - params
        return (rows.count - 1) / rows.count * changes.T @ changes

    def predict(
        self,
        params,
        exog=None,
        exog_scale=None,
        which="prob",
        *,
        offset=None,
        offset_scale=None,
    ):
        """Predict at given coefficients.

        Parameters
        ----------
        params : array_like, shape (k + m,)
        exog, exog_scale, which, offset, offset_scale
            As for `ProbitResults.predict`.

        Returns
        -------
        ndarray, shape (n,)
        """
        x, z, _ = self.regressors(exog, exog_scale)
        design = Design(np.ones(len(x)), x, z, offset, offset_scale)
        linear, precision = linear_and_precision(design, np.asarray(params))
        predictions = {
            "prob": lambda: ndtr(linear * precision),
            "linear": lambda: linear,
            "index": lambda: linear * precision,
            "scale": lambda: 1.0 / precision,
        }
        if which not in predictions:
            raise ValueError(f"which must be one of {sorted(predictions)}, got {which!r}")
        return predictions[which]()

    def regressors(self, exog=None, exog_scale=None):
        """Arrays of both equations' regressors in use, from anything `predict` accepts.

        Returns
        -------
        x : ndarray, shape (n, k)
        z : ndarray, shape (n, m)
        labels : Index or None
            Row labels of `exog` where it has them.
        """
        data = self.prepared
        if exog is None:
            return data.design.x, data.design.z, None
        labels = getattr(exog, "index", None)
        if self._specs is not None and isinstance(exog, pd.DataFrame):
            frame, manager = exog, FormulaManager()
            exog = manager.get_matrices(self._specs[0], frame, prediction=True)
            if self._specs[1] is not None:
                exog_scale = _without_constant(
                    manager.get_matrices(self._specs[1], frame, prediction=True)
                )
        if exog_scale is None:
            exog_scale = exog if data.given_z_names else np.empty((len(exog), 0))
        x = select_columns(exog, data.x_names, data.given_x_names, "exog")
        z = select_columns(exog_scale, data.z_names, data.given_z_names, "exog_scale")
        if len(x) != len(z):
            raise ModelDataError(
                "exog and exog_scale have different lengths.", got=f"{len(x)} and {len(z)} rows"
            )
        return x, z, labels


class Probit(HetProbit):
    r"""Probit, :math:`\Pr(y_i = 1) = \Phi(x_i'\beta + o_i)`.

    Shares the likelihood, covariances, checks and predictions of `HetProbit`, of which it is
    the case without a scale equation.

    Parameters
    ----------
    endog, exog, offset, weights, missing, drop_perfect
        As for `HetProbit`.
    """

    def __init__(
        self, endog, exog, offset=None, weights=None, *, missing="raise", drop_perfect=True
    ):
        super().__init__(
            endog,
            exog,
            None,
            offset=offset,
            weights=weights,
            missing=missing,
            drop_perfect=drop_perfect,
        )


def _without_constant(frame):
    return frame.drop(columns=["Intercept"], errors="ignore")
