"""Models of one's own in universes are those of a run with the same choices."""

import numpy as np
import pandas as pd
import pytest

from coalitions.estimates.own_models import fit_own_models
from coalitions.multiverse.own_models import estimate_own, of_universes, own_shares
from coalitions.multiverse.plan import Plan
from coalitions.settings import OwnFile, OwnModel
from coalitions.variables.catalogue import REGRESSORS

FILE = OwnFile(file="g.csv", key=("crisis",), variables={"gravity": "Gravity"})
MODELS = [
    OwnModel(name="mine", formula="coalition ~ divergence_tp + gravity", sample="year > 1960"),
    OwnModel(name="none", formula="coalition ~ gravity", sample="year > 2010"),
]


@pytest.fixture(scope="module")
def analysis(root):
    return pd.read_csv(root / "data/frozen/analysis.csv")


@pytest.fixture(scope="module")
def found(analysis):
    """Return the estimates of two universes: the default's, and other partners and years."""
    pool = analysis.rename(columns={name: f"{name}@x" for name in REGRESSORS})
    pool = pool.assign(all=True, near=analysis["by_contiguity"])
    columns = tuple(f"{name}@x" for name in REGRESSORS)
    plans = [
        Plan("one", "p", "coalition_cases", "all", 1951, 1999, columns, "insecurity_a", "cluster"),
        Plan("two", "p", "coalition_sides", "near", 1951, 1989, columns, "insecurity_a", "cluster"),
    ]
    crises = analysis["crisis"].unique()
    values = pd.DataFrame({"first": crises, "value": crises % 5}).assign(variable="gravity", file=0)
    values = values.assign(second=pd.NA, year=pd.NA).astype({"first": "Int64", "value": float})
    return estimate_own(pool, plans, MODELS, [FILE], values)


def test_each_universe_is_fitted_to_its_own_rows(analysis, found):
    table = analysis.assign(gravity=analysis["crisis"] % 5)
    near = table[table["by_contiguity"] & table["year"].le(1989)]
    for universe, rows, coding in (("one", table, "cases"), ("two", near, "sides")):
        expected, fits = fit_own_models(rows, coding, MODELS[:1])
        mine = found[found["universe"].eq(universe) & found["model"].eq("mine")]
        assert mine["term"].tolist() == expected["term"].tolist()
        np.testing.assert_allclose(mine["estimate"], expected["estimate"])
        assert mine["n"].unique().tolist() == fits["n"].tolist()


def test_a_universe_without_an_estimate_counts_as_none(found):
    assert found.loc[found["model"].eq("none"), "problem"].str.startswith("No row is left").all()
    shares = own_shares(found).set_index(["model", "term"])
    assert set(shares.index.get_level_values("model")) == {"mine"}
    row = shares.loc[("mine", "divergence_tp")]
    mine = found[found["term"].eq("divergence_tp")]
    assert row["universes"] == row["estimated"] == 2
    assert row["positive"] == mine["estimate"].gt(0).mean()
    assert row["median"] == mine["estimate"].median()


def test_models_of_columns_that_universes_have_not_are_left_out():
    other = OwnModel(name="other", formula="coalition_sides ~ divergence_tp")
    ground = OwnModel(name="ground", formula="coalition ~ divergence_tp", sample="by_major == 1")
    assert of_universes([*MODELS, other, ground], [FILE]) == MODELS
