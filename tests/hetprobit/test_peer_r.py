"""The same model fitted by R's ordinal package, run live."""

import json
import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest

from hetprobit import HetProbit

# clm models Pr(y <= 0) = Phi((threshold - x'beta) / exp(z'gamma)): the threshold is the constant
# with its sign turned.
SCRIPT = """
suppressMessages(library(ordinal))
data <- read.csv(commandArgs(TRUE)[1])
data$y <- factor(data$y)
fit <- clm(y ~ x1 + x2, scale = ~ z1 + z2, data = data, link = "probit",
           control = clm.control(gradTol = 1e-12, maxIter = 200))
cat(sprintf("{\\"params\\": [%s], \\"se\\": [%s], \\"llf\\": %.17g}",
            paste(sprintf("%.17g", coef(fit)), collapse = ", "),
            paste(sprintf("%.17g", sqrt(diag(vcov(fit)))), collapse = ", "),
            as.numeric(logLik(fit))))
"""


@pytest.fixture(scope="module")
def rscript():
    path = shutil.which("Rscript")
    if path is None:
        pytest.skip("R is not installed (Debian: r-base-core r-cran-ordinal)")
    check = subprocess.run([path, "-e", "library(ordinal)"], capture_output=True, check=False)
    if check.returncode:
        pytest.skip("R's ordinal package is not installed (Debian: r-cran-ordinal)")
    return path


@pytest.mark.parametrize("seed", [1, 2])
def test_clm_agrees(rscript, seed, tmp_path):
    rng = np.random.default_rng(seed)
    n = 2_000
    data = pd.DataFrame(rng.normal(size=(n, 4)), columns=["x1", "x2", "z1", "z2"])
    data["x2"] = 50 + 10 * data["x2"]
    index = -2.2 + data["x1"] + 0.04 * data["x2"]
    sigma = np.exp(0.4 * data["z1"] - 0.2 * data["z2"])
    data["y"] = (index + sigma * rng.normal(size=n) > 0).astype(int)
    data.to_csv(tmp_path / "data.csv", index=False)
    (tmp_path / "fit.R").write_text(SCRIPT, encoding="utf-8")
    run = subprocess.run(
        [rscript, tmp_path / "fit.R", tmp_path / "data.csv"],
        capture_output=True,
        text=True,
        check=True,
    )
    peer = json.loads(run.stdout)
    ours = HetProbit.from_formula("y ~ x1 + x2", data, scale="~ z1 + z2").fit()
    theirs = np.array(peer["params"]) * np.array([-1, 1, 1, 1, 1])
    assert np.abs((ours.params - theirs) / ours.bse).max() < 1e-7
    np.testing.assert_allclose(ours.bse, peer["se"], rtol=1e-7)
    assert ours.llf == pytest.approx(peer["llf"], rel=1e-12)
