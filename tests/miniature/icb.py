"""Raw files of International Crisis Behavior: crises, actors, opposing pairs."""

import numpy as np
import pandas as pd

from miniature.conflict import BLANK, LATER_ADDED
from miniature.files import delimited
from miniature.world import SEED

SYSTEM = (
    "icb1,crisno,crisname,break,trigent,yrtrig,motrig,datrig,yrterm,moterm,daterm,brexit,gravcr,"
    "crismg,cenviosy,sevviosy,viol,timvio,iwcmb,noactr,gpinv,gpinvtp,gpefcttp,gpefactp,gppacetp,"
    "powinv,usinv,usefct,usefac,uspace,usactor,suinv,suefct,suefac,supace,suactor,soglact,globorg,"
    "globactm,globefct,globefor,globefac,globpace,soract,regorg,regactmb,roefct,robody,roefac,"
    "ropace,subout,forout,exsat,outesr,cractr,geostr,hetero,issues,chacts,chall,powch,rugach,geog,"
    "geogrel,period,syslevsy,protrac,pcid,powdissy,ethnic,ethconf,stressad,sourdt,mediate,mednum,"
    "medwho,medtime,yrmedst,momedst,damedst,yrmedend,momedend,damedend,yrmedfin,momedfin,damedfin,"
    "medgoal,medfacl,medform,medmanip,medstyle,medstefc,medefct,medpace"
).split(",")
ACTOR = (
    "icb2,crisno,cracno,cracid,actor,systrgyr,systrgmo,systrgda,crisname,triggr,yrtrig,motrig,"
    "datrig,trigent,trigloc,southv,southpow,sizedu,strcdu,comlev,majres,yerres,monres,dayres,"
    "trgresra,crismg,cenvio,sevvio,usinv,usfavr,suinv,sufavr,gbinv,gbfavr,frinv,frfavr,itinv,"
    "itfavr,grinv,grfavr,jpinv,jpfavr,globorg,globact,globfavr,regorg,regact,rofavr,outcom,outfor,"
    "outevl,outesr,yrterm,moterm,daterm,trgterra,resterra,actloc,geog,cractloc,noactr,stainsys,"
    "period,syslev,pc,pcid,viol,iwc,powdis,gpinv,powinv,age,territ,regime,durreg,allycap,globmemb,"
    "nuclear,powsta,issue,chissu,gravty,pethin,col,unemp,inflat,foodpr,labstr,short,econdt,regrep,"
    "socunr,massvl,gvinst,sourdt"
).split(",")
NO_ACTOR = 9999


def _kept(table, later):
    return table if later else table[table["crisis"].ne(LATER_ADDED)]


def system(world, conflict, version):
    """Crises, a byte-order mark first; number 474 has a name and nothing else."""
    later = version == "14"
    table = _kept(conflict.crises, later)
    known = {
        "icb1": "ICB1",
        "crisno": table["crisis"],
        # The files pad some names.
        "crisname": table["name"] + " ",
        **_days(table["start"], "yrtrig", "motrig", "datrig"),
        **_days(table["end"], "yrterm", "moterm", "daterm"),
        "viol": table["violence"],
        "globorg": table["un_organ"].mask(table["crisis"].eq(120), 10),
        "globactm": table["un_act"].clip(upper=13),
        "gpinv": 7,
    }
    columns = [*SYSTEM]
    if later:
        columns.insert(columns.index("globorg"), "chinv")
    frame = _filled(known, columns, table.index, 40)
    blank = {"icb1": "ICB1", "crisno": BLANK, "crisname": "UNNAMED PENDING"}
    frame = pd.concat([frame, pd.DataFrame([blank])]).sort_values("crisno", kind="stable")
    return _text(frame[columns], "\n" if later else "\r")


