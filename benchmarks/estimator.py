"""The heteroskedastic probit against a bare Newton, statsmodels and R; many fits at once.

The bare Newton has the same likelihood by blocks of rows and the inverse Hessian: no checks, no
standardisation, no other start, no object that holds results. Ours is the model built and fitted,
all of these included.
"""

import json
import shutil
import subprocess
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from measuring import NOT_INSTALLED, Row, by_turns, compare, traced
from scipy.special import log_ndtr
from statsmodels.base.model import GenericLikelihoodModel
from statsmodels.discrete.discrete_model import Probit

from hetprobit import HetProbit, fit_many

# Rows, columns of x with the constant, and turns.
SIZES = ((1_000, 5, 100), (11_600, 16, 20), (100_000, 50, 3), (1_000_000, 5, 3))
BLOCK = 8_192

R_SCRIPT = """
if (!requireNamespace("ordinal", quietly = TRUE)) quit(status = 10)
suppressMessages(library(ordinal))
data <- read.csv(commandArgs(TRUE)[1])
data$y <- factor(data$y)
mean <- reformulate(grep("^x", names(data), value = TRUE), "y")
seconds <- Inf
for (turn in seq_len(as.integer(commandArgs(TRUE)[2]))) {
  used <- system.time({
    fit <- clm(mean, scale = ~ z, data = data, link = "probit"); errors <- sqrt(diag(vcov(fit)))
  })
  seconds <- min(seconds, used[["user.self"]] + used[["sys.self"]])
}
numbers <- paste(format(c(seconds, coef(fit), errors), digits = 17), collapse = ",")
cat("[", numbers, "]", sep = "")
"""


@dataclass(frozen=True)
class Data:
    """Outcome (n,), regressors (n, k) with the constant first, of sigma (n, 1), and clusters."""

    y: np.ndarray
    x: np.ndarray
    z: np.ndarray
    clusters: np.ndarray


def drawn(n: int, k: int, n_clusters: int = 200) -> Data:
    """Draw data from the model, always the same."""
    rng = np.random.default_rng(20161)
    x, z = rng.normal(size=(n, k)), rng.normal(size=(n, 1))
    x[:, 0] = 1.0
    index = x @ np.linspace(-0.6, 0.5, k) + np.exp(0.35 * z[:, 0]) * rng.normal(size=n)
    return Data((index > 0) * 1.0, x, z, np.arange(n) % n_clusters)


def rows(sizes=SIZES, n: int = 20_000, k: int = 16, n_fits: int = 25, turns: int = 3) -> list[Row]:
    """Return all rows on the estimator; `n` by `k` is the size of all but the bare Newton's."""
    data = drawn(n, k)
    return [
        *(against_bare(drawn(*size), times) for *size, times in sizes),
        against_statsmodels(data, turns),
        against_clm(data, turns),
        *many(data, n_fits, turns),
    ]


def against_bare(data: Data, turns: int) -> Row:
    """Hold a fit with default standard errors against the bare Newton."""
    n, k = data.x.shape
    return compare(
        f"het probit, {n:,} x {k}",
        lambda: numbers(HetProbit(data.y, data.x, data.z).fit()),
        "bare Newton",
        lambda: bare_newton(data),
        tolerance=1e-6,
        turns=turns,
    )


def against_statsmodels(data: Data, turns: int) -> Row:
    """Hold a fit with clustered errors against statsmodels' numerical derivatives."""
    n, k = data.x.shape
    kwds = {"cov_type": "cluster", "cov_kwds": {"groups": data.clusters}}
    return compare(
        f"het probit and clustered errors, {n:,} x {k}",
        lambda: numbers(HetProbit(data.y, data.x, data.z).fit(**kwds)),
        "statsmodels, numerical derivatives",
        lambda: np.append(*numerical(data.y, data.x, data.z, data.clusters)),
        tolerance=1e-4,
        turns=turns,
    )


def against_clm(data: Data, turns: int) -> Row:
    """Hold a fit with default standard errors against R's ordinal::clm with a scale."""
    (n, k), fit = data.x.shape, lambda: numbers(HetProbit(data.y, data.x, data.z).fit())
    what, peer = f"het probit, {n:,} x {k}", "R, ordinal::clm with scale"
    found = clm(data, turns)
    if found is not None:
        np.testing.assert_allclose(fit(), found[1], rtol=1e-4, atol=1e-4, err_msg=peer)
    (ours,) = by_turns(fit, turns=turns)
    memory = traced(fit)
    if found is None:
        return Row(what, ours, f"{peer}: {NOT_INSTALLED}", memory=memory)
    return Row(what, ours, peer, found[0], 1e-4, memory)


def many(data: Data, n_fits: int, turns: int) -> list[Row]:
    """Hold many fits at once against the same fits one by one."""
    rng = np.random.default_rng(1)
    n, k = data.x.shape
    n_clusters = data.clusters.max() + 1
    chances = HetProbit(data.y, data.x, data.z).fit().predict()
    draws = (rng.random((n_fits, n)) < chances).astype(float)
    times = rng.multinomial(n_clusters, np.full(n_clusters, 1 / n_clusters), size=n_fits)
    weights = times[:, data.clusters].astype(float)
    jobs = (
        ("outcomes drawn from the model", draws, None),
        ("weights of a cluster bootstrap", data.y, weights),
    )
    return [
        compare(
            f"{n_fits} fits, {label}, {n:,} x {k}",
            lambda y=y, w=w: fit_many(y, data.x, data.z, weights=w).params,
            "our fit, one by one",
            lambda y=y, w=w: one_by_one(data, y, w, n_fits),
            tolerance=1e-6,
            turns=turns,
        )
        for label, y, w in jobs
    ]


