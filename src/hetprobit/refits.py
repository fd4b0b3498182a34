"""Refits of a fitted model: without rows, with coefficients held, to resampled clusters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from hetprobit.clusters import Clusters, clusters_of
from hetprobit.covariance import inverse_information
from hetprobit.errors import (
    ClusterError,
    InvalidTestError,
    ModelDataError,
    NotConvergedError,
    OptionError,
)
from hetprobit.estimation import estimate
from hetprobit.fitted import Fitted
from hetprobit.likelihood import evaluate
from hetprobit.newton import TOLERANCE
from hetprobit.profile import Profile, profile, profile_interval
from hetprobit.resampling import (
    BootstrapResult,
    cluster_bootstrap,
    multistart,
    refit,
    score_bootstrap,
)


@dataclass(frozen=True, eq=False)
class Refit:
    """Estimates from a part of the rows.

    Parameters
    ----------
    params : Series, shape (p,)
    cov_params : DataFrame, shape (p, p)
        Of the kind of the fit to all rows.
    """

    params: pd.Series
    cov_params: pd.DataFrame

    @property
    def bse(self) -> pd.Series:
        """Standard errors, shape (p,)."""
        return pd.Series(np.sqrt(np.diag(self.cov_params.to_numpy())), self.params.index)


class Refits(Fitted):
    """What is learnt of a fit by repeating it in part."""

    def refit_without(self, rows: ArrayLike) -> Refit:
        """Estimate the same coefficients without some rows, from the estimates of all.

        Parameters
        ----------
        rows : array_like of int
            Positions in the data as given; those the fit does not use make no difference.

        Returns
        -------
        Refit

        Raises
        ------
        ModelDataError
            If a position is not one of the data's, or no row is left.
        SeparationError, ScaleRunawayError, NotIdentifiedError, NotConvergedError
            If the rest has no maximum.
        ClusterError
            If the covariance needs clusters and only one is left.
        """
        data, rows = self._data, np.asarray(rows)
        out_of_range = rows.dtype.kind != "i" or ((rows < 0) | (rows >= data.n_given)).any()
        kept = np.flatnonzero(~np.isin(data.rows, rows))
        if (rows.size and out_of_range) or len(kept) == 0:
            raise ModelDataError(
                "The rows to leave out are not rows of the data, or are all of them.",
                expected=f"some whole numbers from 0 to {data.n_given - 1}",
                got=f"{rows.size} of type {rows.dtype}",
                next_step="give positions in the data as given to the model",
            )
        rest = data.standardised[kept]
        try:
            theta = refit(rest, self.estimate.theta)
        except NotConvergedError:
            # From scratch, which either finds a maximum or explains why there is none.
            theta = estimate(rest, data.param_names, data.rows[kept]).theta
        covariance = self.inference.of_part(kept).covariance(
            rest, data.coordinates, theta, evaluate(rest, theta).hessian
        )
        params = pd.Series(data.coordinates.to_given(theta), self.param_names)
        return Refit(params, pd.DataFrame(covariance, params.index, params.index))

    def profile(
        self, points: pd.DataFrame, progress: Callable[[Any], Iterable[Any]] = iter
    ) -> Profile:
        """Maximise the likelihood with some coefficients held at given values.

        Parameters
        ----------
        points : DataFrame, shape (m, h)
            A column for each coefficient held, under its name; each row starts from the maximum
            of the row before, so neighbours should follow each other.
        progress : callable
            Wraps the iteration over the points, as `tqdm.tqdm` does.

        Returns
        -------
        Profile
            Indexed as `points`.

        Raises
        ------
        ModelDataError
            If a column is not a coefficient, or none is left to maximise over.
        """
        places = [self._place(str(name)) for name in points.columns]
        if len(set(places)) < len(places) or len(places) >= len(self.param_names):
            raise ModelDataError(
                "A profile holds some coefficients, each once, and leaves others free.",
                expected=f"fewer than {len(self.param_names)} different coefficients",
                got=", ".join(map(str, points.columns)),
            )
        values = points.to_numpy(dtype=float)
        loglike, params, errors = profile(
            self._data, np.asarray(self.params), places, values, progress
        )
        return Profile(
            pd.Series(loglike, points.index, name="loglike"),
            pd.DataFrame(params, points.index, self.param_names),
            pd.DataFrame(errors, points.index, self.param_names),
        )

    def profile_interval(self, name: str, alpha: float = 0.05) -> tuple[float, float]:
        """Profile-likelihood interval of one scale coefficient.

        Parameters
        ----------
        name : str
            Such as ``"lnsigma:z"``.
        alpha : float
            One less the level.

        Returns
        -------
        tuple of float
            Lower and upper end; infinite on a side where the likelihood levels off above the
            cut-off. Valid for independent observations.

        Raises
        ------
        InvalidTestError
            For a coefficient of the mean equation, and under a robust, cluster or jackknife
            covariance, where twice the fall of the likelihood is not chi-squared.
        ModelDataError
            If the model has no such coefficient.
        """
        position = self._place(name)
        if position < self._k_mean:
            raise InvalidTestError(
                "Profile intervals are for scale coefficients.",
                expected=f"one of {self.param_names[self._k_mean :]}",
                got=name,
            )
        if self.inference.cov_type not in ("nonrobust", "opg"):
            raise InvalidTestError(
                "A profile-likelihood interval is not valid under this covariance.",
                expected='independent observations (cov_type="nonrobust" or "opg")',
                got=f'cov_type="{self.inference.cov_type}"',
                next_step="use conf_int(), or with_covariance().profile_interval(name) as if "
                "observations were independent",
            )
        data = self._data
        jacobian = data.coordinates.jacobian(self.estimate.theta)[position]
        se = float(np.sqrt(jacobian @ inverse_information(self.estimate.hessian) @ jacobian))
        return profile_interval(data, np.asarray(self.params), self.llf, position, se, alpha)

    def bootstrap(
        self, n: int, kind: str = "cluster", seed: int = 0, groups: ArrayLike | None = None
    ) -> BootstrapResult:
        """Bootstrap the coefficients.

        Parameters
        ----------
        n : int
            Replicates.
        kind : {"cluster", "score"}
            Refit to clusters drawn with replacement, or one Newton step from the cluster scores
            with random signs (Kline and Santos 2012), which needs no refit.
        seed : int
            Seed of the draws.
        groups : array_like, shape (n,), optional
            Clusters; those of the fit by default, and single rows if it has none.

        Returns
        -------
        BootstrapResult

        Raises
        ------
        ClusterError
            With two ways of clustering, or dyads.
        """
        found = self.inference.clusters if groups is None else clusters_of(groups, self._data)
        if len(found) == 2 or (groups is None and self.inference.dyads):
            raise ClusterError("The bootstrap takes one cluster variable.", got="two")
        clusters = found[0] if found else Clusters.of(np.arange(len(self.model.endog)))
        data, theta = self._data, self.estimate.theta
        design = data.standardised
        if not found and design.weights is not None and not data.sampling:
            # A row of weight w is w equal rows, drawn one by one.
            design = design[np.repeat(np.arange(design.n_rows), design.weights.astype(int))]
            design = design.with_weights(None)
            clusters = Clusters.of(np.arange(design.n_rows))
        drawn: list[np.ndarray | None]
        if kind == "score":
            hessian = self.estimate.hessian
            drawn = list(score_bootstrap(design, theta, hessian, clusters, n, seed))
        elif kind == "cluster":
            drawn = list(cluster_bootstrap(design, theta, clusters, n, seed))
        else:
            raise OptionError(
                "There is no such bootstrap.",
                expected='kind="cluster" or kind="score"',
                got=f"kind={kind!r}",
            )
        replicates = [data.coordinates.to_given(each) for each in drawn if each is not None]
        return BootstrapResult(
            self.param_names,
            np.asarray(self.params),
            np.array(replicates),
            len(drawn) - len(replicates),
        )

    def multistart(self, n: int = 20, seed: int = 0) -> pd.DataFrame:
        """Search for other maxima from random scale coefficients; a diagnostic.

        Parameters
        ----------
        n, seed : int
            Starting points (standard normal, per standard deviation of z) and seed.

        Returns
        -------
        DataFrame
            One row a starting point, best first: loglike, score_se (distance to a maximum in
            standard errors), converged, and the coefficients reached.
        """
        data = self._data
        found = multistart(data.standardised, self.estimate.theta, self._k_mean, n, seed)
        frame = pd.DataFrame(
            [data.coordinates.to_given(each.theta) for each in found], columns=self.param_names
        )
        frame.insert(0, "loglike", [each.evaluation.loglike for each in found])
        frame.insert(1, "score_se", [each.decrement for each in found])
        frame.insert(2, "converged", frame["score_se"] <= TOLERANCE)
        return frame.sort_values("loglike", ascending=False, ignore_index=True)
