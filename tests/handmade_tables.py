"""Small tables, in the shape the readers give, for the unit tests of the design and the models."""

from functools import cache

import numpy as np
import pandas as pd
from hypothesis import settings

from coalitions.estimates.specifications import TABLE_2, estimation_sample, fit
from coalitions.readers.system import StateSystem
from coalitions.variables.catalogue import IN_ANALYSIS, REGRESSORS, Kind

# Examples of a property cost a few merges each; time says nothing on a busy machine.
few_examples = settings(max_examples=15, deadline=None)

_DATES = {"start", "end", "since", "until"}
_FLAGS = {"actor_a", "actor_b", "match", "side_a", "defense", "entente", "left", "natural_death"}
_NUMBERS = {"threat_source", "un_act", "un_attitude", "hostility", "ideal_point", "cinc", "km"}
_TEXTS = {"name", "part", "leader", "exit", "region", "series", "war_name"}


def table(columns, *rows):
    """Return rows under the names in `columns`, typed as the readers type them."""
    frame = pd.DataFrame(list(rows), columns=columns.split())
    for name in frame.columns:
        if name in _DATES:
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[ns]")
        elif name in _FLAGS:
            frame[name] = frame[name].astype(bool)
        elif name in _NUMBERS:
            frame[name] = frame[name].astype("float64")
        elif name not in _TEXTS and not frame[name].isna().any():
            numbers = pd.to_numeric(frame[name])
            frame[name] = numbers.astype("int64") if frame.empty else numbers
    return frame


def shuffled(frame, seed):
    """Return the rows in another order, under a fresh index."""
    return frame.sample(frac=1, random_state=seed, ignore_index=True)


# Israel, Jordan, Iraq, Egypt, Syria (with a gap), USA, USSR, UK, France; Bosnia enters late.
SYSTEM = StateSystem(
    table(
        "state start end",
        *[(s, "1946-01-01", "2016-12-31") for s in (2, 200, 220, 365, 645, 651, 663, 666)],
        (652, "1946-04-17", "1958-02-01"),
        (652, "1961-09-29", "2016-12-31"),
        (346, "1992-04-07", "2016-12-31"),
    )
)

REGIONS = table(
    "region first_code last_code",
    ("americas", 2, 199),
    ("europe", 200, 399),
    ("middle_east", 600, 699),
)


def directed_crisis(*pairs, start="1970-06-01", end="1970-09-01", crisis=1):
    """Return crises in which each pair of principals meets in both directions."""
    rows = [
        (crisis, part, start, end, pd.Timestamp(start).year, a, t)
        for part, pair in zip("abc", pairs, strict=False)
        for a, t in (pair, pair[::-1])
    ]
    return table("crisis part start end year a t", *rows)


def analysis_table(n=3000, seed=0):
    """Return a simulated analysis table of 100 crises with the coding "sides"."""
    rng = np.random.default_rng(seed)
    crisis = np.arange(n) % 100
    rows = pd.DataFrame({name: rng.uniform(0, 2, n) for name in REGRESSORS})
    for variable in IN_ANALYSIS:
        if variable.kind is Kind.FLAG:
            rows[variable.name] = rng.integers(0, 2, n).astype(float)
        if variable.name.startswith("distance"):
            rows[variable.name] = rng.choice([1.0, 1.0, 1.0, 2.0, 4.0, 6.0], n)
    rows["insecurity_a"] = rng.uniform(0.05, 0.6, n)
    index = -1.2 + 0.6 * rows["divergence_tp"] - 0.4 * rows["divergence_ap"]
    noise = rng.normal(size=n) * np.exp(-rows["insecurity_a"])
    keys = pd.DataFrame({"crisis": crisis, "part": "a", "a": 2 + crisis % 2, "t": 5, "p": range(n)})
    return pd.concat([keys, rows], axis=1).assign(
        coalition_sides=(index + noise > 0).astype("int64"), complete=True
    )


@cache
def fitted():
    """Return the estimation sample of `analysis_table` and the results of both models."""
    sample = estimation_sample(analysis_table(), "sides")
    return sample, [fit(model, sample) for model in TABLE_2]
