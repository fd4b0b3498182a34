"""Scores of predicted probabilities, their differences, and intervals by bootstrap of crises.

Scores are the mean logarithm of the probability of what came about (Good 1952), the mean squared
error (Brier 1950), the area under the ROC curve, the share of partners among as many rows as there
are partners, and intercept and slope of a logit of the outcome on the logit of its prediction
(Cox 1958). Predictions stay as they are when crises are drawn, so that a draw only weighs the rows
anew.
"""

from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import expit, log_ndtr, ndtr

from coalitions.significance import LEVEL

SCORES = ("log_score", "brier", "auc", "precision", "intercept", "slope")
# Scores by which models are set against each other; of the Brier score less is better.
COMPARED = {"log_score": 1, "brier": -1, "auc": 1, "precision": 1}
DECIDES = "log_score"
ADDS, DOES_NOT, CANNOT_TELL = "adds", "does not", "cannot tell"
# Ends of the groups of predicted probabilities: few rows are predicted to join.
EDGES = (0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 1)
_ENDS = (100 * LEVEL / 2, 100 * (1 - LEVEL / 2))
# Draws weighed at a time: with 10,000 rows, 8 MB an array.
_BLOCK = 100
# Newton's steps of the calibration: largest, small enough to stop, and how many.
_LONGEST, _SHORT, _MOST = 2.0, 1e-9, 60


def draw_crises(crisis: ArrayLike, draws: int, seed: int) -> np.ndarray:
    """Draw as many crises as there are, with replacement, and count how often each row is drawn.

    Parameters
    ----------
    crisis : array_like, shape (n,)
    draws, seed : int

    Returns
    -------
    numpy.ndarray of int16, shape (draws, n)
        Rows of one crisis have the same count.
    """
    codes, known = pd.factorize(np.asarray(crisis))
    shares = np.full(len(known), 1 / len(known))
    counts = np.random.default_rng(seed).multinomial(len(known), shares, size=draws)
    return counts.astype("int16")[:, codes]