def actors(world, conflict, version):
    """Crisis actors; the row of number 474 is next to blank in version 12."""
    later = version == "15"
    table = _kept(conflict.actors, later)
    crises = conflict.crises.set_index("crisis")
    code = table["state"].mask(table["state"].eq(255), 260)
    known = {
        "icb2": "ICB2",
        "crisno": table["crisis"],
        "cracno": table["actor"],
        "cracid": code,
        "actor": table["state"].map(world.labels),
        **_days(table["crisis"].map(crises["start"]), "systrgyr", "systrgmo", "systrgda"),
        "crisname": table["crisis"].map(crises["name"]),
        **_days(table["start"], "yrtrig", "motrig", "datrig"),
        "trigent": table["opponent"],
        "southv": table["opponent"],
        "globorg": table["un_organ"],
        "globact": table["un_act"],
        "globfavr": table["un_attitude"],
        **_days(table["end"], "yrterm", "moterm", "daterm"),
        "viol": table["crisis"].map(crises["violence"]),
    }
    # ICB keeps the western code for united Germany.
    known["southv"] = known["trigent"] = table["opponent"].mask(table["opponent"].eq(255), 260)
    frame = _filled(known, ACTOR, table.index, 41)
    late = {"icb2": "ICB2", "crisno": BLANK, "cracno": 990, "cracid": 670, "actor": "SAU"}
    if later:
        late |= {"yrtrig": 2015, "motrig": 1, "datrig": 5, "yrterm": 2015, "moterm": 6}
        late |= {"trigent": 996, "southv": 996, "globorg": 2, "globact": 2, "globfavr": 5}
    frame = pd.concat([frame, pd.DataFrame([late])]).sort_values("crisno", kind="stable")
    return _text(frame[ACTOR], "\r\n" if later else "\r")


def dyads(world, conflict):
    """Opposing pairs by year, each in one order; a pair of two years stands twice."""
    joined = conflict.joined(5, blur=0.4)
    actors_ = conflict.actors.drop_duplicates(["crisis", "state"])
    numbers = actors_.set_index(["crisis", "state"])["actor"]
    parts = conflict.parts
    crises = conflict.crises.set_index("crisis")
    pairs = [
        *parts[["crisis", "one", "two"]].itertuples(index=False, name=None),
        *joined[["crisis", "p", "t"]].itertuples(index=False, name=None),
    ]
    rows, labels = [], world.labels
    for number, (crisis, one, two) in enumerate(dict.fromkeys(pairs), start=1):
        fact = crises.loc[crisis]
        for year in range(fact["start"].year, fact["end"].year + 1):
            row = {
                "crisno": crisis,
                "year": year,
                "crisname": fact["name"],
                "statea": one,
                "namea": labels[one],
                "actnuma": numbers.get((crisis, one), NO_ACTOR),
                "stateb": two,
                "nameb": labels[two],
                "actnumb": numbers.get((crisis, two), NO_ACTOR),
                **_one_day(fact["start"], "trgyrdy", "trgmody", "trgdady"),
                **_one_day(fact["end"], "trmyrdy", "trmmody", "trmdady"),
                "ongoing": int(year > fact["start"].year),
                "crdynum": number,
            }
            rows.append(row)
            if crisis == 393 and number % 3 == 0:
                # Some pairs of this crisis are doubled in the true file.
                rows.append(row)
    frame = pd.DataFrame(rows).sort_values(["crisno", "crdynum", "year"], kind="stable")
    codes = frame[["statea", "stateb"]]
    frame[["statea", "stateb"]] = codes.mask(codes.eq(255), 260)
    return delimited(frame, last=False).encode("ascii")


def _filled(known, columns, index, key):
    """Return a frame with all columns of the codebook; those that no reader needs get any code."""
    rng = np.random.default_rng([SEED, key])
    rest = {c: rng.integers(1, 6, len(index)) for c in columns if c not in known}
    return pd.DataFrame(rest | known, index=index)


def _text(frame, ends):
    return delimited(frame, ends=ends, last=False).encode("utf-8-sig")


def _days(days, year, month, day):
    return {year: days.dt.year, month: days.dt.month, day: days.dt.day}


def _one_day(day, *names):
    return dict(zip(names, (day.year, day.month, day.day), strict=True))
