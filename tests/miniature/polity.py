"""Raw files of regimes: Polity IV as text, Polity5 as an R file, under Polity's own codes."""

import numpy as np
import pandas as pd

from miniature.files import delimited, rda
from miniature.world import FIRST, LAST, SEED, in_cow

POLITY_IV = (
    "cyear,ccode,scode,country,year,flag,fragment,democ,autoc,polity,polity2,durable,xrreg,xrcomp,"
    "xropen,xconst,parreg,parcomp,exrec,exconst,polcomp,prior,emonth,eday,eyear,eprec,interim,"
    "bmonth,bday,byear,bprec,post,change,d4,sf,regtrans"
).split(",")
# Of COW's state, the code Polity uses, from a year to another.
OWN = ((365, 364, 1922, 1991), (345, 347, 1992, 2005), (816, 818, 1976, 9999))
INTERRUPTION, INTERREGNUM, TRANSITION = -66, -77, -88


def _scores(world):
    table = in_cow(world.yearly[["unit", "year", "polity"]], since=1990)
    table = table.merge(world.member_years(FIRST, LAST), on=["state", "year"])
    table = table.sort_values(["state", "year"], ignore_index=True)
    plain = table["polity"].where(table["polity"].ge(-10))
    between = plain.groupby(table["state"]).transform(lambda s: s.interpolate().bfill()).round()
    table["polity2"] = plain.where(table["polity"].ne(TRANSITION), between)
    table["polity2"] = table["polity2"].where(table["polity"].ne(INTERREGNUM), 0)
    table["ccode"] = table["state"]
    for cow, code, first, to in OWN:
        renamed = table["state"].eq(cow) & table["year"].between(first, to)
        table.loc[renamed, "ccode"] = code
    # In the year in which a polity gives way to the next, both stand in the file.
    over = table[table["state"].eq(365) & table["year"].eq(1992)]
    over = over.assign(ccode=364, polity=TRANSITION, polity2=np.nan)
    return pd.concat([table, over]).sort_values(["ccode", "year"], kind="stable")


def polity_iv(world, conflict):
    """Scores as text; blanks are missing."""
    table = _scores(world)
    known = {
        "cyear": table["ccode"] * 10000 + table["year"],
        "ccode": table["ccode"],
        "scode": table["state"].map(world.labels),
        "country": table["state"].map(world.names),
        "year": table["year"],
        "flag": 0,
        "democ": table["polity"].clip(lower=0).where(table["polity"].ge(-10), table["polity"]),
        "autoc": (-table["polity"]).clip(lower=0).where(table["polity"].ge(-10), table["polity"]),
        "polity": table["polity"],
        "polity2": table["polity2"],
    }
    return delimited(pd.DataFrame(known).reindex(columns=POLITY_IV), ends="\n").encode("ascii")


def polity_5(world, conflict):
    """Scores as an R package carries them; the release has revised some."""
    table = _scores(world)
    rng = np.random.default_rng([SEED, 70])
    step = rng.choice([-1, 0, 1], len(table), p=[0.05, 0.9, 0.05])
    plain = table["polity"].ge(-10)
    revised = (table["polity"] + step).clip(-10, 10).where(plain, table["polity"])
    name = table["state"].map(world.names)
    frame = pd.DataFrame(
        {
            "p5": 1.0,
            "cyear": table["ccode"] * 10000.0 + table["year"],
            "polity_annual_ccode": table["ccode"].astype(float),
            "scode": table["state"].map(world.labels),
            "polity_annual_country": name,
            "year": table["year"].astype(float),
            "flag": 0.0,
            "polity": revised.astype(float),
            "polity2": revised.where(plain, table["polity2"]).astype(float),
            "extended_country_name": name,
            "GWn": table["state"].astype(float),
            "cown": table["state"].astype(float),
            "in_GW_system": True,
        }
    ).reset_index(drop=True)
    return rda("polity5", frame, "bzip2")
