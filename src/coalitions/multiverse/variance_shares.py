"""How much of the difference between universes each choice explains."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from coalitions.hypotheses import Hypothesis
from coalitions.multiverse.effects import LEAST, TESTED, effects


def variance_shares(
    results: pd.DataFrame,
    choices: pd.DataFrame,
    hypotheses: Sequence[Hypothesis] = TESTED,
) -> pd.DataFrame:
    """Tell how much of the difference between universes each choice explains.

    The headline is the effect of one standard deviation, by ranks. Estimates of heteroskedastic
    probits can have heavy tails where the scale is nearly unidentified, and a share of the raw
    variance then says which choice produces the outliers, not which one moves the curve. Ranks
    keep the order of the curve and nothing else, and are the same under any increasing
    transformation. Raw values, and the z statistic, stand beside them. This was decided before
    any result was seen.

    Shares come from least squares on dummies for the options, over the informative universes with
    an estimate. Where not all combinations of options exist, choices overlap: what two of them
    explain in common counts in `alone` of both and in `unique` of neither.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `coalitions.multiverse.effects.effects`.
    choices : pandas.DataFrame
        Columns choice, option, label, default, in the order of display.
    hypotheses : sequence of Hypothesis

    Returns
    -------
    pandas.DataFrame
        One row a hypothesis, outcome ("effect" or "z"), scale ("ranks" or "values") and choice:
        universes (counted), options (in them), alone (R2 of the choice's dummies), unique
        (fall in R2 when they leave the regression on all choices), noise (the R2 that as many
        dummies have on average where nothing depends on the choice), total (R2 of all choices'
        main effects), remainder (1 - total: interactions). Missing where all universes agree.
    """
    names = list(choices["choice"].unique())
    pieces = []
    for hypothesis in hypotheses:
        rows = effects(results, hypothesis)
        pieces += _explained(rows[rows["estimated"] & rows["events"].ge(LEAST)], names, hypothesis)
    table = pd.concat(pieces, ignore_index=True)
    place = {h.name: number for number, h in enumerate(hypotheses)}
    order = table.assign(place=table["hypothesis"].map(place))
    order = order.sort_values(["place", "outcome", "scale"], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _explained(rows, names, hypothesis):
    """Return one table a choice: what it explains of each outcome on each scale."""
    values = rows[["effect", "z"]]
    outcomes = pd.concat({"ranks": values.rank(), "values": values}, axis=1)
    dummies = {name: _dummies(rows[name]) for name in names}
    total = _r_squared(outcomes, list(dummies.values()))
    for name in names:
        rest = [dummies[other] for other in names if other != name]
        yield pd.DataFrame(
            {
                "hypothesis": hypothesis.name,
                "outcome": outcomes.columns.get_level_values(1),
                "scale": outcomes.columns.get_level_values(0),
                "choice": name,
                "universes": len(rows),
                "options": rows[name].nunique(),
                "alone": _r_squared(outcomes, [dummies[name]]),
                "unique": np.maximum(total - _r_squared(outcomes, rest), 0.0),
                "noise": dummies[name].shape[1] / max(len(rows) - 1, 1),
                "total": total,
                "remainder": 1.0 - total,
            }
        )


def _dummies(options):
    """Return centred dummies for all options but the first, shape (n, options - 1)."""
    dummies = pd.get_dummies(options, drop_first=True).to_numpy(float)
    return dummies - dummies.mean(axis=0) if len(dummies) else dummies


def _r_squared(outcomes, blocks):
    """Return the R2 of each outcome on all dummies together; those may be collinear."""
    y = outcomes.to_numpy(float)
    y = y - y.mean(axis=0) if len(y) else y
    x = np.hstack(blocks)
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0] if x.size else y
    spread = np.sum(y**2, axis=0)
    varies = spread > 0
    share = np.full(len(spread), np.nan)
    share[varies] = 1.0 - np.sum(left[:, varies] ** 2, axis=0) / spread[varies]
    return share
