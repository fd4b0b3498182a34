"""A world in miniature: small made-up raw files of every dataset the analysis can read.

`write_world` lays out a mirror of raw files, and what has to lie over a copy of the project so
that Snakemake builds from it. Formats, names of files and of columns are the true ones; every
value is drawn from a fixed seed.
"""

import csv
import hashlib
import shutil
from functools import partial
from pathlib import Path

from miniature import alliances, cow, distances, economy, icb, leaders, mid, polity, unga
from miniature.coding import write_coding
from miniature.conflict import make_conflict
from miniature.world import make_world

__all__ = ["FILES", "write_world"]

PROJECT = Path(__file__).parents[2]
# Nothing listens there.
NOWHERE = "http://127.0.0.1:9"
BOTH = "paper latest"
# What writes each file, and its tags of vintage.
FILES = {
    ("icb_system", "12"): (partial(icb.system, version="12"), "paper"),
    ("icb_system", "14"): (partial(icb.system, version="14"), "latest"),
    ("icb_actor", "12"): (partial(icb.actors, version="12"), "paper"),
    ("icb_actor", "15"): (partial(icb.actors, version="15"), "latest"),
    ("icb_dyads", "15"): (icb.dyads, BOTH),
    ("icb_mid_links", "2003"): (mid.links, BOTH),
    ("cow_states", "2011"): (partial(cow.states, last_year=2011, ends="\r"), "paper"),
    ("cow_states", "2016"): (partial(cow.states, last_year=2016, ends="\r\n"), "latest"),
    ("cow_majors", "2016"): (cow.majors, BOTH),
    ("cow_contiguity", "3.1"): (
        partial(cow.contiguity, version=3.1, last_year=2006, ends="\r"),
        "paper",
    ),
    ("cow_contiguity", "3.2"): (
        partial(cow.contiguity, version=3.2, last_year=2016, ends="\n"),
        "latest",
    ),
    ("cow_nmc", "4.0"): (partial(cow.capabilities, version="4.0"), "paper"),
    ("cow_nmc", "5.0"): (partial(cow.capabilities, version="5.0"), "latest"),
    ("cow_alliances", "4.1"): (alliances.spells, BOTH),
    ("cow_alliances_yearly", "4.1"): (alliances.yearly, BOTH),
    ("atop", "5.1"): (alliances.atop, BOTH),
    ("polity", "p4v2012"): (polity.polity_iv, "paper"),
    ("polity", "p5v2018"): (polity.polity_5, "latest"),
    ("unga_ideal_points", "2016"): (unga.points_2016, "paper"),
    ("unga_ideal_points", "2019"): (unga.points_2019, "latest"),
    ("unga_votes", "2017"): (unga.votes, BOTH),
    ("unga_roll_calls", "2021"): (unga.roll_calls, BOTH),
    ("capital_distance", "gleditsch"): (distances.capitals, BOTH),
    ("minimum_distance", "cshapes2"): (distances.borders, BOTH),
    ("mid_participants", "4.01"): (partial(mid.participants, version="4.01"), "paper"),
    ("mid_participants", "5.0"): (partial(mid.participants, version="5.0"), "latest"),
    ("cow_interstate_wars", "4.0"): (cow.wars, BOTH),
    ("archigos", "4.1"): (leaders.archigos, BOTH),
    ("dd_heads_of_government", "2010"): (leaders.heads, BOTH),
    ("reign_leaders", "2021-03"): (leaders.reign, BOTH),
    ("gdp_sdp", "cow-2020"): (economy.sdp, BOTH),
    ("gdp_panel", "stacked-2019"): (economy.panel, BOTH),
}


def write_world(folder):
    """Write the world: ``mirror/``, and the overlay ``data/`` and ``multiverse.yaml``.

    Parameters
    ----------
    folder : path
        Made if it does not exist. The same bytes are written at every call.
    """
    folder = Path(folder)
    world = make_world()
    conflict = make_conflict(world)
    with open(PROJECT / "data/sources.csv", encoding="utf-8", newline="") as file:
        manifest = csv.DictReader(file)
        columns, real = manifest.fieldnames, list(manifest)
    rows = []
    for row in real:
        key = (row["dataset"], row["version"])
        if key not in FILES:
            continue
        write, vintage = FILES[key]
        content = write(world, conflict)
        path = folder / "mirror" / row["dataset"] / row["version"] / row["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        rows.append(
            row
            | {
                "url": f"{NOWHERE}/{row['dataset']}/{row['version']}/{row['file']}",
                "sha256": hashlib.sha256(content).hexdigest(),
                "bytes": len(content),
                "vintage": vintage,
                "note": "Made up.",
            }
        )
    write_coding(folder / "data/coding", PROJECT / "data/coding", conflict)
    with open(folder / "data/sources.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    shutil.copyfile(Path(__file__).with_name("multiverse.yaml"), folder / "multiverse.yaml")
