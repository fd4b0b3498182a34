"""What users of statsmodels type works here."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.base.model import LikelihoodModelResults
from statsmodels.iolib.summary2 import summary_col

import hetprobit
from hetprobit import HetProbit, Probit
from hetprobit.errors import NotConvergedError, OptionError
from hetprobit.likelihood import Likelihood


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


def test_maxiter_ends_the_search_and_is_checked(sample, monkeypatch):
    """A fit that may take one step does not first take all of them."""
    taken = []
    evaluated = Likelihood.unless_below

    def counted(likelihood, floor, theta):
        taken.append(likelihood.design.z.shape[1])
        return evaluated(likelihood, floor, theta)

    model = HetProbit(sample.y, sample.x, sample.z)
    monkeypatch.setattr(Likelihood, "unless_below", counted)
    model.fit()
    in_full = taken.count(1)
    taken.clear()
    with pytest.raises(NotConvergedError, match="steps allowed"):
        model.fit(maxiter=1)
    assert 0 < taken.count(1) <= 3 < in_full
    for useless in (0, -1, 2.5, "many"):
        with pytest.raises(OptionError, match="maxiter"):
            model.fit(maxiter=useless)


def test_summary_col_takes_both_kinds_of_fits_with_stars_and_clusters(frame):
    groups = np.arange(len(frame)) % 20
    fits = [
        Probit.from_formula("y ~ a + b", frame).fit(),
        HetProbit.from_formula("y ~ a + b", frame, scale="~ z").fit(
            cov_type="cluster", cov_kwds={"groups": groups}
        ),
    ]
    table = summary_col(fits, stars=True, model_names=["probit", "het"]).tables[0]
    assert f"({fits[1].bse['lnsigma:z']:.4f})" in list(table["het"])
    assert list(table.columns) == ["probit", "het"]


def test_what_a_fit_may_return_can_be_named():
    """For annotations and isinstance."""
    assert issubclass(hetprobit.BiasReducedResults, LikelihoodModelResults)


def test_subset_takes_labels_or_a_mask(frame):
    chosen = frame["a"] < 0.5
    part = HetProbit.from_formula("y ~ a + b", frame[chosen], scale="~ z").fit()
    for subset in (chosen, frame.index[chosen]):
        fit = HetProbit.from_formula("y ~ a + b", frame, scale="~ z", subset=subset).fit()
        np.testing.assert_array_equal(fit.params, part.params)
    assert fit.nobs == chosen.sum()
    assert fit.resid_response.index.equals(frame.index[chosen])
