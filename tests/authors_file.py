"""Made-up files in the shape of the authors' own, and of Young's."""

import numpy as np
import pandas as pd

from coalitions.readers.archive import NAMES
from coalitions.variables.catalogue import REGRESSORS


def write_authors_file(folder, seed=5):
    """Write made-up data as the authors' own file would hold them."""
    rng = np.random.default_rng(seed)
    n = 3000
    ours = pd.DataFrame(rng.normal(size=(n, len(REGRESSORS))), columns=list(REGRESSORS))
    binary = ["allied_ap", "un_support", "democracy_a", "democracy_p", "post_cold_war"]
    ours[[*binary, "major_power_a"]] = rng.integers(0, 2, size=(n, 6))
    ours["insecurity_a"] = rng.uniform(0, 1, size=n)
    scale = np.exp(-ours["insecurity_a"])
    index = -1 + 0.5 * ours["divergence_tp"] + ours["insecurity_a"]
    ours["coalition"] = (index + scale * rng.normal(size=n) > 0).astype(int)
    ours["crisis"] = rng.integers(134, 434, size=n)
    folder.mkdir(parents=True, exist_ok=True)
    theirs = ours.rename(columns={ours_: theirs_ for theirs_, ours_ in NAMES.items()})
    theirs.to_csv(folder / "WR_formation_LC.tab", sep="\t", index=False)


def rebuilt_as_theirs(analysis, coding="cases", seed=6):
    """Return complete rows of a build as the authors' file would hold them, states left out."""
    rng = np.random.default_rng(seed)
    ours = analysis[analysis["complete"]].sample(frac=1, random_state=seed, ignore_index=True)
    ours = ours.assign(coalition=ours[f"coalition_{coding}"].fillna(0).astype(int))
    directed = ours.groupby(["crisis", "part", "a", "t"]).ngroup()
    theirs = ours.rename(columns={ours_: theirs_ for theirs_, ours_ in NAMES.items()})
    return theirs[list(NAMES)].assign(
        dircrisis=(rng.permutation(directed.nunique()) + 501)[directed],
        affPT=rng.uniform(-1, 1, len(ours)),
        affLP=rng.uniform(-1, 1, len(ours)),
    )


def write_youngs_file(folder, yearly):
    """Write yearly estimates (state, year, insecurity) as Young's file would hold them."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {"state": "cowcode", "insecurity": "jobinsecurity_bdm"}
    theirs = yearly.drop_duplicates(["state", "year"])[["state", "year", "insecurity"]]
    theirs = theirs.rename(columns=names)
    theirs.to_csv(folder / "young_humanrights.tab", sep="\t", index=False)
