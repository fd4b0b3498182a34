"""Raw files of the UN General Assembly: votes, roll calls, ideal points in two releases."""

import datetime

import numpy as np
import pandas as pd

from miniature.files import dta, rda
from miniature.world import LAST, SEED, in_cow

ROLL_CALLS = 14
LAST_SESSION = LAST - 1945
YES, ABSTAIN, NO, ABSENT, NO_MEMBER = 1, 2, 3, 8, 9
TAB = (
    "year ccode CountryAbb session N_full CountryName PctAgreeUS PctAgreeRUSSIA PctAgreeBrazil "
    "PctAgreeChina PctAgreeIndia PctAgreeIsrael yObs1 yObs2 yObs3 Idealpoint bornyear g77 "
    "unsc_region"
).split()
ISSUES = ["me", "nu", "di", "hr", "co", "ec"]


def _roll_calls():
    """List roll calls: rcid, session, year, date; the session of 1964 has one."""
    rows = []
    for session in range(1, LAST_SESSION + 1):
        year = 1945 + session
        for k in range(1 if year == 1964 else ROLL_CALLS):
            day = datetime.date(year, 10, 1) + datetime.timedelta(days=5 * k)
            rows.append((len(rows) + 3, session, year, day))
    return pd.DataFrame(rows, columns=["rcid", "session", "year", "date"])


def votes(world, conflict):
    """Votes as cast by the ideal points: yes, abstain, no; absent and not a member besides."""
    calls, rng = _roll_calls(), np.random.default_rng([SEED, 50])
    calls["slope"] = rng.choice([-1, 1], len(calls)) * rng.lognormal(0.2, 0.3, len(calls))
    calls["hurdle"] = rng.normal(0, 0.8, len(calls))
    members = world.member_years(1946, LAST)
    points = in_cow(world.yearly[["unit", "year", "point"]], since=1991)
    seats = members.merge(points, on=["state", "year"], how="left")
    table = calls.merge(seats, on="year").sort_values(["rcid", "state"], kind="stable")
    pull = table["slope"] * table["point"] - table["hurdle"] + rng.normal(0, 0.7, len(table))
    vote = np.select([pull > 0.25, pull > -0.25], [YES, ABSTAIN], NO)
    vote = np.where(rng.random(len(table)) < 0.08, ABSENT, vote)
    # In 1964 the one roll call went round the table all the same.
    vote = np.where(table["year"].eq(1964), YES, vote)
    unseated = table["point"].isna() & table["year"].ne(1964)
    table["vote"] = np.where(unseated, NO_MEMBER, vote)
    number = table["rcid"].astype(str)
    frame = pd.DataFrame(
        {
            "rcid": table["rcid"].astype("int32"),
            "session": table["session"].astype("int32"),
            "vote": table["vote"].astype("int32"),
            "ccode": table["state"].astype("int32"),
            "member": table["vote"].ne(NO_MEMBER).astype("int32"),
            "importantvote": np.int32(0),
            "date": [f"{d.month}/{d.day}/{d.year}" for d in table["date"]],
            "unres": "R/" + table["session"].astype(str) + "/" + number,
            **{issue: np.int32(0) for issue in ISSUES},
            "year": table["year"].astype(float),
        }
    ).reset_index(drop=True)
    return rda("x", frame, "gzip")


def roll_calls(world, conflict):
    """List roll calls with dates as R has them; the list of important votes begins with 1983."""
    table = _roll_calls()
    important = (table["rcid"] % 10 == 0).astype(int).where(table["year"].ge(1983))
    frame = pd.DataFrame(
        {
            "rcid": table["rcid"].astype("int32"),
            "session": table["session"].astype(float),
            "importantvote": [None if np.isnan(i) else int(i) for i in important],
            "date": table["date"],
            "unres": "R/" + table["session"].astype(str) + "/" + table["rcid"].astype(str),
            "amend": 0.0,
            "para": 0.0,
            "short": "MADE-UP MATTER " + (table["rcid"] % 25).astype(str),
            "descr": "TO ADOPT A MADE-UP DRAFT",
        }
    )
    return rda("un_roll_calls", frame, "bzip2")


def _published(world, key, blur):
    """Return points as one release estimates them: state, year, session, point."""
    table = in_cow(world.yearly, since=1991).dropna(subset="point")
    table = table.merge(world.member_years(1946, LAST), on=["state", "year"])
    noise = np.random.default_rng([SEED, key]).normal(0, blur, len(table))
    table = table.assign(estimate=table["point"] + noise, session=table["year"] - 1945)
    return table.sort_values(["state", "year"], ignore_index=True)


def points_2016(world, conflict):
    """Tab-separated release of 2016: codes with a point, shares as text."""
    table = _published(world, 51, 0.05)
    rows, labels, names = [], world.labels, world.names
    for row in table.itertuples(index=False):
        share = f"{1 / (1 + np.exp(-row.estimate)):.4f}".removeprefix("0")
        shares = [f'"{share}"'] * 5 + ['"NaN"']
        counts = ["7", "2", "5", f"{row.estimate:.6f}", "1900.0", "0.0", "1.0"]
        code, name = f'"{labels[row.state]}"', f'"{names[row.state]}"'
        cells = [f"{row.year}", f"{row.state}.0", code, f"{row.session}", "14", name]
        rows.append("\t".join([*cells, *shares, *counts]))
    return ("\n".join(["\t".join(TAB), *rows]) + "\n").encode("ascii")


def points_2019(world, conflict):
    """Stata release of 2019, with percentiles of the posterior."""
    table = _published(world, 52, 0.08)
    spread = 0.12 + 0.05 * np.abs(table["estimate"])
    share = 1 / (1 + np.exp(-table["estimate"]))
    frame = pd.DataFrame(
        {
            "ccode": table["state"],
            "session": table["session"],
            "nvotes": ROLL_CALLS,
            "idealpoint": table["estimate"],
            **{
                f"ci{percent}": table["estimate"] + z * spread
                for percent, z in ((5, -1.645), (10, -1.282), (50, 0), (90, 1.282), (95, 1.645))
            },
            "year": table["year"].astype(float),
            "countryabb": table["state"].map(world.labels),
            "countryname": table["state"].map(world.names),
            "idealpointwithpara": table["estimate"] + 0.01,
            "pctagreeus": share,
            "pctagreerussia": [f"{1 - s:.4f}" for s in share],
            "pctagreebrazil": share,
            "pctagreechina": "",
            "pctagreeindia": share,
            "pctagreeisrael": [f"{s:.4f}" for s in share],
        }
    )
    return dta(frame)
