"""Raw files of the Correlates of War: states, majors, contiguity, capabilities, wars."""

import numpy as np
import pandas as pd

from miniature.files import delimited
from miniature.world import FIRST, LAST, SEED, in_cow

# Wars carry these numbers from here on; the last one keeps the list going to 2003.
FIRST_WAR = 900


def states(world, conflict, last_year, ends):
    """Membership list; spells that are open end on its last day."""
    table = world.states
    open_end = pd.Timestamp(last_year, 12, 31)
    exit_ = table["exit"].fillna(open_end)
    return delimited(
        pd.DataFrame(
            {
                "stateabb": table["abbreviation"],
                "ccode": table["state"],
                "statenme": table["name"],
                **_day(table["entry"], "styear", "stmonth", "stday"),
                **_day(exit_, "endyear", "endmonth", "endday"),
                "version": last_year,
            }
        ),
        ends=ends,
        last=False,
    ).encode("ascii")


def majors(world, conflict):
    """List major powers; spells that are open end with 2016."""
    table = world.majors
    exit_ = table["exit"].fillna(pd.Timestamp(2016, 12, 31))
    return delimited(
        pd.DataFrame(
            {
                "stateabb": table["state"].map(world.labels),
                "ccode": table["state"],
                **_day(table["entry"], "styear", "stmonth", "stday"),
                **_day(exit_, "endyear", "endmonth", "endday"),
                "version": 2016,
            }
        ),
        last=False,
    ).encode("ascii")


def contiguity(world, conflict, version, last_year, ends):
    """List contiguous pairs by year, both ways; some borders move in 1975, which stands twice."""
    pairs = world.pairs[world.pairs["contiguity"].le(5)]
    years = world.member_years(FIRST, last_year).groupby("state")["year"].agg(set)
    rows = []
    for number, pair in enumerate(pairs.itertuples(index=False)):
        both = sorted(years[pair.state_a] & years[pair.state_b])
        kinds = {year: [pair.contiguity] for year in both}
        if number % 12 == 0 and 1975 in kinds:
            kinds |= {year: [min(pair.contiguity + 1, 5)] for year in both if year > 1975}
            kinds[1975] = sorted({pair.contiguity, *kinds.get(1976, ())})
        # The later release has other values for a few pairs.
        if version == 3.2 and number % 15 == 1:
            kinds = {year: [min(kind[0] + 1, 5)] for year, kind in kinds.items()}
        for one, two in ((pair.state_a, pair.state_b), (pair.state_b, pair.state_a)):
            rows += [(one, two, year, kind) for year, many in kinds.items() for kind in many]
    table = pd.DataFrame(rows, columns=["one", "two", "year", "kind"])
    table = table.sort_values(["one", "two", "year"], kind="stable")
    label = world.labels
    return delimited(
        pd.DataFrame(
            {
                "dyad": table["one"] * 1000 + table["two"],
                "state1no": table["one"],
                "state1ab": table["one"].map(label),
                "state2no": table["two"],
                "state2ab": table["two"].map(label),
                "year": table["year"],
                "conttype": table["kind"],
                "version": version,
            }
        ),
        ends=ends,
        quoted=True,
    ).encode("ascii")


def capabilities(world, conflict, version):
    """National material capabilities, -9 where a component is not known."""
    first = {"4.0": ("irst", "milex", "milper"), "5.0": ("milex", "milper", "irst")}[version]
    components = [*first, "pec", "tpop", "upop"]
    label = {"4.0": 4, "5.0": 2011}[version]
    table = in_cow(world.yearly, since=1991).merge(
        world.member_years(FIRST, LAST), on=["state", "year"]
    )
    if version == "5.0":
        # The later release has revised what states spend.
        revision = np.random.default_rng([SEED, 20]).lognormal(0, 0.15, len(table))
        table["milex"] = np.round(table["milex"] * revision)
    shares = table[components].div(table.groupby("year")[components].transform("sum"))
    table["cinc"] = shares.mean(axis=1)
    gaps = np.random.default_rng([SEED, 21]).random((len(table), 3)) < 0.01
    table[components[:3]] = table[components[:3]].mask(gaps, -9)
    if version == "4.0":
        table.loc[table["state"].eq(490) & table["year"].eq(1961), "cinc"] = -9
    table["stateabb"] = table["state"].map(world.labels)
    table = table.rename(columns={"state": "ccode"}).assign(version=label)
    table = table.sort_values(["ccode", "year"], kind="stable")
    columns = ["stateabb", "ccode", "year", *components, "cinc", "version"]
    quoted, ends = (False, "\r\n") if version == "4.0" else (True, "\n")
    return delimited(table[columns], quoted=quoted, ends=ends).encode("ascii")


def wars(world, conflict):
    """Interstate wars: participants, with -8 where there is no second spell of fighting."""
    joined = conflict.joined(3, blur=0.4)
    rows = []
    fought = conflict.parts[conflict.parts["war"]]
    for number, part in enumerate(fought.itertuples(index=False), start=FIRST_WAR - len(fought)):
        helpers = joined[joined["crisis"].eq(part.crisis) & joined["part"].eq(part.part)]
        camps = {part.one: 1, part.two: 2}
        camps |= {h.p: camps[h.a] for h in helpers.itertuples(index=False)}
        for state, side in camps.items():
            # One state stops and comes back, as some do in the true list.
            again = state == part.two and number % 9 == 0
            rows.append((number, part, state, side, again))
    names = world.names
    table = [_belligerent(names, *row) for row in rows]
    last = {"WarName": "Last", "StartYear1": 2003, "EndYear1": 2003, "WarNum": FIRST_WAR + 6}
    table += [table[0] | last, table[1] | last | {"Side": 3 - table[0]["Side"]}]
    return delimited(pd.DataFrame(table), ends="\r", last=False).encode("ascii")


def _belligerent(names, number, part, state, side, again):
    name, end = f"War {number} ", part.end
    pause = part.war_start + (end - part.war_start) / 2
    first_end = pause if again else end
    spells = {
        "StartMonth1": part.war_start.month,
        "StartDay1": part.war_start.day,
        "StartYear1": part.war_start.year,
        "EndMonth1": first_end.month,
        "EndDay1": first_end.day,
        "EndYear1": first_end.year,
    }
    back = pause + pd.Timedelta(days=2)
    for when, day in (("Start", back), ("End", max(end, back))):
        for unit in ("Month", "Day", "Year"):
            spells[f"{when}{unit}2"] = getattr(day, unit.lower()) if again else -8
    return {
        "WarNum": number,
        "WarName": name,
        "WarType": 1,
        "ccode": state,
        "StateName": names[state],
        "Side": side,
        **spells,
        "TransFrom": -8,
        "WhereFought": 6,
        "Initiator": side,
        "Outcome": 1 + number % 6,
        "TransTo": -8,
        "BatDeath": -9 if number % 7 == 0 else 1000 + 10 * (number % 50),
        "Version": 4,
    }


def _day(days, year, month, day):
    return {year: days.dt.year, month: days.dt.month, day: days.dt.day}
