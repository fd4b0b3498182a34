"""The page on the hypotheses: the verdict on each, and all that carries it."""

from dataclasses import dataclass

import pandas as pd

from coalitions.estimates.forecast_scores import DOES_NOT
from coalitions.report.answer import (
    ALL,
    WORDINGS,
    answer,
    estimate_in_words,
    excluded_in_words,
    size_in_words,
)
from coalitions.report.number_text import (
    between,
    count,
    fixed,
    p_value,
    percent,
    percents,
)
from coalitions.report.rendering import render
from coalitions.report.single_crises import each_in_words, turned_in_words
from coalitions.settings import Run

# What of the forecast speaks to a hypothesis: the model that has its term, and the one without.
_FORECASTS = {
    "h1_tp": ("model_1", "without_divergence_tp"),
    "h1_ap": ("model_1", "without_divergence_ap"),
    "h2": ("model_1", "without_insecurity_a"),
    "h3": ("model_2", "model_1"),
}
_SETTINGS = {"later": "crises after 1999", "decades": "each decade from the others"}
# A verdict of the forecast that in a cell of its own would not say what.
_SAID_OF_FORECASTS = {DOES_NOT: "makes worse"}
# Standard errors between zero and an effect found in 80% of samples, two-sided at 5%.
_EIGHTY_PERCENT = 2.8


@dataclass(frozen=True)
class Tables:
    """What the page draws on.

    Attributes
    ----------
    answers : pandas.DataFrame
        From `coalitions.estimates.answers.answers`.
    verdicts : pandas.DataFrame
        From `coalitions.multiverse.verdicts.verdict_table`.
    power, smallest, excluded : pandas.DataFrame
        From `coalitions.power`.
    differences : pandas.DataFrame
        From `coalitions.estimates.forecast`.
    identification : pandas.DataFrame
        From `coalitions.estimates.identification.summary`.
    decisive : pandas.DataFrame
        From `coalitions.estimates.influence.decisive`.
    """

    answers: pd.DataFrame
    verdicts: pd.DataFrame
    power: pd.DataFrame
    smallest: pd.DataFrame
    excluded: pd.DataFrame
    differences: pd.DataFrame
    identification: pd.DataFrame
    decisive: pd.DataFrame


def hypotheses_page(run: Run, tables: Tables) -> str:
    """Write the page.

    Parameters
    ----------
    run : coalitions.settings.Run
    tables : Tables

    Returns
    -------
    str
        Markdown.
    """
    found = tables.answers.set_index("hypothesis", drop=False)
    verdicts = tables.verdicts.set_index("hypothesis", drop=False)
    pieces = [_piece(name, found, verdicts, tables) for name in verdicts.index]
    return render(
        "hypotheses_page.md.j2",
        run=run.statement(),
        answer=answer(tables.verdicts),
        turned=turned_in_words(tables.decisive),
        summary=summary_table(tables),
        pieces=pieces,
    )


def summary_table(tables: Tables) -> pd.DataFrame:
    """Set verdict, estimate, power, universes and forecast side by side, one row a hypothesis."""
    found = tables.answers.set_index("hypothesis", drop=False)
    rows = []
    for row in tables.verdicts.itertuples():
        rows.append(
            {
                "Hypothesis": WORDINGS[row.hypothesis].short,
                "Verdict": row.verdict,
                "Estimate": estimate_in_words(found.loc[row.hypothesis]),
                "Power": power_in_words(tables.power, row.hypothesis),
                "Universes for, against": f"{percent(row.share_supported)}, "
                f"{percent(row.share_contradicted)}",
                **_forecast_in_words(tables, row.hypothesis),
            }
        )
    return pd.DataFrame(rows)


def power_in_words(power: pd.DataFrame, hypothesis: str) -> str:
    """Say how often an effect of the size that the paper implies is found, and one that is none.

    Without the second the first says little.

    Parameters
    ----------
    power : pandas.DataFrame
        From `coalitions.power`.
    hypothesis : str

    Returns
    -------
    str
        Ranges over the kinds of errors; empty without any draws.
    """
    found = _cells(power, hypothesis, 1)["detected"] if _sized(hypothesis) else []
    said = percents(found) if len(found) else "no size implied"
    false = _cells(power, hypothesis, 0)["rejected"]
    if len(false):
        return f"{said}; without any effect {percents(false)}"
    return said if len(found) else ""


