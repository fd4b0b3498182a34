"""Influence and rare events as tables."""

from functools import partial

import pandas as pd

from coalitions.estimates.influence import most_influential, ranges, significant
from coalitions.report.labels import LABELS, coefficient_label
from coalitions.report.number_text import fixed
from coalitions.report.text_table import TextTable

_UNITS = {"crisis": "crises", "leader": "leaders of A"}

# Label, format and explanation of each of `coalitions.estimates.rare_events.diagnostics`.
_DIAGNOSTICS = {
    "dyads": ("Dyads", ",.0f", "Rows the model is fitted to."),
    "ones": ("Coalition dyads", ",.0f", "Rows in which the outcome is 1."),
    "share_of_ones": ("Share of coalition dyads", ".4f", "Rare events: most rows say little."),
    "coalitions": ("Coalitions", ",.0f", "Builders with at least one partner in a crisis."),
    "crises": ("Crises", ",.0f", "Clusters of the standard errors."),
    "crises_with_coalition": (
        "Crises with a coalition",
        ",.0f",
        "Clusters that hold an outcome of 1.",
    ),
    "crises_of_half": (
        "Crises with half of the coalition dyads",
        ",.0f",
        "The least number of crises that together hold half of them.",
    ),
    "effective_crises_of_ones": (
        "Crises of equal size that would spread coalition dyads as widely",
        ".1f",
        "One over the sum of squared shares.",
    ),
    "coefficients": ("Coefficients", ".0f", "Of both equations, with the constant."),
    "ones_per_coefficient": (
        "Coalition dyads per coefficient",
        ".1f",
        "A rule of thumb asks for 10 (Peduzzi et al. 1996); dyads of one coalition are not "
        "independent, so this flatters.",
    ),
    "crises_with_coalition_per_coefficient": (
        "Crises with a coalition per coefficient",
        ".1f",
        "The same for independent clusters.",
    ),
    "smallest_cell": (
        "Rows with {of}",
        ",.0f",
        "The rarest combination of this variable with the outcome; 0 would be separation.",
    ),
    "largest_probability": (
        "Largest fitted probability",
        ".3f",
        "Close to 1 the model would claim certainty.",
    ),
    "largest_leverage": (
        "Largest leverage of a row",
        ".3f",
        "From 0 to 1, where a row fixes a coefficient alone; all rows sum to the coefficients.",
    ),
    "rows_with_leverage": (
        "Rows with leverage",
        ",.0f",
        "More than twice the mean (Belsley, Kuh and Welsch 1980).",
    ),
    "ones_with_leverage": (
        "Coalition dyads among them",
        ",.0f",
        "Of the rows with leverage, those in which the outcome is 1.",
    ),
    "largest_crisis_leverage": (
        "Largest leverage of a crisis, in means",
        ".1f",
        "The sum of its rows' leverages over that of the average crisis.",
    ),
    "effective_clusters": (
        "Effective number of crises: {of}",
        ".1f",
        "Crises of equal weight that would say as much (Carter, Schnepel and Steigerwald 2017, "
        "errors within a crisis fully dependent); where they are few, the normal is a poor guide.",
    ),
    "separates": (
        "Regressors that separate",
        ".0f",
        "Whether a combination predicts the outcome in some rows (linear programme).",
    ),
    "condition_number": (
        "Condition number",
        ".1f",
        "Of the weighted, standardised regressors; above 30 some are near to dependent.",
    ),
}


