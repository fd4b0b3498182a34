"""Spells of office written by hand, and leader-years drawn from a known hazard."""

from functools import cache

import numpy as np
import pandas as pd

from coalitions.insecurity.hazard import fit_hazard
from coalitions.insecurity.leader_years import leader_years
from coalitions.settings import Insecurity
from handmade_tables import table

SPELLS = "state leader start since until left exit"
YEAR = 365.25


def spell(leader, since, until, state=1, start=None, left=True, exit="regular"):
    return (state, leader, start or since, since, until, left, exit)


def records(*rows, natural_deaths="event", changes="total"):
    return leader_years(table(SPELLS, *rows), natural_deaths=natural_deaths, changes=changes)


SHAPE, CONST, ON_CHANGES, ON_GROWTH = 0.8, -1.5, 0.04, -2.0


def simulated(n=2000, seed=1):
    """Leader-years of `n` leaders whose time in office is Weibull, watched for ten years."""
    rng = np.random.default_rng(seed)
    leaders = pd.DataFrame({"changes": rng.integers(0, 20, n), "growth": rng.normal(0.02, 0.1, n)})
    risk = np.exp(CONST + ON_CHANGES * leaders["changes"] + ON_GROWTH * leaders["growth"])
    leaders["time"] = (rng.exponential(size=n) / risk) ** (1 / SHAPE)
    leaders["state"] = leaders["leader"] = np.arange(n)
    rows = leaders.loc[leaders.index.repeat(10)]
    begin = rows.groupby(level=0).cumcount().astype(float)
    rows = rows.assign(
        year=1950 + begin.astype(int),
        since=pd.to_datetime((1950 + begin).astype(int).astype(str) + "-01-01"),
        begin=begin,
        finish=np.minimum(begin + 1, rows["time"]),
        event=rows["time"].le(begin + 1),
    )
    return rows[rows["time"].gt(rows["begin"])].reset_index(drop=True)


SIMULATED = simulated()


@cache
def weibull():
    return fit_hazard(SIMULATED, Insecurity())