def _piece(name, found, verdicts, tables):
    row, judged = found.loc[name], verdicts.loc[name]
    return {
        "title": WORDINGS[name].short,
        "verdict": judged["verdict"],
        "because": judged["because"],
        "estimate": estimate_in_words(row),
        "size": size_in_words(row),
        "excluded": excluded_in_words(row),
        "by_all": excluded_in_words(_hull(tables.excluded, row)),
        "power": _power(name, row, tables),
        "supported": percent(judged["share_supported"]),
        "contradicted": percent(judged["share_contradicted"]),
        "universes": count(judged["universes"]),
        "joint": _joint(judged),
        "forecast": _forecast(tables, name),
        "single_crises": each_in_words(tables.decisive, ALL[name]),
        "as_claimed": _as_claimed(tables.identification) if name in ("h2", "h3") else "",
    }


def _hull(excluded, row):
    """Return the hull of all intervals, or the run's own where there is none."""
    of = excluded[excluded["hypothesis"].eq(row["hypothesis"])]
    widest = of[of["interval"].eq("all three")]
    if widest.empty:
        return row
    return pd.concat([row.drop(["low", "high"]), widest.iloc[0][["low", "high"]]])


def _sized(name):
    return ALL[name].implied is not None


def _cells(power, name, multiple):
    return power[
        power["hypothesis"].eq(name)
        & power["model"].eq(ALL[name].model)
        & power["multiple"].eq(multiple)
    ]


def _power(name, row, tables):
    none = _cells(tables.power, name, 0)["rejected"]
    size = (
        f"Where there is no effect, p < .05 comes in {percents(none)} of samples."
        if len(none)
        else ""
    )
    if not _sized(name):
        found = fixed(_EIGHTY_PERCENT * row["std_error"] * row["typical_sd"], ".2f")
        return (
            f"The paper implies no size. By its standard error, an effect of {found} a standard "
            f"deviation would be found in 80% of samples. {size}"
        ).strip()
    detected = _cells(tables.power, name, 1)["detected"]
    smallest = tables.smallest[
        tables.smallest["hypothesis"].eq(name) & tables.smallest["model"].eq(ALL[name].model)
    ]
    reached = smallest["multiple"].dropna()
    far = f"{smallest['farthest'].max():.0f} times"
    needed = (
        f"beyond {far} its size"
        if reached.empty
        else f"{between(*(f'{end:.1f}' for end in (reached.min(), reached.max())))} times its size"
        + ("" if len(reached) == len(smallest) else f", or beyond {far},")
    )
    return (
        f"An effect as the paper implies is found in {percents(detected)} of samples, by the kind "
        f"of errors; to be found in 80% it would have to be {needed}. {size}"
    ).replace(",.", ".")


def _joint(judged):
    if pd.isna(judged["joint_p"]):
        return "no joint test"
    at_floor = judged["joint_p"] <= judged["joint_floor"]
    p = f"at most {judged['joint_p']:.3f}" if at_floor else p_value(judged["joint_p"])
    toward = "in" if judged["median_z"] > 0 else "against"
    return f"joint test {toward} the expected direction, p {p}"


def _as_claimed(identification):
    """Say what the best fit with the signs of H2 and H3 has, and what it loses."""
    value = identification.set_index("name")["value"]
    beta, gamma, drop = (value[f"claimed_{what}"] for what in ("beta", "gamma", "drop"))
    if pd.isna(drop):
        return ""
    return (
        f"The best fit with the signs of both H2 and H3 has {beta:.2f} in the mean and {gamma:.2f} "
        f"in the variance, and a log-likelihood lower by {drop:.2f}."
    )


def _forecast_in_words(tables, name):
    """Say of each setting whether the variable adds to predictions, by its column."""
    said = {setting: verdict for setting, _, verdict in _forecast(tables, name)}
    return {
        f"Forecast: {setting}": _SAID_OF_FORECASTS.get(said.get(setting, ""), said.get(setting, ""))
        for setting in _SETTINGS.values()
    }


def _forecast(tables, name):
    """Return setting, gain with interval per 1,000 rows, and verdict."""
    if name not in _FORECASTS:
        return []
    model, rival = _FORECASTS[name]
    of = tables.differences
    rows = of[of["model"].eq(model) & of["rival"].eq(rival) & of["score"].eq("log_score")]
    return [
        (
            _SETTINGS[row.setting],
            f"{1000 * row.gain:.1f} [{1000 * row.low:.1f}, {1000 * row.high:.1f}]",
            row.verdict,
        )
        for row in rows.itertuples()
    ]
