"""The page on how well hazards predict exits."""

import numpy as np
import pandas as pd

from coalitions.insecurity.prediction import rivals
from coalitions.report.prediction_page import prediction_page
from coalitions.settings import Insecurity, Settings


def test_page_names_the_best_and_shows_every_variant():
    rng = np.random.default_rng(0)
    n = 900
    truth = rng.uniform(0.05, 0.6, n)
    rows = pd.DataFrame({"state": np.arange(n) % 30, "year": 1951 + np.arange(n) // 30})
    rows = rows.assign(
        event=rng.random(n) < truth, begin=rng.exponential(6, n), democracy=rows["state"] % 2.0
    )
    names = list(rivals(Insecurity()))
    pieces = []
    for place, name in enumerate(names):
        # The frailty knows the truth; the others less and less of it.
        said = truth if name == "frailty" else 0.3 + 0.8 / (2 + place) * (truth - 0.3)
        pieces.append(rows.assign(variant=name, within=said, years=said, states=said))
    of_states = pd.Series({state: f"state {state}" for state in range(30)})
    page = prediction_page(pd.concat(pieces, ignore_index=True), of_states, Settings().identity())
    assert "900 state-years" in page
    assert "Best by the log score: frailty where years are left out, frailty where states" in page
    for name in names:
        assert page.count(f"| {name} ") >= 2
    order = [page.index(f"\n| {term} ") for term in ("0 to 1", "2 to 4", "16 or more")]
    assert order == sorted(order)
    assert "| democracy " in page
    assert page.count("| state ") == 1 + 10
