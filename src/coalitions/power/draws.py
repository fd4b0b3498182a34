"""What the pipeline's models make of drawn outcomes, and how often they find what is there."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from coalitions.estimates.specifications import coefficient, covariance_options
from coalitions.hypotheses import HYPOTHESES, Hypothesis
from coalitions.power.process import ERRORS, Design, Process
from coalitions.significance import LEVEL
from hetprobit import ManyFits, fit_many

# The share of samples in which an effect of sufficient size is detected.
WANTED = 0.8


def estimate_draws(
    process: Process,
    design: Design,
    numbers: Sequence[int],
    seed: int,
    covariance: str,
    progress: Callable[[Any], Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Draw outcomes, and fit both models of Table 2 to each.

    Parameters
    ----------
    process : Process
    design : Design
    numbers : sequence of int
        Which of the cell's draws.
    seed : int
    covariance : {"cluster", "cv3", "two_way"}
        `coalitions.settings.Estimation.covariance`.
    progress : callable
        Wraps the iteration, as `tqdm.tqdm` does.

    Returns
    -------
    pandas.DataFrame
        One row a draw, model and hypothesis that the model can test: errors, multiple, draw,
        model (1 or 2), hypothesis, estimate, std_error, p_value (two-sided); missing where the
        draw has no maximum, a plateau beside it, or no standard error.
    """
    options = covariance_options(covariance, design.sample)
    rows = []
    for number in progress(numbers):
        outcome = process.draw(seed, number)
        # One at a time: together they would share little but the checks of the regressors.
        probit = fit_many(outcome, design.x, **options)
        heteroskedastic = fit_many(outcome, design.x, design.z, **options)
        known = {"errors": process.cell.errors, "multiple": process.cell.multiple, "draw": number}
        rows += [
            known | {"model": model, "hypothesis": h.name} | _estimate(fits, h)
            for model, fits in ((1, probit), (2, heteroskedastic))
            for h in HYPOTHESES
            if model == 2 or h.equation == "mean"
        ]
    return pd.DataFrame(rows)


def _estimate(fits: ManyFits, hypothesis: Hypothesis) -> dict[str, float]:
    """Return estimate, std_error and p_value of the only fit, missing without a sure maximum."""
    (fit,) = fits.fits
    place = fits.param_names.index(coefficient(hypothesis.equation, hypothesis.term))
    estimate, error = fit.params[place], np.sqrt(fit.cov_params[place, place])
    sure = fit.certificate is not None and fit.certificate.converged
    if not (sure and error > 0):
        estimate = error = np.nan
    p_value = 2 * stats.norm.sf(abs(estimate / error))
    return {"estimate": estimate, "std_error": error, "p_value": p_value}


def power(draws: pd.DataFrame, coefficients: pd.DataFrame) -> pd.DataFrame:
    """Count how often each hypothesis is found, by cell and model.

    Draws without an estimate count as not detected.

    Parameters
    ----------
    draws : pandas.DataFrame
        From `estimate_draws`, of all cells.
    coefficients : pandas.DataFrame
        From `coalitions.power.process.coefficients_of`.

    Returns
    -------
    pandas.DataFrame
        One row a model, hypothesis and cell: model, hypothesis, label, errors, multiple, true (the
        coefficient drawn under), draws, detected (share of draws with the expected sign and
        p < .05), rejected (share with p < .05), sign_errors (share of those with p < .05 whose
        sign is not the true one) and exaggeration (their mean size over the true one; Gelman and
        Carlin 2014), both missing without an effect or where the paper implies none, median
        (of the estimates), no_estimate (share of draws).
    """
    values = coefficients.set_index(["errors", "multiple", "equation", "term"])["value"]
    pieces = []
    for hypothesis in HYPOTHESES:
        own = draws[draws["hypothesis"].eq(hypothesis.name)]
        for (model, errors, multiple), rows in own.groupby(["model", "errors", "multiple"]):
            true = values[errors, multiple, hypothesis.equation, hypothesis.term]
            cell = {"errors": errors, "multiple": multiple, "true": true}
            known = {"hypothesis": hypothesis.name, "label": hypothesis.label}
            pieces.append({"model": model} | known | cell | _shares(rows, hypothesis, true))
    table = pd.DataFrame(pieces)
    return table.sort_values(
        ["model", "hypothesis", "errors", "multiple"], key=_places, ignore_index=True
    )


def _places(column):
    """Put hypotheses and kinds of errors in their own order, all else in that of its values."""
    orders = {"hypothesis": [h.name for h in HYPOTHESES], "errors": list(ERRORS)}
    return column.map(orders[column.name].index) if column.name in orders else column


def _shares(rows, hypothesis, true):
    firm = rows["p_value"] < LEVEL
    found = rows.loc[firm, "estimate"]
    meant = hypothesis.implied is not None and true != 0
    return {
        "draws": len(rows),
        "detected": (firm & rows["estimate"].mul(hypothesis.expected).gt(0)).mean(),
        "rejected": firm.mean(),
        "sign_errors": (found * true).lt(0).mean() if meant else np.nan,
        "exaggeration": (found / true).abs().mean() if meant else np.nan,
        "median": rows["estimate"].median(),
        "no_estimate": rows["estimate"].isna().mean(),
    }


def smallest_detected(table: pd.DataFrame, wanted: float = WANTED) -> pd.DataFrame:
    """Interpolate the smallest effect that a share of samples detects.

    Parameters
    ----------
    table : pandas.DataFrame
        From `power`.
    wanted : float
        The share.

    Returns
    -------
    pandas.DataFrame
        One row a model, hypothesis with a size that the paper implies, and kind of errors: model,
        hypothesis, label, errors, multiple (of the paper's effect, where the share is first
        reached; missing where it is not), effect (the same, of one standard deviation),
        largest (the highest share at any multiple), farthest (the largest multiple drawn under).
    """
    sizes = {h.name: h.implied for h in HYPOTHESES if h.implied is not None}
    pieces = []
    groups = table[table["hypothesis"].isin(sizes)].groupby(
        ["model", "hypothesis", "label", "errors"], sort=False
    )
    for (model, name, label, errors), rows in groups:
        rows = rows.sort_values("multiple")
        multiple = _crossing(rows["multiple"].to_numpy(), rows["detected"].to_numpy(), wanted)
        pieces.append(
            {
                "model": model,
                "hypothesis": name,
                "label": label,
                "errors": errors,
                "multiple": multiple,
                "effect": multiple * sizes[name],
                "largest": rows["detected"].max(),
                "farthest": rows["multiple"].max(),
            }
        )
    return pd.DataFrame(pieces)


def _crossing(at, share, wanted):
    """Return where a line through points first reaches a height, missing where it does not."""
    reached = np.flatnonzero(share >= wanted)
    if not len(reached):
        return np.nan
    i = reached[0]
    return float(at[0] if i == 0 else np.interp(wanted, share[i - 1 : i + 1], at[i - 1 : i + 1]))
