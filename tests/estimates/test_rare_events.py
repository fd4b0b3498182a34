"""Diagnostics of rare events against their definitions, on data small enough to count."""

import numpy as np
import pandas as pd
import pytest

from coalitions.estimates import rare_events
from coalitions.estimates.specifications import TABLE_2
from handmade_tables import fitted
from hetprobit import Probit


@pytest.mark.parametrize(
    ("counts", "expected"), [([5, 3, 1, 1], 1), ([1, 4, 2, 3], 2), ([1, 1, 1], 2), ([7], 1)]
)
def test_clusters_of_half(counts, expected):
    assert rare_events.clusters_of_half(pd.Series(counts)) == expected


def test_separation_is_found_where_it_is():
    rng = np.random.default_rng(3)
    x = np.column_stack([np.ones(60), rng.normal(size=60)])
    overlap = Probit(rng.random(60) < 0.5, x, drop_perfect=False)
    apart = Probit(x[:, 1] > 0.3, x, drop_perfect=False)
    assert not rare_events.separates(overlap)
    assert rare_events.separates(apart)


def test_smallest_cells_of_dummies_only():
    used = pd.DataFrame(
        {
            "coalition": [1, 1, 0, 0, 0, 0],
            "allied_ap": [1.0, 0, 0, 0, 0, 1],
            "un_support": [0.0, 0, 0, 0, 0, 1],
            "distance_at": [1.0, 2, 1, 1, 1, 1],
        }
    )
    found = rare_events.smallest_cells(used).set_index("term")
    assert found.loc["un_support"].tolist() == [1, 1, 0]
    assert found.loc["allied_ap", "rows"] == 1
    assert "distance_at" not in found.index


def test_diagnostics_count_what_is_in_the_sample():
    sample, results = fitted()
    found = rare_events.diagnostics(TABLE_2[1], results[1], sample)
    value = found.drop_duplicates("diagnostic").set_index("diagnostic")["value"]
    joined = sample[sample["coalition"].eq(1)]
    assert value["ones"] == len(joined)
    assert value["share_of_ones"] == pytest.approx(sample["coalition"].mean())
    assert value["ones_per_coefficient"] == pytest.approx(len(joined) / 17)
    assert value["crises_with_coalition"] == joined["crisis"].nunique()
    predicted = np.asarray(results[1].predict())
    assert value["largest_probability"] == pytest.approx(predicted.max())
    assert value["largest_crisis_leverage"] >= 1
    effective = found[found["diagnostic"].eq("effective_clusters")]
    assert effective["value"].between(1, 100).all()
    assert len(effective) == 4
    assert value["separates"] == 0
