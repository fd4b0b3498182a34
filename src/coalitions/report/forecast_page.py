"""Prediction out of sample, as a page."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from coalitions.estimates.forecast import (
    DECADES,
    HYPOTHESISED,
    LATER,
    MODELS,
    WITHOUT_ALL,
)
from coalitions.estimates.forecast_scores import DECIDES
from coalitions.estimates.forecast_setting import LEARNED_TO
from coalitions.hypotheses import NO_ESTIMATE
from coalitions.report.labels import LABELS, with_capital
from coalitions.report.number_text import count, fixed, percent
from coalitions.report.rendering import render
from coalitions.settings import Run, Settings

SETTINGS = {LATER: f"years after {LEARNED_TO}", DECADES: "each decade from the others"}
# Scores as they stand in tables: title, factor, decimals.
_SHOWN = {
    "log_score": ("log score, per 1,000 rows", 1000, ".1f"),
    "brier": ("Brier score, per 1,000 rows", 1000, ".2f"),
    "auc": ("AUC", 1, ".3f"),
    "precision": ("precision", 1, ".3f"),
    "intercept": ("intercept", 1, ".2f"),
    "slope": ("slope", 1, ".2f"),
}


@dataclass(frozen=True, eq=False)
class ForecastTables:
    """What the page is made from, each table with a column setting where there are two.

    Attributes
    ----------
    rows : pandas.DataFrame
        Of both settings: `coalitions.estimates.forecast.Forecast.rows`.
    fits : pandas.DataFrame
        `coalitions.estimates.forecast.Forecast.fits`.
    scores, differences, calibration : pandas.DataFrame
        From `coalitions.estimates.forecast_scores.score_all`.
    losses, lost : pandas.DataFrame
        From `coalitions.estimates.forecast_losses`: `losses`, and `crises_lost` with a column name.
    """

    rows: pd.DataFrame
    fits: pd.DataFrame
    scores: pd.DataFrame
    differences: pd.DataFrame
    calibration: pd.DataFrame
    losses: pd.DataFrame
    lost: pd.DataFrame


def forecast_page(
    tables: ForecastTables, labels: Mapping[str, str], later: Settings, run: Run, draws: int
) -> str:
    """Write the page.

    Parameters
    ----------
    tables : ForecastTables
    labels : mapping of str to str
        What models are called, in the order of display.
    later : coalitions.settings.Settings
        Of the setting whose sources reach furthest.
    run : coalitions.settings.Run
    draws : int
        Of the bootstrap.

    Returns
    -------
    str
        Markdown.
    """
    return render(
        "forecast_page.md.j2",
        run=run.statement(),
        later=later.identity().statement().removeprefix("Configuration: "),
        last_year=later.sample.last_year,
        learned_to=LEARNED_TO,
        draws=count(draws),
        answers=[_answer(tables, setting, labels) for setting in SETTINGS],
        three="; ".join(LABELS[name] for name in HYPOTHESISED),
        folds=_folds(tables),
        losses=_losses(tables.losses),
        lost=tables.lost[["crisis", "name", "year", "rows", "joined", "sources"]],
        parts=[
            {
                "title": with_capital(SETTINGS[setting]),
                "scores": _scores(tables.scores, setting, labels),
                "differences": _differences(tables.differences, setting, labels),
                "groups": _groups(tables.calibration, setting, labels),
            }
            for setting in SETTINGS
        ],
        notes=_notes(tables.fits, labels),
    )


def _of(table, setting):
    return table[table["setting"].eq(setting)]


def _answer(tables, setting, labels):
    """Say what the three variables add, together and each alone, and what predicts best."""
    found = _of(tables.differences, setting)
    found = found[found["score"].eq(DECIDES)].set_index(["model", "rival"])
    asked = [(f"All three, {labels[model].lower()}", model, WITHOUT_ALL) for model in MODELS]
    asked += [(LABELS[name], MODELS[0], f"without_{name}") for name in HYPOTHESISED]
    lines = [
        {
            "added": what,
            "gain in log score, per 1,000 rows": _gain(found.loc[(model, rival)]),
            "verdict": found.loc[(model, rival), "verdict"] or NO_ESTIMATE,
        }
        for what, model, rival in asked
    ]
    scores = _of(tables.scores, setting)
    scores = scores[scores["score"].eq(DECIDES)].dropna(subset="value")
    best = labels[scores.loc[scores["value"].idxmax(), "model"]] if len(scores) else NO_ESTIMATE
    return {"title": with_capital(SETTINGS[setting]), "gains": pd.DataFrame(lines), "best": best}


def _gain(row):
    _, factor, form = _SHOWN[row["score"]]
    if pd.isna(row["gain"]):
        return ""
    value, low, high = (format(factor * row[name], form) for name in ("gain", "low", "high"))
    return value if pd.isna(row["low"]) else f"{value} [{low}, {high}]"


def _folds(tables):
    """Count what is learned from and what is predicted, a row a fold."""
    fits = tables.fits[tables.fits["model"].eq(MODELS[0])].set_index(["setting", "fold"])
    lines = []
    for (setting, fold), rows in tables.rows.groupby(["setting", "fold"], sort=False):
        fit = fits.loc[(setting, fold)]
        joined = rows[rows["event"].eq(1)]
        years = f"{rows['year'].min()}-{rows['year'].max()}"
        lines.append(
            {
                "setting": SETTINGS[setting],
                "years predicted": years,
                **_counted(
                    "learned from", fit["n"], fit["joined"], fit["coalitions"], fit["crises"]
                ),
                **_counted(
                    "predicted",
                    len(rows),
                    len(joined),
                    len(joined[["crisis", "part", "a"]].drop_duplicates()),
                    rows["crisis"].nunique(),
                ),
            }
        )
    return pd.DataFrame(lines)


def _counted(what, rows, joined, coalitions, crises):
    return {
        "crises, " + what: count(crises),
        "rows, " + what: count(rows),
        "partners, " + what: count(joined),
        "coalitions, " + what: count(coalitions),
        "base rate, " + what: f"{joined / rows:.2%}",
    }


def _losses(losses):
    whole = losses[losses["source"].eq("all")].set_index("period")["rows"]
    shares = losses["rows"] / losses["period"].map(whole)
    return pd.DataFrame(
        {
            "crises": losses["period"],
            "rows without a value from": losses["source"],
            "rows": losses["rows"].map(count),
            "share": shares.map(percent),
            "lack nothing else": losses["alone"].map(count),
            "partners": losses["joined"].map(count),
            "crises with such rows": losses["crises"].map(count),
            "crises with no other": losses["whole"].map(count),
        }
    )


def _scores(scores, setting, labels):
    found = _of(scores, setting).set_index(["model", "score"])
    lines = []
    for model, label in labels.items():
        line = {"model": label}
        for name, (title, factor, form) in _SHOWN.items():
            row = found.loc[(model, name)]
            value, low, high = (fixed(factor * row[end], form) for end in ("value", "low", "high"))
            line[title] = f"{value} [{low}, {high}]" if value and low else value
        lines.append(line)
    return pd.DataFrame(lines)


def _differences(differences, setting, labels):
    found = _of(differences, setting)
    lines = []
    for (model, rival), rows in found.groupby(["model", "rival"], sort=False):
        line = {"model": labels[model], "rival": labels[rival]}
        for row in rows.to_dict("records"):
            line[f"gain in {_SHOWN[row['score']][0]}"] = _gain(row)
        line["what it has beyond the rival"] = "".join(rows["verdict"]) or NO_ESTIMATE
        lines.append(line)
    return pd.DataFrame(lines)


def _groups(calibration, setting, labels):
    found = _of(calibration, setting)
    found = found[found["model"].isin((*MODELS, WITHOUT_ALL, "alliance_distance"))]
    return pd.DataFrame(
        {
            "model": found["model"].map(labels),
            "predicted between": [
                f"{low:g} and {high:g}"
                for low, high in zip(found["from"], found["to"], strict=True)
            ],
            "rows": found["rows"].map(count),
            "partners": found["joined"].map(count),
            "mean prediction": found["predicted"].map(lambda v: fixed(v, ".4f")),
            "share that joined": [
                f"{seen:.4f} [{low:.4f}, {high:.4f}]"
                for seen, low, high in zip(
                    found["observed"], found["low"], found["high"], strict=True
                )
            ],
        }
    )


def _notes(fits, labels):
    """Say of which fits a regressor stands at a constant, and which could not be had."""
    told = fits[fits["constant"].ne("") | fits["problem"].ne("")]
    return pd.DataFrame(
        {
            "setting": told["setting"].map(SETTINGS),
            "predicted": told["fold"],
            "model": told["model"].map(labels),
            "without an estimate": told["constant"],
            "not fitted because": told["problem"],
        }
    )
