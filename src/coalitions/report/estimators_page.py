"""The estimators that a reviewer asks for, side by side, as a page."""

import pandas as pd

from coalitions.estimates.alternatives import DROPS_OUT, TESTS
from coalitions.report.labels import LABELS
from coalitions.report.number_text import coefficient, count, fixed, p_value
from coalitions.report.rendering import render
from coalitions.settings import Run

_HEADS = {
    "divergence_tp": "Divergence T-P",
    "divergence_ap": "Divergence A-P",
    "insecurity_a": "Job insecurity A",
    "insecurity_a_x_divergence_tp": "Insecurity x T-P",
    "insecurity_a_x_divergence_ap": "Insecurity x A-P",
}
_OF_BUILDERS = {
    "divergence_tp": "Divergence T-P, mean over candidates",
    "divergence_ap": "Divergence A-P, mean over candidates",
    "log_candidates": "Candidates, logarithm",
}


def estimators_page(
    estimates: pd.DataFrame,
    effects: pd.DataFrame,
    within: pd.DataFrame,
    coalitions: pd.DataFrame,
    run: Run,
) -> str:
    """Write the page.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `coalitions.estimates.alternatives.compare_estimators`.
    effects : pandas.DataFrame
        From `coalitions.estimates.alternatives.effects_of_groups`.
    within : pandas.DataFrame
        Estimates of `coalitions.estimates.conditional_logit.fit_within_builders`; empty where there
        are none.
    coalitions : pandas.DataFrame
        From `coalitions.estimates.alternatives.any_coalition`.
    run : coalitions.settings.Run

    Returns
    -------
    str
        Markdown.
    """
    groups = [rows for _, rows in estimates.groupby("estimator", sort=False)]
    by_name = {rows["estimator"].iloc[0]: rows.iloc[0] for rows in groups}
    failed = estimates[estimates["problem"].notna() & estimates["problem"].ne(DROPS_OUT)]
    return render(
        "estimators_page.md.j2",
        run=run.statement(),
        probit=by_name["probit"],
        within=by_name["within"],
        builders=by_name["any_coalition"],
        coefficients=pd.DataFrame([_coefficients(rows) for rows in groups]),
        verdicts=pd.DataFrame([_verdicts(rows) for rows in groups]),
        failed=sorted({f"{row.label}: {row.problem}" for row in failed.itertuples()}),
        notes=_notes(estimates),
        effects=_effects(effects),
        within_table=_table(within, LABELS),
        builders_table=_table(coalitions, LABELS | _OF_BUILDERS),
    )


def _notes(estimates):
    """Say once of each estimator what was done to its covariance."""
    noted = estimates[estimates["note"].notna()].drop_duplicates(["label", "note"])
    return [f"{row.label}: {row.note}" for row in noted.itertuples()]


def _coefficients(rows):
    """Lay out one estimator's coefficients and what they rest on."""
    first = rows.iloc[0]
    named = {"estimator": first["label"], "unit": first["scale"]}
    cells = {_HEADS[row["term"]]: _cell(row) for _, row in rows.iterrows()}
    counted = {"N": count(first["n"]), "coalition dyads": count(first["joined"])}
    return named | cells | counted


def _cell(row):
    if pd.isna(row["estimate"]):
        return "drops out" if row["problem"] == DROPS_OUT else "no estimate"
    return coefficient(row)


def _verdicts(rows):
    judged = rows[rows["term"].isin(TESTS)]
    cells = {_HEADS[row.term]: row.verdict for row in judged.itertuples()}
    return {"estimator": rows["label"].iloc[0]} | cells


def _effects(effects):
    return pd.DataFrame(
        {
            "shared by": [f"a {name}" for name in effects["effect"]],
            "groups": effects["groups"].map(count),
            "standard deviation": effects["sigma"].map(fixed),
            "variance": effects["variance"].map(fixed),
            "share of the error": effects["shared"].map(fixed),
            "p of none": effects["pooled_p"].map(p_value),
        }
    )


def _table(estimates, labels):
    return pd.DataFrame(
        {
            "term": [labels[term] for term in estimates["term"]],
            "estimate": [coefficient(row) for _, row in estimates.iterrows()],
            "p": estimates["p_value"].map(p_value),
        }
    )
