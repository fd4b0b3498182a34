"""Raw files of formal alliances: COW by spell and by year, ATOP by year."""

import pandas as pd

from miniature.files import archive, delimited, rda
from miniature.world import FLAGS

COW_LAST, ATOP_LAST = 2012, 2018
ATOP = (
    "ddyad,year,atopally,defense,offense,neutral,nonagg,consul,shareob,transyr,bilatno,multino,"
    "number,asymm,atopid1,atopid2,atopid3,atopid4,atopid5,atopid6,atopid7,atopid8,atopid9,stateA,"
    "stateB,version"
).split(",")


def _cut(world, last):
    """Return the alliances; they end with membership, and an end after the year `last` is open."""
    left = world.states.drop_duplicates("state", keep="last").set_index("state")["exit"]
    table = world.alliances
    gone = table[["state_a", "state_b"]].apply(lambda codes: codes.map(left)).min(axis=1)
    end = pd.concat([table["end"], gone], axis=1).min(axis=1)
    return table.assign(end=end.where(end.dt.year.le(last)))


def spells(world, conflict):
    """List COW spells, both directions; those in force at the end of 2012 have no end."""
    rows, names = [], world.names
    for number, pact in enumerate(_cut(world, COW_LAST).itertuples(index=False), start=1):
        if pact.end < pact.start:  # a state was gone before it could be allied
            continue
        for one, two in ((pact.state_a, pact.state_b), (pact.state_b, pact.state_a)):
            flags = {flag: getattr(pact, flag) for flag in FLAGS}
            if number % 20 == 0 and one > two:
                # Directions differ in some rows, and single obligations are blank.
                flags |= {"defense": 0, "nonaggression": None}
            ends = not pd.isna(pact.end)
            rows.append(
                {
                    "version4id": number,
                    "ccode1": one,
                    "state_name1": names[one],
                    "ccode2": two,
                    "state_name2": names[two],
                    "dyad_st_day": pact.start.day,
                    "dyad_st_month": pact.start.month,
                    "dyad_st_year": pact.start.year,
                    "dyad_end_day": pact.end.day if ends else None,
                    "dyad_end_month": pact.end.month if ends else None,
                    "dyad_end_year": pact.end.year if ends else None,
                    "left_censor": 0,
                    "right_censor": int(not ends),
                    **flags,
                    "version": 4.1,
                }
            )
    return delimited(pd.DataFrame(rows), quoted=True).encode("ascii")


def _years(world, last):
    rows = []
    for number, pact in enumerate(_cut(world, last).itertuples(index=False), start=1):
        to = last if pd.isna(pact.end) else pact.end.year
        for one, two in ((pact.state_a, pact.state_b), (pact.state_b, pact.state_a)):
            for year in range(pact.start.year, to + 1):
                flags = [getattr(pact, flag) for flag in FLAGS]
                rows.append((one, two, year, number, *flags))
    columns = ["one", "two", "year", "number", *FLAGS]
    return pd.DataFrame(rows, columns=columns).sort_values(["one", "two", "year"], kind="stable")


def yearly(world, conflict):
    """List COW pairs by year, both directions; what is open goes on to 2012."""
    table = _years(world, COW_LAST).drop(columns="number").astype(float)
    names = ["cow_defense", "cow_neutral", "cow_nonagg", "cow_entente"]
    columns = ["ccode1", "ccode2", "year", *names]
    return rda("cow_alliance", table.set_axis(columns, axis="columns"), "bzip2")


def atop(world, conflict):
    """Archive of directed dyad-years under ATOP, which counts a few pacts otherwise than COW."""
    table = _years(world, ATOP_LAST)
    other = table["number"] % 10 == 3
    frame = pd.DataFrame(
        {
            "ddyad": table["one"] * 1000 + table["two"],
            "year": table["year"],
            "atopally": 1,
            "defense": table["defense"].where(~other, 1 - table["defense"]),
            "offense": 0,
            "neutral": table["neutrality"],
            "nonagg": table["nonaggression"],
            "consul": table["entente"],
            "shareob": 1,
            "bilatno": 1,
            "multino": 0,
            "number": 1,
            "asymm": 0,
            "atopid1": 1000 + 5 * table["number"],
            "stateA": table["one"],
            "stateB": table["two"],
            "version": 5.1,
        }
    ).reindex(columns=ATOP)
    folder = "ATOP 5.1 (.csv)"
    firm = frame[frame[["defense", "neutral", "consul"]].any(axis=1)]
    return archive(
        {
            f"{folder}/atop5_1ddyr.csv": delimited(frame),
            f"{folder}/atop5_1ddyr_NNA.csv": delimited(firm),
        }
    )
