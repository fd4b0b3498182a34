"""A made-up file in the shape of the authors' own."""

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