def score(event: ArrayLike, index: ArrayLike, weights: np.ndarray) -> pd.DataFrame:
    """Score predictions under several weights of the rows.

    Parameters
    ----------
    event : array_like of 0 and 1, shape (n,)
    index : array_like, shape (n,)
        Normal quantiles of the predicted probabilities, which do not round to 0 or 1.
    weights : numpy.ndarray, shape (b, n)

    Returns
    -------
    pandas.DataFrame, shape (b, 6)
        Columns `SCORES`; those that need both outcomes are missing where one has no weight, and
        all are where an index is missing. Intercept and slope are missing too where all
        predictions are the same or no finite slope fits best.
    """
    event, index = np.asarray(event, dtype=float), np.asarray(index, dtype=float)
    if np.isnan(index).any():
        return pd.DataFrame(np.nan, index=range(len(weights)), columns=list(SCORES))
    blocks = np.array_split(weights, max(1, len(weights) // _BLOCK))
    found = np.vstack([_score(event, index, block.astype(float)) for block in blocks])
    return pd.DataFrame(found, columns=list(SCORES))


def _score(event, index, weights):
    total = weights.sum(axis=1)
    came_about = np.where(event == 1, log_ndtr(index), log_ndtr(-index))
    squared = (ndtr(index) - event) ** 2
    auc, precision = _ranked(event, index, weights)
    # Both are 0/0 where only one outcome is drawn.
    return np.column_stack(
        [
            weights @ came_about / total,
            weights @ squared / total,
            auc,
            precision,
            *_calibrated(event, log_ndtr(index) - log_ndtr(-index), weights),
        ]
    )


def _ranked(event, index, weights):
    """Area under the ROC curve and precision, rows of one prediction counted as in random order."""
    order = np.argsort(-index, kind="stable")
    starts = np.flatnonzero(np.diff(index[order], prepend=np.nan) != 0)
    ranked = weights[:, order]
    joined = np.add.reduceat(ranked * event[order], starts, axis=1)
    both = np.add.reduceat(ranked, starts, axis=1)
    rest = both - joined
    partners, others = joined.sum(axis=1), rest.sum(axis=1)
    below = others[:, None] - rest.cumsum(axis=1)
    room = partners[:, None] - (both.cumsum(axis=1) - both)
    with np.errstate(invalid="ignore", divide="ignore"):
        auc = (joined * (below + rest / 2)).sum(axis=1) / (partners * others)
        taken = np.where(both > 0, np.clip(room / both, 0, 1), 0)
        precision = (joined * taken).sum(axis=1) / partners
    return auc, precision


def _calibrated(event, x, weights):
    """Intercept and slope of the weighted logits of `event` on `x`, one for each row of weights."""
    if np.ptp(x) == 0:
        return np.full((2, len(weights)), np.nan)
    # About the mean of x, where intercept and slope hardly depend on each other.
    x, middle = x - x.mean(), x.mean()
    intercept, slope = np.full(len(weights), middle), np.ones(len(weights))
    left = np.full(len(weights), np.inf)
    for _ in range(_MOST):
        fitted = expit(intercept[:, None] + slope[:, None] * x)
        error = weights * (event - fitted)
        spread = weights * fitted * (1 - fitted)
        a, b, c = spread.sum(axis=1), spread @ x, spread @ x**2
        first, second = error.sum(axis=1), error @ x
        with np.errstate(invalid="ignore", divide="ignore"):
            steps = np.stack([c * first - b * second, a * second - b * first]) / (a * c - b * b)
        # Without curvature there is no step: the slope has run away, and nothing is found.
        left = np.where(np.isfinite(steps).all(axis=0), np.abs(steps).max(axis=0), np.inf)
        steps = np.clip(np.nan_to_num(steps), -_LONGEST, _LONGEST)
        intercept, slope = intercept + steps[0], slope + steps[1]
        if left.max() < _SHORT:
            break
    mixed = ((weights @ event) > 0) & ((weights @ (1 - event)) > 0)
    found = np.stack([intercept - slope * middle, slope])
    return np.where(mixed & (left < _SHORT), found, np.nan)


def score_all(
    rows: pd.DataFrame, models: list[str], draws: int, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Score the predictions of one setting, and set the models of Table 2 against those before.

    Parameters
    ----------
    rows : pandas.DataFrame
        `coalitions.estimates.forecast.Forecast.rows`.
    models : list of str
        Columns of `rows`, from the simplest; the last two are the paper's.
    draws, seed : int
        Of the bootstrap of crises.

    Returns
    -------
    scores : pandas.DataFrame
        model, score, value, low, high, draws (in which the score can be had).
    differences : pandas.DataFrame
        model, rival, score, gain (of the model on the rival, above 0 where the model predicts
        better), low, high, verdict (of the score that decides, else empty).
    calibration : pandas.DataFrame
        From `groups`, for every model.
    """
    weights = draw_crises(rows["crisis"], draws, seed)
    once = np.ones((1, len(rows)), dtype="int16")
    at_hand = {m: score(rows["event"], rows[m], once).iloc[0] for m in models}
    drawn = {m: score(rows["event"], rows[m], weights) for m in models}
    scores = [
        {"model": m, "score": s, "value": at_hand[m][s], **_interval(drawn[m][s])}
        for m in models
        for s in SCORES
    ]
    pairs = [(m, rival) for m in models[-2:] for rival in models[: models.index(m)]]
    differences = [
        _difference(at_hand, drawn, model, rival, s) for model, rival in pairs for s in COMPARED
    ]
    calibration = [groups(rows["event"], rows[m], weights).assign(model=m) for m in models]
    return pd.DataFrame(scores), pd.DataFrame(differences), pd.concat(calibration)


def _difference(at_hand, drawn, model, rival, name):
    sign = COMPARED[name]
    ends = _interval(sign * (drawn[model][name] - drawn[rival][name]))
    return {
        "model": model,
        "rival": rival,
        "score": name,
        "gain": sign * (at_hand[model][name] - at_hand[rival][name]),
        "low": ends["low"],
        "high": ends["high"],
        "verdict": verdict(ends["low"], ends["high"]) if name == DECIDES else "",
    }


def _interval(draws):
    known = draws.dropna()
    low, high = np.percentile(known, _ENDS) if len(known) else (np.nan, np.nan)
    return {"low": low, "high": high, "draws": len(known)}


def verdict(low: float, high: float) -> str:
    """Say whether what a model has beyond its rival adds to its predictions.

    Parameters
    ----------
    low, high : float
        Ends of the 95% interval of its gain in log score.

    Returns
    -------
    str
        `ADDS` above zero, `DOES_NOT` below, `CANNOT_TELL` around it; empty without an interval.
    """
    if np.isnan(low) or np.isnan(high):
        return ""
    return ADDS if low > 0 else DOES_NOT if high < 0 else CANNOT_TELL


def groups(event: ArrayLike, index: ArrayLike, weights: np.ndarray) -> pd.DataFrame:
    """Set predicted beside observed shares of partners, by predicted probability.

    Parameters
    ----------
    event, index, weights
        As for `score`; the weights give the interval.

    Returns
    -------
    pandas.DataFrame
        One row a group of `EDGES` with rows in it: from, to, rows, joined, predicted (mean),
        observed (share), low, high (of the observed share). No row where an index is missing.
    """
    event, predicted = np.asarray(event, dtype=float), ndtr(np.asarray(index, dtype=float))
    found = []
    for low, high in pairwise(EDGES):
        # A probability of 1 is of the last group.
        inside = (predicted >= low) & ((predicted < high) | (high == 1))
        if not inside.any() or np.isnan(predicted).any():
            continue
        drawn = weights[:, inside].astype(float)
        with np.errstate(invalid="ignore"):
            shares = pd.Series(drawn @ event[inside] / drawn.sum(axis=1))
        ends = _interval(shares)
        found.append(
            {
                "from": low,
                "to": high,
                "rows": int(inside.sum()),
                "joined": int(event[inside].sum()),
                "predicted": predicted[inside].mean(),
                "observed": event[inside].mean(),
                "low": ends["low"],
                "high": ends["high"],
            }
        )
    columns = ["from", "to", "rows", "joined", "predicted", "observed", "low", "high"]
    return pd.DataFrame(found, columns=columns)
