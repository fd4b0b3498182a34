"""Raw files of leaders: Archigos, REIGN, and heads of government by year."""

import numpy as np
import pandas as pd

from miniature.files import delimited, dta, rda
from miniature.world import GERMANY, LAST, UNION, WEST, in_cow

DAY = pd.Timedelta(days=1)
# REIGN gives leaders who stay while their state's code changes a second identifier; its reader
# knows this one.
STAYS = ("A2.9-4375a", "A2.9-4375")
REIGN = (
    "stateabb,ccode,leadid,leader,sdate,smonth,syear,emonth,eyear,birthyear,gender,militarycareer,"
    "l_month,l_year,,,codedby,notes"
).split(",")
VIETNAMS = (816, 817)


def archigos(world, conflict):
    """Spells under the codes of Gleditsch and Ward; a few names are Latin-1, not UTF-8."""
    table = _in_system(world)
    labels = world.labels
    code = table["unit"].map(labels)
    died = table["manner"].eq("Natural Death")
    exit_ = table["exit"].copy()
    # Some spells are marked as still in office a year before the release ends.
    early = table["unit"].isin([93, 530]) & exit_.dt.year.eq(LAST) & table["entry"].dt.year.lt(LAST)
    exit_[early] = pd.Timestamp(LAST - 1, 12, 31)
    number = table["leader"].astype(str)
    frame = pd.DataFrame(
        {
            "obsid": code + "-" + table["entry"].dt.year.astype(str) + "-" + number,
            "leadid": [f"{u:08x}-1e42-11e4-b4cd-{n:012x}" for u, n in _keys(table)],
            "ccode": table["unit"],
            "idacr": code,
            # A stand-in of one byte for the letter that is not UTF-8, put in its place below.
            "leader": table["name"].where(table["leader"] % 9 != 4, "Rom{n"),
            "startdate": table["entry"].dt.strftime("%Y-%m-%d"),
            "eindate": table["entry"].dt.date,
            "enddate": exit_.dt.strftime("%Y-%m-%d"),
            "eoutdate": exit_.dt.date,
            "entry": "Regular",
            "exit": table["manner"],
            "exitcode": table["manner"].where(table["manner"].ne("Irregular"), "Made-Up Coup"),
            "prevtimesinoffice": 0,
            "posttenurefate": np.where(died, "Death", "OK"),
            "gender": "M",
            "yrborn": table["entry"].dt.year - 50,
            "yrdied": exit_.dt.year + 10 * ~died,
            "borndate": "NA",
            "dbpediauri": "NA",
            "numentry": 0,
            "numexit": table["manner"].eq("Irregular") * 2.0 + 1.0,
            "numexitcode": 0,
            "numposttenurefate": died * 3.0,
            "fties": "NA",
            "ftcur": "NA",
        }
    )
    return dta(frame).replace(b"Rom{n", b"Rom\xe1n")


def _in_system(world):
    """Return the leaders of a unit from when it first is a member."""
    first = world.states.groupby("state")["entry"].min()
    table = world.leaders
    return table[table["exit"].ge(table["unit"].map(first))].reset_index(drop=True)


def _keys(table):
    return zip(table["unit"], table["leader"], strict=True)


def reign(world, conflict):
    """Leaders since 1950 under COW codes, by month of exit; Latin-1 and UTF-8 are mixed."""
    table = _in_system(world)
    table = table[table["exit"].ge("1950-01-01")].reset_index(drop=True)
    lines, labels = [], world.labels
    for number, row in enumerate(table.itertuples(index=False)):
        parts = [(row.unit, f"A2.9-{9000 + number}", row.entry, row.exit)]
        if row.unit == WEST and row.entry >= UNION:
            parts = [(GERMANY, f"A2.9-{9000 + number}", row.entry, row.exit)]
        elif row.unit == WEST and row.exit >= UNION:
            parts = [
                (WEST, STAYS[0], row.entry, UNION - DAY),
                (GERMANY, STAYS[1], UNION, row.exit),
            ]
        name = "Rom{n" if row.leader % 9 == 4 else row.name
        for state, leader, entry, exit_ in parts:
            left = row.manner != "Still in Office" or state == WEST
            lines.append(
                [
                    labels[state],
                    state,
                    leader,
                    name,
                    entry.day,
                    entry.month,
                    entry.year,
                    exit_.month if left else None,
                    exit_.year if left else None,
                    entry.year - 50,
                    1,
                    number % 2,
                    *(None,) * 4,
                    "made",
                    None,
                ]
            )
    text = delimited(pd.DataFrame(lines, columns=REIGN), ends="\n").encode("ascii")
    first, rest = text.split(b"Rom{n", 1)
    return first + "Rom\xe1n".encode() + rest.replace(b"Rom{n", b"Rom\xe1n")


def heads(world, conflict):
    """Heads of government by year: who is in office on 31 December.

    The true file has many more columns; these are the ones read, and some beside them.
    """
    spells = world.leaders.assign(
        entered=world.leaders["entry"].dt.year, left=world.leaders["exit"].dt.year
    )
    years = pd.DataFrame({"year": range(1946, LAST)})
    table = spells.merge(years, how="cross")
    table = table[table["entered"].le(table["year"]) & table["left"].gt(table["year"])]
    entries = spells.groupby(["unit", "entered"]).size()
    keys = pd.MultiIndex.from_frame(table[["unit", "year"]])
    # A death is marked in the last row of the head, the year before the successor's first.
    dies = table["left"].eq(table["year"] + 1) & table["manner"].eq("Natural Death")
    table = table.assign(
        ehead=table["name"],
        eheads=entries.reindex(keys, fill_value=0).to_numpy(),
        ageeh=table["year"] - table["entered"] + 1,
        edeath=1.0 - dies,
    )
    table = in_cow(table[["unit", "year", "ehead", "eheads", "ageeh", "edeath"]], since=1991)
    table = table.merge(world.member_years(1946, LAST - 1), on=["state", "year"])
    table = table.sort_values(["state", "year"], ignore_index=True)
    blank = table["state"].isin(VIETNAMS) & table["year"].le(1975)
    table["ehead"] = table["ehead"].mask(blank, "")
    frame = pd.DataFrame(
        {
            "order": np.arange(1.0, len(table) + 1),
            "pacl_country": table["state"].map(world.names),
            "year": table["year"].astype(float),
            "pacl_cowcode": table["state"].astype(float),
            "eheads": table["eheads"].astype(float).mask(blank),
            "ageeh": table["ageeh"].astype(float).mask(blank),
            "ehead": table["ehead"],
            "epost": "president",
            "ecens08": table["year"].eq(2008).astype(float),
            "edeath": table["edeath"],
            "democracy": 0.0,
            "extended_country_name": table["state"].map(world.names),
            "GWn": table["state"].mask(table["state"].eq(GERMANY), WEST).astype(float),
            "cown": table["state"].astype(float),
            "in_GW_system": True,
        }
    )
    return rda("pacl", frame, "bzip2")
