"""Leaders who come and go, the sooner the slower the growth and the more came before them.

Exits follow a yearly hazard, so that models of leaving office have something to find.
"""

import numpy as np
import pandas as pd

EXITS = ("Regular", "Irregular", "Natural Death", "Retired Due to Ill Health", "Suicide", "Foreign")
SHARES = (0.68, 0.16, 0.10, 0.03, 0.01, 0.02)
SYLLABLES = ("ba", "do", "ka", "li", "mo", "ne", "ra", "su", "ti", "vo")


def succeed(yearly, rng):
    """Draw leaders for every unit of `yearly` (see `miniature.world.World`).

    Returns
    -------
    leaders : pandas.DataFrame
        unit, leader (number within the unit), name, entry, exit (days), manner; the last of a
        unit is "Still in Office" when the years end.
    insecurity : pandas.DataFrame
        unit, year, risk.
    """
    leaders, risks = [], []
    for unit, rows in yearly.groupby("unit"):
        frailty, changes = rng.normal(0, 0.25), 0
        entry = pd.Timestamp(int(rows["year"].iloc[0]) - int(rng.integers(1, 9)), 5, 17)
        growth = rows.set_index("year")["growth"]
        for year in growth.index[1:]:
            served = (pd.Timestamp(year, 1, 1) - entry).days / 365.25
            index = -1.45 + frailty - 6 * (growth[year - 1] - 0.022) + 0.02 * changes
            risk = -np.expm1(-np.exp(index - 0.25 * np.log1p(max(served, 0))))
            risks.append((unit, year, risk))
            while rng.random() < risk:
                left = pd.Timestamp(year, 1, 1) + pd.Timedelta(days=int(rng.integers(20, 364)))
                if left <= entry:
                    break
                manner = EXITS[rng.choice(len(EXITS), p=SHARES)]
                leaders.append((unit, changes, _name(rng), entry, left, manner))
                # Successors enter the same day or the next.
                changes, entry = changes + 1, left + pd.Timedelta(days=int(rng.integers(0, 2)))
        end = pd.Timestamp(int(growth.index[-1]), 12, 31)
        leaders.append((unit, changes, _name(rng), entry, end, "Still in Office"))
    columns = ["unit", "leader", "name", "entry", "exit", "manner"]
    return (
        pd.DataFrame(leaders, columns=columns),
        pd.DataFrame(risks, columns=["unit", "year", "risk"]),
    )


def _name(rng):
    return "".join(rng.choice(SYLLABLES, 3)).capitalize()
