"""Evidence for claims, small enough to read."""

import numpy as np
import pandas as pd

from coalitions.hypotheses import HYPOTHESES, SELECTIVITY
from coalitions.keys import KEY
from coalitions.report.claims import (
    Evidence,
    evaluate,
)
from coalitions.report.claims.registry import VERDICTS
from coalitions.variables.catalogue import REGRESSORS

GRID = [0.0, 0.25, 0.5, 1.0]
# Crisis 1: 10 against 20; 30 joins 10, 40 joins nobody.
SMALL = [
    (1, 1, 10, 20, 30, 1),
    (1, 1, 10, 20, 40, 0),
    (1, 1, 20, 10, 30, 0),
    (1, 1, 20, 10, 40, 0),
]


def dyads(*rows, **columns):
    """Rows (crisis, part, a, t, p, coalition), other columns with harmless defaults."""
    table = pd.DataFrame(list(rows), columns=[*KEY, "coalition"])
    table["year"] = 1970
    for name in REGRESSORS:
        table[name] = 0.0
    for name in ("by_contiguity", "by_major", "by_region"):
        table[name] = name == "by_contiguity"
    return table.assign(**columns)


def partners(*rows, inside=True):
    table = pd.DataFrame(list(rows), columns=KEY)
    return table.assign(inside=inside)


def estimates(*rows):
    """Rows (model, equation, term, estimate, std_error, p_value)."""
    table = pd.DataFrame(
        list(rows), columns=["model", "equation", "term", "estimate", "std_error", "p_value"]
    )
    return table.assign(z=table["estimate"] / table["std_error"], low=0.0, high=0.0)


def figure(panel, x, probability, width=0.1, values=None, code=None):
    """Return one panel in three drawings, the other two by default far from the first."""
    pieces = []
    drawn = {"means_modes": probability, "published_values": values, "published_code": code}
    for drawing, other in drawn.items():
        p = 1 - np.asarray(probability, float) if other is None else np.asarray(other, float)
        half = np.broadcast_to(width, p.shape) / 2
        columns = {"panel": panel, "x": x, "probability": p, "low": p - half, "high": p + half}
        pieces.append(pd.DataFrame({"drawing": drawing} | columns))
    return pd.concat(pieces, ignore_index=True)


def wars(*sides, **columns):
    table = pd.DataFrame(list(sides), columns=["states_side_1", "states_side_2"])
    table = table.assign(war=range(len(table)), war_name="a war", start_year=1900)
    return table.assign(**{"days": 100.0, "deaths": 1000.0} | columns)


def hypotheses(**changes):
    """Every hypothesis, none of which can be told; `changes` of all rows."""
    names = [each.name for each in (*HYPOTHESES, SELECTIVITY)]
    numbers = {"estimate": 0.1, "std_error": 1.0, "p_value": 0.9, "low": -1.9, "high": 2.1}
    row = {"label": "It holds", "typical_sd": 0.5, "verdict": "cannot tell"} | numbers
    return pd.DataFrame([row | {"hypothesis": name} | changes for name in names])


def builders(slope=0.0, n=40):
    """Builders of 20 crises; what they build rises with the years in office by `slope`."""
    years = np.tile([0.0, 1.0, 5.0, 9.0], n // 4)
    table = pd.DataFrame({"crisis": np.arange(n) // 2, "part": "a", "a": np.arange(n)})
    noise = np.tile([0.1, 0.1, -0.1, -0.1, -0.1, -0.1, 0.1, 0.1], n // 8)
    outcome = slope * np.log1p(years) + noise
    columns = dict.fromkeys(
        ("coalition", "insecurity_a", "members_divergence", "un_support"), outcome
    )
    late = (years > 1).astype(float)
    return table.assign(years_in_office=years, post_cold_war=late, **columns)


def coded(*rows):
    """Rows (crisis, principal, principal) of the case-by-case coding."""
    table = pd.DataFrame(list(rows), columns=["crisis", "principal_1", "principal_2"])
    return table.assign(part="a")


def claim(check, argument="", **changes):
    row = {
        "claim_id": "one",
        "place": "somewhere",
        "claim": "Something holds.",
        "kind": "case",
        "expects": "something",
        "check": check,
        "argument": argument,
    }
    return pd.DataFrame([row | changes])


def verdict(check, argument="", **tables):
    return evaluate(claim(check, argument), Evidence(**tables))["verdict"].item()


def assert_verdicts(check, argument, table, yes=None, no=None, open_=None):
    """Hold a check to its verdict on a table that meets it, one that does not, one that is mute."""
    for tables, expected in ((yes, True), (no, False), (open_, None)):
        if tables is not None:
            assert verdict(check, argument, **{table: tables}) == VERDICTS[expected]


def coefficient(estimate, p_value=0.01, *, model=2, equation="mean", std_error=1.0):
    return estimates((model, equation, "insecurity_a", estimate, std_error, p_value))


def models(second_signs, second_p, gamma_p=0.01):
    terms = ["cinc_a", "cinc_t", "cinc_p"]
    rows = [(1, "mean", t, 1.0, 1.0, 0.01) for t in terms]
    rows += [
        (2, "mean", t, s, 1.0, p) for t, s, p in zip(terms, second_signs, second_p, strict=True)
    ]
    # The coefficient said to change must not count.
    rows += [(1, "mean", "insecurity_a", -1.0, 1.0, 0.9), (2, "mean", "insecurity_a", 1, 1, 0.01)]
    return estimates(*rows, (2, "variance", "insecurity_a", -1.0, 1.0, gamma_p))