def one_by_one(data: Data, outcomes, weights, n_fits: int) -> np.ndarray:
    """Return the coefficients of many fits made each on its own."""
    outcomes = np.broadcast_to(outcomes, (n_fits, len(data.y)))
    weights = [None] * n_fits if weights is None else weights
    fits = (
        HetProbit(y, data.x, data.z, weights=w).fit()
        for y, w in zip(outcomes, weights, strict=True)
    )
    return np.array([fit.params for fit in fits])


def numbers(fit) -> np.ndarray:
    """Return coefficients and standard errors."""
    return np.append(fit.params, fit.bse)


class NumericalHetProbit(GenericLikelihoodModel):
    """What a user of statsmodels writes in five lines; all derivatives are numerical."""

    def loglikeobs(self, params):
        """Log-likelihood of each row."""
        k = self.exog.shape[1]
        sigma = np.exp(self.exog_scale @ params[k:])
        return log_ndtr((2 * self.endog - 1) * (self.exog @ params[:k]) / sigma)


def numerical(y, x, z, clusters) -> tuple[np.ndarray, np.ndarray]:
    """Return coefficients and clustered standard errors by statsmodels.

    Columns are divided by their standard deviations: as they stand, the search stops far from the
    maximum and says that it converged. The factor of the errors is ours, G / (G - 1).
    """
    spread = np.append(np.where(x.std(axis=0) > 0, x.std(axis=0), 1), z.std(axis=0))
    x, z = x / spread[: x.shape[1]], z / spread[x.shape[1] :]
    kwds = {"cov_type": "cluster", "cov_kwds": {"groups": clusters, "use_correction": False}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = np.append(Probit(y, x).fit(disp=0).params, np.zeros(z.shape[1]))
        names = [f"lnsigma:z{j}" for j in range(z.shape[1])]
        model = NumericalHetProbit(y, x, exog_scale=z, extra_params_names=names)
        fit = model.fit(start, method="bfgs", gtol=1e-8, disp=0, maxiter=500, **kwds)
    return fit.params / spread, fit.bse * error_factor(clusters) / spread


def error_factor(clusters) -> float:
    """Return what statsmodels' uncorrected clustered errors are multiplied by."""
    n_clusters = len(np.unique(clusters))
    return np.sqrt(n_clusters / (n_clusters - 1))


def clm(data: Data, turns: int) -> tuple[float, np.ndarray] | None:
    """Return seconds of processor and numbers by R in our order; None where it is not there."""
    if shutil.which("Rscript") is None:
        return None
    k = data.x.shape[1]
    with tempfile.TemporaryDirectory() as folder:
        script, table = Path(folder, "script.R"), Path(folder, "data.csv")
        script.write_text(R_SCRIPT, encoding="utf-8")
        columns = {f"x{j}": data.x[:, j] for j in range(1, k)}
        frame = pd.DataFrame({"y": data.y.astype(int), **columns, "z": data.z[:, 0]})
        frame.to_csv(table, index=False)
        command = ["Rscript", script, table, str(turns)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode == 10:
        return None
    run.check_returncode()
    seconds, *found = json.loads(run.stdout)
    # Its threshold is our constant with the sign changed.
    found[0] *= -1
    return seconds, np.array(found)


def bare_newton(data: Data) -> np.ndarray:
    """Return coefficients and errors: Newton's method from zero to the probit, and from there."""
    sign, k = 2 * data.y - 1, data.x.shape[1]

    def climb(z, theta, tolerance):
        while True:
            score, hessian = 0.0, 0.0
            for start in range(0, len(sign), BLOCK):
                block = slice(start, start + BLOCK)
                part = _derivatives(data.x[block], z[block], sign[block], theta[:k], theta[k:])
                score, hessian = score + part[0], hessian + part[1]
            step = np.linalg.solve(-hessian, score)
            if np.sqrt(score @ step) < tolerance:
                return theta, hessian
            theta = theta + step

    probit, _ = climb(data.z[:, :0], np.zeros(k), 1e-6)
    theta, hessian = climb(data.z, np.append(probit, np.zeros(data.z.shape[1])), 1e-9)
    return np.append(theta, np.sqrt(np.diag(np.linalg.inv(-hessian))))


def _derivatives(x, z, sign, beta, gamma):
    """Score and Hessian of some rows, as a textbook writes them."""
    k = x.shape[1]
    precision = np.exp(-(z @ gamma))
    a = sign * (x @ beta) * precision
    mills = np.exp(-0.5 * a * a - log_ndtr(a)) / np.sqrt(2 * np.pi)
    curvature = mills * (mills + a)
    score = np.append((sign * mills * precision) @ x, -(mills * a) @ z)
    hessian = np.empty((len(score), len(score)))
    hessian[:k, :k] = -(x * (curvature * precision**2)[:, None]).T @ x
    hessian[:k, k:] = (x * (sign * precision * (curvature * a - mills))[:, None]).T @ z
    hessian[k:, :k] = hessian[:k, k:].T
    hessian[k:, k:] = (z * (a * (mills - curvature * a))[:, None]).T @ z
    return score, hessian
