"""Time the heteroskedastic probit against a bare Newton and what is installed, in one run.

Run by ``make bench``. The bare Newton has the same likelihood and nothing else: no checks, no
standardisation, no other start, and of inference the inverse Hessian alone. Both take turns, and
the shortest processor time of each counts, so that others on the machine disturb the ratio least.
The comparison with other programs reads bench_main.csv from bench/hetprobit beside
COALITIONS_MIRROR, or draws data of the same shape where that is absent. Peers that are not
installed are named and left out. The argument ``short`` leaves out the whole comparison.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
from scipy.special import log_ndtr
from statsmodels.base.model import GenericLikelihoodModel
from statsmodels.discrete.discrete_model import Probit as PlainProbit

from hetprobit import HetProbit, Probit, fit_many

# Rows, columns of x with the constant, and turns.
SIZES = ((1_000, 5, 200), (10_000, 5, 40), (11_600, 16, 30), (100_000, 50, 4), (1_000_000, 5, 3))
BLOCK = 8_192

R_SCRIPT = """
suppressMessages(library(ordinal))
data <- read.csv(commandArgs(TRUE)[1])
data$y <- factor(data$y)
mean <- reformulate(grep("^x", names(data), value = TRUE), "y")
times <- replicate(3, system.time({
  fit <- clm(mean, scale = ~ z1, data = data, link = "probit"); vcov(fit)
})["elapsed"])
cat(min(times))
"""

OPENECON_SCRIPT = """
import sys, time
import pandas as pd
from openecon.econometrics.discrete.hetprobit import hetprobit
data = pd.read_csv(sys.argv[1])
x = [f"x{j}" for j in range(1, 16)]
times = []
for _ in range(5):
    started = time.perf_counter()
    hetprobit(data=data, y="y", x=x, het=["z1"], covariance="cluster", cluster="cluster")
    times.append(time.perf_counter() - started)
print(min(times))
"""


def benchmark_data():
    mirror = os.environ.get("COALITIONS_MIRROR")
    path = Path(mirror or ".").resolve().parent / "bench/hetprobit/bench_main.csv"
    if mirror and path.exists():
        data = pd.read_csv(path)
        x = data.filter(regex=r"^x\d+$").to_numpy()
        x = np.column_stack([np.ones(len(x)), x])
        y, z, groups = (data[name].to_numpy(float) for name in ("y", "z1", "cluster"))
        return SimpleNamespace(name="bench_main", y=y, x=x, z=z[:, None], groups=groups)
    return drawn(20_000, 200)


def drawn(n, n_clusters, seed=20161, k=16):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, k))
    x[:, 0] = 1.0
    z = rng.normal(size=(n, 1))
    index = x @ np.linspace(-0.6, 0.5, k)
    index += np.exp(0.35 * z[:, 0]) * rng.normal(size=n)
    groups = np.arange(n) % n_clusters
    return SimpleNamespace(name="drawn", y=(index > 0) * 1.0, x=x, z=z, groups=groups)


def best(function, times=7):
    """Shortest of several runs, in seconds."""
    durations = []
    for _ in range(times):
        started = time.perf_counter()
        function()
        durations.append(time.perf_counter() - started)
    return min(durations)


def take_turns(functions, times):
    """Shortest processor time of each of several functions that run by turns, in seconds."""
    shortest = dict.fromkeys(functions, np.inf)
    for _ in range(times):
        for name, function in functions.items():
            started = time.process_time()
            kept = function()
            shortest[name] = min(shortest[name], time.process_time() - started)
            # What is thrown away is so at nobody's expense.
            del kept
    return shortest


def bare_block(x, z, sign, beta, gamma):
    """Log-likelihood, score and Hessian of some rows, as a textbook writes them."""
    k = x.shape[1]
    precision = np.exp(-(z @ gamma))
    a = sign * (x @ beta) * precision
    log_cdf = log_ndtr(a)
    mills = np.exp(-0.5 * a * a - log_cdf) / np.sqrt(2 * np.pi)
    curvature = mills * (mills + a)
    score = np.append((sign * mills * precision) @ x, -(mills * a) @ z)
    hessian = np.empty((len(score), len(score)))
    hessian[:k, :k] = -(x * (curvature * precision**2)[:, None]).T @ x
    hessian[:k, k:] = (x * (sign * precision * (curvature * a - mills))[:, None]).T @ z
    hessian[k:, :k] = hessian[:k, k:].T
    hessian[k:, k:] = (z * (a * (mills - curvature * a))[:, None]).T @ z
    return log_cdf.sum(), score, hessian


def bare_newton(data):
    """Estimates and inverse Hessian: Newton's method from zero to the probit, and from there."""
    sign, k = 2 * data.y - 1, data.x.shape[1]

    def climb(z, theta, tolerance):
        while True:
            score, hessian = 0.0, 0.0
            for start in range(0, len(sign), BLOCK):
                rows = slice(start, start + BLOCK)
                part = bare_block(data.x[rows], z[rows], sign[rows], theta[:k], theta[k:])
                score, hessian = score + part[1], hessian + part[2]
            step = np.linalg.solve(-hessian, score)
            if np.sqrt(score @ step) < tolerance:
                return theta, hessian
            theta = theta + step

    probit, _ = climb(data.z[:, :0], np.zeros(k), 1e-6)
    theta, hessian = climb(data.z, np.append(probit, np.zeros(data.z.shape[1])), 1e-9)
    return theta, np.linalg.inv(-hessian)


