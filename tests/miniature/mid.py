"""Raw files of militarized disputes (COW MIDB), and Hewitt's links of them to crises."""

import numpy as np
import pandas as pd

from miniature.files import delimited, sav
from miniature.world import SEED

FIRST_DISPUTE = 3000
# The last year of the true releases that end the list, which bounds the rules on disputes.
LAST_YEARS = {"4.01": 2010, "5.0": 2014}
CAMEL = (
    "DispNum3 DispNum4 StAbb ccode StDay StMon StYear EndDay EndMon EndYear SideA RevState "
    "RevType1 RevType2 Fatality FataPre HiAct HostLev Orig Version"
).split()
LOWER = (
    "dispnum stabb ccode stday stmon styear endday endmon endyear sidea revstate revtype1 "
    "revtype2 fatality fatalpre hiact hostlev orig version"
).split()
ACTIONS = {1: 0, 2: 5, 3: 7, 4: 17, 5: 20}


def disputes(conflict):
    """Return who took part in the dispute of each crisis, one row a state.

    Columns dispute, crisis, part, state, side_a, hostility, originator, start, end.
    """
    joined = conflict.joined(4, blur=0.4)
    rng = np.random.default_rng([SEED, 30])
    rows = []
    for number, part in enumerate(conflict.parts.itertuples(index=False), start=FIRST_DISPUTE):
        start = part.start + pd.Timedelta(days=2)
        level = 5 if part.war else 4
        camps = {part.one: 1, part.two: 0}
        rows += [
            (number, part.crisis, part.part, state, side, level, 1, start, part.end)
            for state, side in camps.items()
        ]
        helpers = joined[joined["crisis"].eq(part.crisis) & joined["part"].eq(part.part)]
        for helper in helpers.itertuples(index=False):
            shown = int(rng.choice([1, 3, 4], p=[0.1, 0.25, 0.65]))
            spell = (start + pd.Timedelta(days=int(rng.integers(0, 10))), part.end)
            row = (number, part.crisis, part.part, helper.p, camps[helper.a], shown, 0)
            rows.append((*row, min(spell), part.end))
    columns = "dispute crisis part state side_a hostility originator start end".split()
    return pd.DataFrame(rows, columns=columns)


def participants(world, conflict, version):
    """List states in disputes; -9 is missing."""
    table = disputes(conflict)
    last = table.iloc[:2].assign(dispute=4990, start=pd.Timestamp(LAST_YEARS[version], 2, 3))
    last["end"] = last["start"] + pd.Timedelta(days=20)
    table = pd.concat([table, last], ignore_index=True)
    rng = np.random.default_rng([SEED, 31])
    unknown_day = rng.random(len(table)) < 0.08
    if version == "5.0":
        table["hostility"] = table["hostility"].mask(rng.random(len(table)) < 0.04, 3)
    columns = {
        "DispNum3": table["dispute"],
        "DispNum4": -9,
        "StAbb": table["state"].map(world.labels),
        "ccode": table["state"],
        "StDay": table["start"].dt.day.mask(unknown_day, -9),
        "StMon": table["start"].dt.month,
        "StYear": table["start"].dt.year,
        "EndDay": table["end"].dt.day,
        "EndMon": table["end"].dt.month,
        "EndYear": table["end"].dt.year,
        "SideA": table["side_a"],
        "RevState": table["originator"],
        "RevType1": 1,
        "RevType2": -9,
        "Fatality": rng.choice([0, 1, 2, -9], len(table)),
        "FataPre": -9,
        "HiAct": table["hostility"].map(ACTIONS),
        "HostLev": table["hostility"],
        "Orig": table["originator"],
        "Version": float(version),
    }
    frame = pd.DataFrame(columns)[CAMEL]
    if version == "5.0":
        frame = frame.drop(columns="DispNum4").set_axis(LOWER, axis="columns")
    return delimited(frame, quoted=True, header_quoted=True).encode("ascii")


def links(world, conflict):
    """Pairs in disputes to 1992, beside their pair in a crisis where the two match."""
    table = disputes(conflict)
    table = table[table["start"].dt.year.le(1992)]
    sides = [table[table["side_a"].eq(side)] for side in (1, 0)]
    pairs = sides[0].merge(
        sides[1][["dispute", "state", "hostility"]], on="dispute", suffixes=("_a", "_b")
    )
    crises = conflict.crises.set_index("crisis")
    rng = np.random.default_rng([SEED, 32])
    # By dispute, so that all pairs of one are linked or none is.
    numbers = pairs["dispute"].unique()
    drawn = pairs["dispute"].map(pd.Series(rng.random(len(numbers)), numbers))
    beside, match = drawn.lt(0.6), drawn.lt(0.5)
    crisis_days = {k: pairs["crisis"].map(crises[k]).where(beside) for k in ("start", "end")}
    label = world.labels
    # A link without a match puts the crisis beside a dispute of another time.
    apart = pd.to_timedelta(np.where(beside & ~match, 2000, 0), unit="D")
    frame = pd.DataFrame(
        {
            "CRDYNUM": pd.Series(np.arange(1.0, len(pairs) + 1)).where(beside),
            "TRGCRSDA": crisis_days["start"].dt.date,
            "TRMCRSDA": crisis_days["end"].dt.date,
            "CRISNO": pairs["crisis"].astype(float).where(beside),
            "CRISNAME": pairs["crisis"].map(crises["name"]).where(beside, ""),
            "STATEA": pairs["state_a"].astype(float),
            "NAMEA": pairs["state_a"].map(label),
            "STATEB": pairs["state_b"].astype(float),
            "NAMEB": pairs["state_b"].map(label),
            "TRGMIDDA": (pairs["start"] + apart).dt.date,
            "TRMMIDDA": (pairs["end"] + apart).dt.date,
            "DISNO": pairs["dispute"].astype(float),
            "HIHOST": pairs[["hostility_a", "hostility_b"]].max(axis=1).astype(float),
            "SEVERITY": rng.uniform(20, 200, len(pairs)).round(4),
            "MATCH": match.astype(float),
        }
    )
    dates = [c for c in frame if c.startswith("TR")]
    return sav(frame, variable_format=dict.fromkeys(dates, "ADATE10") | {"CRISNO": "F3.0"})
