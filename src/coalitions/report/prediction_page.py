"""How well the hazards predict exits, as a page."""

import pandas as pd

from coalitions.insecurity.prediction import FOLDS, PLAIN, calibration_by, scores, terms
from coalitions.report.number_text import count, fixed
from coalitions.report.rendering import render
from coalitions.settings import Run

# Shown side by side: the plain hazard, and those that may mend what it gets wrong.
_SHOWN = (
    PLAIN,
    "shape by covariates",
    "shape by regime",
    "frailty",
    "frailty, shape by regime",
)
# States that are watched for so many years enter the table by state.
_WATCHED = 20


def prediction_page(predictions: pd.DataFrame, names: pd.Series, run: Run) -> str:
    """Write the page.

    Parameters
    ----------
    predictions : pandas.DataFrame
        From `coalitions.insecurity.prediction.predict`.
    names : pandas.Series
        Names of states by COW code.
    run : coalitions.settings.Run

    Returns
    -------
    str
        Markdown.
    """
    scored = scores(predictions)
    tables = {way: rows for way, rows in scored.groupby("left_out")}
    best = {way: rows.loc[rows["log_score"].idxmax(), "variant"] for way, rows in tables.items()}
    shown = predictions[predictions["variant"].isin(_SHOWN)]
    regime = shown["democracy"].map({1.0: "democracy", 0.0: "other"})
    by_state = calibration_by(shown, shown["state"].map(names))
    by_state = by_state[by_state["state_years"].ge(_WATCHED)]
    gap = by_state["observed"] - by_state.iloc[:, 2]
    widest = by_state.loc[gap.abs().sort_values(ascending=False).index[:10]]
    return render(
        "prediction_page.md.j2",
        run=run.statement(),
        folds=FOLDS,
        state_years=count(tables["years"]["state_years"].iloc[0]),
        best=best,
        years=_scores(tables["years"]),
        states=_scores(tables["states"]),
        regimes=_groups(calibration_by(shown, regime), "regime"),
        terms=_groups(calibration_by(shown, terms(shown)), "years in office"),
        by_state=_groups(widest, "state"),
        watched=_WATCHED,
    )


def _scores(rows):
    return pd.DataFrame(
        {
            "variant": rows["variant"],
            "log score": rows["log_score"].map(lambda v: fixed(v, ".4f")),
            "gain, x 1,000": [
                f"{gain:.2f} ({error:.2f})"
                for gain, error in zip(rows["gain"], rows["gain_error"], strict=True)
            ],
            "Brier score": rows["brier"].map(lambda v: fixed(v, ".4f")),
            "AUC": rows["auc"].map(fixed),
        }
    )


def _groups(table, name):
    shown = table.drop(columns="state_years").map(fixed)
    shown.insert(0, "state-years", table["state_years"].map(count))
    return shown.rename_axis(name).reset_index()