def against_bare():
    """Lines of the table that holds our fit, checks included, against the bare Newton."""
    lines = []
    for n, k, times in SIZES:
        data = drawn(n, 10, k=k)
        fits = {
            "ours": lambda data=data: HetProbit(data.y, data.x, data.z).fit(),
            "bare": lambda data=data: bare_newton(data),
            "plain": lambda data=data: PlainProbit(data.y, data.x).fit(disp=0),
        }
        np.testing.assert_allclose(fits["ours"]().params, fits["bare"]()[0], rtol=1e-7, atol=1e-9)
        found = take_turns(fits, times)
        ours_ms, bare_ms, plain_ms = (f"{1e3 * found[name]:.3g}" for name in fits)
        ratio = f"{found['ours'] / found['bare']:.2f}"
        lines.append((f"{n:,} x {k}", ours_ms, bare_ms, ratio, plain_ms))
    return lines


def many(times=3, n_fits=25):
    """Milliseconds a fit of many on 11,600 x 16, and of the same fits one by one."""
    data = drawn(11_600, 200)
    rng = np.random.default_rng(1)
    fit = HetProbit(data.y, data.x, data.z).fit()
    draws = (rng.random((n_fits, 11_600)) < fit.predict()).astype(float)
    times_drawn = rng.multinomial(200, np.full(200, 1 / 200), size=n_fits).astype(float)
    weights = times_drawn[:, data.groups]

    def alone(outcomes, weights):
        return [
            HetProbit(y, data.x, data.z, weights=w).fit()
            for y, w in zip(outcomes, weights, strict=True)
        ]

    jobs = {
        "outcomes drawn from the model": (draws, None),
        "weights of a cluster bootstrap": (data.y, weights),
    }
    lines = []
    for label, (outcomes, own) in jobs.items():
        every = np.broadcast_to(outcomes, (n_fits, 11_600)), [None] * n_fits if own is None else own
        pair = {
            "many": lambda o=outcomes, w=own: fit_many(o, data.x, data.z, weights=w),
            "alone": lambda every=every: alone(*every),
        }
        found = take_turns(pair, times)
        together, one = (f"{1e3 * found[name] / n_fits:.1f}" for name in pair)
        lines.append((label, together, one))
    return lines


def ours(data):
    kwds = {"cov_type": "cluster", "cov_kwds": {"groups": data.groups}}
    return HetProbit(data.y, data.x, data.z).fit(**kwds).bse


class PlainHetProbit(GenericLikelihoodModel):
    """What a user of statsmodels writes in five lines; all derivatives are numerical."""

    def loglikeobs(self, params):
        """Log-likelihood of each row."""
        k = self.exog.shape[1]
        sigma = np.exp(self.exog_scale @ params[k:])
        return log_ndtr((2 * self.endog - 1) * (self.exog @ params[:k]) / sigma)


