"""Job insecurity as a family, and the standard errors that count its uncertainty, as tables."""

from functools import partial

import pandas as pd

from coalitions.estimates.generated_regressors import BOTH, FIRST_STAGE, IDEAL_POINTS
from coalitions.estimates.specifications import MAIN
from coalitions.report.labels import coefficient_label
from coalitions.report.number_text import fixed
from coalitions.report.text_table import TextTable

_CHOICES = {
    "": "",
    "model": "Model",
    "leaders": "Leaders",
    "growth_series": "Growth",
    "growth_year": "Year of growth",
    "changes": "Prior changes",
    "natural_deaths": "Natural deaths",
}


def one_choice_table(family: pd.DataFrame, chosen: pd.DataFrame) -> TextTable:
    """Lay out the variants that differ from the default in one choice.

    Parameters
    ----------
    family : pandas.DataFrame
        Rows of `coalitions.insecurity.family.summarise`.
    chosen : pandas.DataFrame
        From `coalitions.insecurity.family.one_at_a_time`.

    Returns
    -------
    TextTable
        One row a variant; a variant that could not be estimated has its reason in the last
        column.
    """
    rows = family.set_index("variant").loc[chosen.index]

    def numbers(column, form):
        return rows[column].map(partial(fixed, form=form)).to_numpy()

    table = pd.DataFrame(
        {
            "Choice": chosen["changed"].map(_CHOICES).to_numpy(),
            "Taken": chosen["name"].to_numpy(),
            "Leader-years": numbers("leader_years", ",.0f"),
            "Exits": numbers("exits", ",.0f"),
            "Mean": numbers("mean", ".3f"),
            "s.d.": numbers("sd", ".3f"),
            "Brier score": numbers("brier", ".3f"),
            "Calibration slope": numbers("calibration_slope", ".2f"),
            "Largest gap": numbers("largest_gap", ".3f"),
            "AUC": numbers("auc", ".3f"),
            "Correlation": numbers("pearson", ".3f"),
            "Rank correlation": numbers("spearman", ".3f"),
            "After a change": numbers("after_change", "+.3f"),
            "At a change": numbers("at_change", "+.3f"),
        }
    )
    problems = rows["problem"].fillna("").to_numpy()
    if (problems != "").any():
        table["Problem"] = problems
    return TextTable(
        "Job insecurity with one choice changed at a time",
        table,
        "Yearly probability that the leader in office on 1 January loses office. Calibration "
        "slope: of a logit of the exit on the logit of its prediction, 1 at best. Largest gap: "
        "between predicted and observed exits over deciles. Correlations: with the default, over "
        "the state-years of both. After a change: mean where the leader is another than a year "
        "before, less the mean elsewhere. At a change: mean step from the old leader's last year "
        "to the new one's first.",
    )


def generated_table(
    generated: pd.DataFrame, draws: int, release: str, without_interval: int
) -> TextTable:
    """Set the standard errors of the main coefficients side by side.

    Parameters
    ----------
    generated : pandas.DataFrame
        From `coalitions.estimates.generated_regressors.generated`.
    draws : int
        Draws of each source.
    release : str
        Release of the ideal points whose intervals tell their spread.
    without_interval : int
        State-years without an interval.

    Returns
    -------
    TextTable
        One row a model and coefficient; standard errors as in Table 2 and with each source of
        uncertainty there is, and the mean over draws of the last of them.
    """
    sources = [s for s in (FIRST_STAGE, IDEAL_POINTS, BOTH) if s in set(generated["source"])]
    cells = generated.set_index(["source", "model", "equation", "term"])
    rows = []
    for model in sorted(generated["model"].unique()):
        for equation, term in MAIN:
            keys = [(source, model, equation, term) for source in sources]
            if keys[0] not in cells.index:
                continue
            one = cells.loc[keys]
            rows.append(
                {
                    "Model": str(model),
                    "Variable": coefficient_label(equation, term),
                    "Estimate": fixed(one["estimate"].iloc[0]),
                    "Standard error": fixed(one["std_error"].iloc[0]),
                    **{
                        f"with {source}": fixed(row["std_error_total"])
                        for source, row in zip(sources, one.to_dict("records"), strict=True)
                    },
                    f"Mean of draws, {sources[-1]}": fixed(one["mean_of_draws"].iloc[-1]),
                }
            )
    failed = generated.groupby("source", sort=False)["failed"].max()
    return TextTable(
        "Standard errors that count the uncertainty of the generated regressors",
        pd.DataFrame(rows),
        "The paper's models. Standard error: clustered on the crisis, regressors taken as known. "
        "First stage: plus the covariance over draws of leaders, samples taken as independent. "
        "Ideal points, and both: Rubin's rules over draws, state-years taken as independent; the "
        f"spread is that of the release {release}. Drawing adds noise, which attenuates the mean "
        "of draws; the covariance within draws is taken at these attenuated fits, so a standard "
        "error that falls under ideal points or both reflects that and is not a gain in precision. "
        f"{draws} draws; without a fit: "
        + ", ".join(f"{source} {fits}" for source, fits in failed.items())
        + f". State-years without an interval, held at their point: {without_interval}.",
    )