def influential_table(table: pd.DataFrame, shown: int = 5) -> TextTable:
    """Lay out the crises and leaders that move each main coefficient most.

    Parameters
    ----------
    table : pandas.DataFrame
        From `coalitions.estimates.influence.leave_one_out`, with names.
    shown : int
        Units per model, coefficient and kind of unit.

    Returns
    -------
    TextTable
    """
    few = most_influential(table, shown)
    pairs = zip(few["equation"], few["term"], strict=True)
    held = significant(few["estimate"], few["std_error"])
    verdict = held.map({True: "no longer p < .05", False: "becomes p < .05"})
    rows = pd.DataFrame(
        {
            "Model": few["model"].astype(str),
            "Coefficient": [coefficient_label(*pair) for pair in pairs],
            "Left out": few["name"],
            "Kind": few["unit"].map({"crisis": "crisis", "leader": "leader of A"}),
            "Dyads": few["rows"].astype(str),
            "Coalition dyads": few["joined"].astype(str),
            "All": _with_error(few["estimate"], few["std_error"]),
            "Without": _with_error(few["without"], few["std_error_without"]),
            "Change, s.e.": few["change_in_se"].map(partial(fixed, form="+.2f")),
            "Sign": few["sign_changes"].map({True: "changes", False: ""}),
            "Verdict": verdict.where(few["verdict_changes"].astype(bool), ""),
        }
    )
    return TextTable(
        "The crises and leaders that move the main coefficients most",
        rows,
        "The paper's models. Each refit leaves out all dyads of one crisis, or all dyads in which "
        "one leader's job insecurity stands for A. Standard errors in "
        "brackets, clustered on the crisis, also at the refit; change in standard errors of the "
        "estimate from all rows.",
    )


def ranges_table(table: pd.DataFrame) -> TextTable:
    """Lay out how far all removals of a kind move each main coefficient.

    Parameters
    ----------
    table : pandas.DataFrame
        From `coalitions.estimates.influence.leave_one_out`.

    Returns
    -------
    TextTable
    """
    found = ranges(table)
    pairs = zip(found["equation"], found["term"], strict=True)
    units = found["removals"].astype(str) + " " + found["unit"].map(_UNITS)
    rows = pd.DataFrame(
        {
            "Model": found["model"].astype(str),
            "Coefficient": [coefficient_label(*pair) for pair in pairs],
            "Left out, one at a time": units,
            "All": _with_error(found["estimate"], found["std_error"]),
            "Lowest": found["lowest"].map(fixed),
            "Highest": found["highest"].map(fixed),
            "Sign changes": found["sign_changes"].astype(str),
            "Verdict changes": found["verdict_changes"].astype(str),
            "No maximum": found["no_maximum"].astype(str),
        }
    )
    return TextTable(
        "Main coefficients without each crisis and each leader",
        rows,
        "Lowest and highest estimate over all removals; how many of them change the sign, or the "
        "verdict at p < .05, and how many leave no maximum of the likelihood.",
    )


def _with_error(estimate, error):
    return estimate.map(fixed) + " (" + error.map(fixed) + ")"


def diagnostics_table(table: pd.DataFrame, crises: pd.Series | None = None) -> TextTable:
    """Lay out the diagnostics of both models side by side.

    Parameters
    ----------
    table : pandas.DataFrame
        From `coalitions.estimates.rare_events.diagnostics`, for all models.
    crises : pandas.Series, optional
        Names by crisis number.

    Returns
    -------
    TextTable
        Columns Diagnostic, one a model, What it says.
    """
    place = {diagnostic: i for i, diagnostic in enumerate(_DIAGNOSTICS)}
    rows: dict[str, dict[str, str]] = {}
    for row in sorted(table.itertuples(), key=lambda row: place[row.diagnostic]):
        label, form, says = _DIAGNOSTICS[row.diagnostic]
        cells = rows.setdefault(label.format(of=_concerned(row)), {"What it says": says})
        cells[f"Model {row.model}"] = fixed(row.value, form)
        if row.diagnostic == "separates":
            cells[f"Model {row.model}"] = "yes" if row.value else "none"
        if row.diagnostic == "largest_crisis_leverage":
            name = row.of if crises is None else crises.get(int(row.of), row.of)
            cells[f"Model {row.model}"] += f" ({name})"
    found = pd.DataFrame(rows).T.fillna("").rename_axis("Diagnostic").reset_index()
    models = [f"Model {number}" for number in table["model"].unique()]
    return TextTable(
        "How much the data can say: rare events, leverage and clusters",
        found[["Diagnostic", *models, "What it says"]],
        "Both of the paper's models on their estimation sample, clustered on the crisis.",
    )


def _concerned(row):
    """Say in words which cell or coefficient a diagnostic is about."""
    if row.diagnostic == "smallest_cell":
        term, cell = row.of.split(" = ", 1)
        return f"{LABELS[term]} = {cell}"
    if row.diagnostic == "effective_clusters":
        return coefficient_label(*row.of.split(":"))
    return ""
