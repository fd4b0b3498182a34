"""Made-up files of the authors: rows of a build, measured under definitions of one's choice."""

import numpy as np
import pandas as pd

from coalitions.originals.identity import measured
from coalitions.readers.archive import NAMES
from coalitions.variables.catalogue import REGRESSORS


def authors_rows(dyads, families, definitions, *, keep_t=False, seed=1):
    """Measure dyads under `definitions` (by family), and return them with their states.

    With `keep_t`, T stands among its own builder's potential partners.
    """
    rows = dyads[["crisis", "part", "a", "t", "p", "year", "start"]]
    rows = rows.assign(coalition=dyads["coalition_sides"].fillna(0).astype(int))
    if keep_t:
        own = rows.drop_duplicates(["crisis", "part", "a", "t"])
        rows = pd.concat([rows, own.assign(p=own["t"], coalition=0)], ignore_index=True)
    for family in families:
        rows = rows.join(measured(rows, family, definitions[family.name]))
    return rows.sample(frac=1, random_state=seed, ignore_index=True)


def as_file(rows, *, digits=7, perturbed=0.005, seed=2):
    """Return rows as the authors' file would hold them: their names, no states.

    Directed crises are numbered anew, capabilities rounded, and a few cells of each regressor
    changed.
    """
    rng = np.random.default_rng(seed)
    theirs = rows.rename(columns={ours: name for name, ours in NAMES.items()})
    directed = rows.groupby(["crisis", "part", "a", "t"]).ngroup()
    anew = rng.permutation(directed.nunique()) + 1001
    for name in ("cinc_ell", "cinc_tee", "cinc_pee"):
        theirs[name] = theirs[name].round(digits)
    for ours in REGRESSORS:
        name = next(n for n, o in NAMES.items() if o == ours)
        cells = rng.random(len(theirs)) < perturbed
        theirs.loc[cells, name] = rng.permutation(theirs[name].to_numpy())[cells]
    return theirs[list(NAMES)].assign(
        dircris=anew[directed], spell=np.arange(len(theirs)), trigyr=rows["year"]
    )
