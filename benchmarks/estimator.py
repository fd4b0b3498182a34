"""Time the heteroskedastic probit against what is installed, as ratios in one run.

Run by ``make bench``. Reads bench_main.csv from bench/hetprobit beside COALITIONS_MIRROR, or
draws data of the same shape where that is absent. Peers that are not installed are named and left
out. Absolute times are noisy on a shared machine; the ratios come from one run.
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

from hetprobit import HetProbit, Probit

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


def drawn(n, n_clusters, seed=20161):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 16))
    x[:, 0] = 1.0
    z = rng.normal(size=(n, 1))
    index = x @ np.linspace(-0.6, 0.5, 16)
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


def main():
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
    print("| what | measured | aim |\n| --- | --- | --- |")
    for line in lines:
        print(f"| {' | '.join(line)} |")


if __name__ == "__main__":
    five_million() if sys.argv[1:] == ["five-million"] else main()
