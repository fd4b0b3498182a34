"""What users of statsmodels type works here."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.iolib.summary2 import summary_col

from hetprobit import HetProbit, Probit
from hetprobit.errors import NotConvergedError


@pytest.fixture
def frame(sample):
    frame = pd.DataFrame(sample.x[:, 1:], columns=["a", "b"]).assign(z=sample.z, y=sample.y)
    return frame.set_axis(frame.index + 10)


def test_summary2_holds_both_equations_measures_of_fit_and_notes(sample):
    fit = HetProbit(sample.y, sample.x, sample.z).fit(cov_type="HC1")
    text = str(fit.summary2(title="A title", alpha=0.1, float_format="%.5f"))
    for expected in ("A title", "Pseudo R-squared:", "Df Model:", "lnsigma:z1", "[0.05"):
        assert expected in text
    assert f"{fit.params.iloc[-1]:.5f}" in text
    assert "Wald test of lnsigma" in text
    renamed = str(fit.summary2("outcome", ["w0", "w1", "w2", "w3"]))
    assert "outcome" in renamed
    assert "w3" in renamed


def test_summary_col_sets_fits_side_by_side(sample):
    fits = [Probit(sample.y, sample.x).fit(), HetProbit(sample.y, sample.x, sample.z).fit()]
    table = summary_col(fits, info_dict={"R2": lambda fit: f"{fit.prsquared:.4f}"}).tables[0]
    assert list(table.loc["lnsigma:z1"]) == ["", f"{fits[1].params.iloc[3]:.4f}"]
    assert list(table.loc["R2"]) == [f"{fit.prsquared:.4f}" for fit in fits]


def test_disp_prints_the_certificate(sample, capsys):
    model = HetProbit(sample.y, sample.x, sample.z)
    fit = model.fit(disp=True)
    assert str(fit.certificate) in capsys.readouterr().out
    model.fit(disp=0)
    assert capsys.readouterr().out == ""


def test_maxiter_bounds_the_steps(sample):
    model = HetProbit(sample.y, sample.x, sample.z)
    needed = model.fit(maxiter=100).certificate.iterations
    np.testing.assert_array_equal(model.fit(maxiter=needed).params, model.fit().params)
    with pytest.raises(NotConvergedError, match="steps allowed"):
        model.fit(maxiter=needed - 1)


def test_subset_takes_labels_or_a_mask(frame):
    chosen = frame["a"] < 0.5
    part = HetProbit.from_formula("y ~ a + b", frame[chosen], scale="~ z").fit()
    for subset in (chosen, frame.index[chosen]):
        fit = HetProbit.from_formula("y ~ a + b", frame, scale="~ z", subset=subset).fit()
        np.testing.assert_array_equal(fit.params, part.params)
    assert fit.nobs == chosen.sum()
    assert fit.resid_response.index.equals(frame.index[chosen])