def plain_statsmodels(data):
    start = np.append(Probit(data.y, data.x).fit().params, 0.0)
    model = PlainHetProbit(data.y, data.x, exog_scale=data.z, extra_params_names=["lnsigma:z1"])
    kwds = {"cov_type": "cluster", "cov_kwds": {"groups": data.groups.astype(int)}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(start, method="bfgs", disp=0, maxiter=500, **kwds).bse


def peer(interpreter, script_text, data):
    """Seconds a script reports for a peer without its start-up, or None where it fails."""
    if interpreter is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        script, table = Path(folder, "script"), Path(folder, "data.csv")
        script.write_text(script_text, encoding="utf-8")
        columns = {f"x{j}": data.x[:, j] for j in range(1, 16)}
        frame = pd.DataFrame({"y": data.y.astype(int), **columns, "z1": data.z[:, 0]})
        frame.assign(cluster=data.groups.astype(int)).to_csv(table, index=False)
        command = [interpreter, script, table]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    return float(run.stdout.split()[-1]) if run.returncode == 0 else None


def clm(data):
    return peer(shutil.which("Rscript"), R_SCRIPT, data)


def openecon(data):
    """Run openecon in an interpreter of its own, because it needs an older pandas."""
    return peer(os.environ.get("OPENECON_PYTHON"), OPENECON_SCRIPT, data)


def repeat(data, times):
    """Rows repeated with clusters of their own."""
    n_clusters = data.groups.max() + 1
    shift = np.repeat(np.arange(times), len(data.y)) * n_clusters
    return SimpleNamespace(
        y=np.tile(data.y, times),
        x=np.tile(data.x, (times, 1)),
        z=np.tile(data.z, (times, 1)),
        groups=np.tile(data.groups, times) + shift,
    )


def five_million():
    """Seconds, peak memory and data size of 5 million rows; in a process of its own."""
    data = drawn(5_000_000, 5_000)
    size = data.y.nbytes + data.x.nbytes + data.z.nbytes + data.groups.nbytes
    seconds = best(lambda: ours(data), 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(seconds, peak / size)


def show(header, lines):
    for line in (header, ["---"] * len(header), *lines):
        print(f"| {' | '.join(line)} |")
    print()


def other_programs():
    data = benchmark_data()
    base = best(lambda: ours(data))
    large = repeat(data, 10)
    lines = [("fit and cluster covariance", f"{1e3 * base:.0f} ms", "")]

    def compare(label, seconds, reference, aim):
        measured = "not installed"
        if seconds is not None:
            measured = f"{seconds:.3g} s, {seconds / reference:.1f} x ours"
        lines.append((label, measured, aim))

    plain = best(lambda: plain_statsmodels(data), 2)
    compare("statsmodels, numerical derivatives", plain, base, ">= 30")
    compare("R ordinal::clm (no cluster covariance)", clm(data), base, ">= 5")
    compare("openecon, warm", openecon(data), base, ">= 1")
    ten = best(lambda: ours(large), 3)
    times = f"{ten:.3g} s, {ten / base:.1f} x 20,000 rows"
    lines.append(("200,000 rows", times, "<= 20, and <= 0.66 s"))
    compare("openecon, warm, 200,000 rows", openecon(large), ten, ">= 1")
    fit = HetProbit(data.y, data.x, data.z).fit()
    margins = best(lambda: fit.get_margeff().se)
    lines.append(
        (f"{len(fit.get_margeff().names)} marginal effects", f"{1e3 * margins:.1f} ms", "< 10 ms")
    )
    sample = HetProbit(data.y[:11_600], data.x[:11_600], data.z[:11_600]).fit()
    groups = data.groups[:11_600]
    boot = best(lambda: sample.bootstrap(1_000, groups=groups), 1)
    lines.append(("1,000 cluster-bootstrap refits, 11,600 x 16", f"{boot:.0f} s", "< 60 s"))
    run = subprocess.run(
        [sys.executable, __file__, "five-million"], capture_output=True, text=True, check=True
    )
    seconds, memory = map(float, run.stdout.split())
    lines.append(
        ("5,000,000 x 16", f"{seconds:.0f} s, peak {memory:.1f} x the data in memory", "<= 4 x")
    )
    print(f"Heteroskedastic probit on {data.name}: {data.x.shape[0]} rows, 17 coefficients\n")
    show(("what", "measured", "aim"), lines)


def main():
    header = ("n x k", "ours, ms", "bare Newton, ms", "ratio", "statsmodels Probit, ms")
    show(header, against_bare())
    show(("many fits, 11,600 x 16", "fit_many, ms a fit", "one by one, ms a fit"), many())
    if sys.argv[1:] != ["short"]:
        other_programs()


if __name__ == "__main__":
    five_million() if sys.argv[1:] == ["five-million"] else main()
