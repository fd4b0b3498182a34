"""The paper's tables, and those that describe its sample and its signs."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from coalitions.estimates.specifications import COVARIANCE_LABELS, estimation_sample
from coalitions.report.labels import LABELS, coefficient_label
from coalitions.report.number_text import coefficient, count, fixed, p_value
from coalitions.report.text_table import TextTable
from coalitions.variables.catalogue import REGRESSORS

# What the archive's code for Figure 3 holds the variables at, labelled there as means; for
# panel b also insecurity_a (results of the paper's data, against which ours can be held).
ARCHIVE_MEANS = {
    "divergence_tp": 1.1,
    "divergence_ap": 1.01,
    "insecurity_a": 0.17,
    "cinc_a": 0.017,
    "cinc_t": 0.016,
    "cinc_p": 0.016,
    "insecurity_p": 0.17,
}
# What the fits say below the coefficients: label, column, and how it is printed.
_FIT_ROWS = (
    ("Observations", "n", count),
    ("Crises", "crises", count),
    ("Coalition dyads", "joined", count),
    ("Coalitions", "coalitions", count),
    ("Log-likelihood", "log_likelihood", partial(fixed, form=".2f")),
    ("Wald test, variance equation", "wald", partial(fixed, form=".2f")),
    ("p of the Wald test", "wald_p", p_value),
)


def dyads_table(
    analysis: pd.DataFrame, coding: str, names: pd.Series, crisis: int = 255, shown: int = 3
) -> TextTable:
    """Illustrate the structure of the data with one crisis, as the paper's Table 1 does.

    Parameters
    ----------
    analysis : pandas.DataFrame
    coding : str
    names : pandas.Series
        State names by COW code.
    crisis : int
        ICB number.
    shown : int
        Rows shown of each coalition builder: partners first, then by code.

    Returns
    -------
    TextTable
        The note counts all rows of the crisis in the analysis table.
    """
    rows = analysis[analysis["crisis"].eq(crisis)]
    outcome = f"coalition_{coding}"
    rows = rows.sort_values(["a", outcome, "p"], ascending=[True, False, True])
    few = rows.groupby("a").head(shown)
    table = pd.DataFrame(
        {
            "ICB crisis": few["crisis"],
            "A (builder)": few["a"].map(names),
            "T (target)": few["t"].map(names),
            "P (potential partner)": few["p"].map(names),
            "Coalition of A and P": few[outcome],
            "Divergence T-P": few["divergence_tp"].map(fixed),
            "Divergence A-P": few["divergence_ap"].map(fixed),
            "Job insecurity of A": few["insecurity_a"].map(fixed),
        }
    )
    return TextTable(
        "Table 1. The principal belligerent-potential partner dyad structure of the data",
        table.astype(str),
        f"{len(table)} of the {len(rows)} observations of ICB crisis #255, the October-Yom Kippur "
        f"War of 1973; the paper counts 54. Coalitions by coding {coding}.",
    )


def models_table(
    estimates: pd.DataFrame, fits: pd.DataFrame, coding: str | None, covariance: str
) -> TextTable:
    """Lay out both models as the paper's Table 2.

    Parameters
    ----------
    estimates, fits : pandas.DataFrame
        From `coalitions.estimates.specifications.estimates` and `fit_statistics`, for all models.
    coding : str or None
        Coding of the coalitions; None for the authors' own data.
    covariance : str
        As for `coalitions.estimates.specifications.fit`.

    Returns
    -------
    TextTable
        One row a coefficient with its standard error in brackets, then the fit; one column a
        model.
    """
    cells = estimates.assign(cell=[coefficient(row) for row in estimates.to_dict("records")])
    cells = cells.pivot(index=["equation", "term"], columns="model", values="cell")
    order = [("mean", term) for term in (*REGRESSORS, "const")]
    order += [("variance", term) for term in ("insecurity_a", "insecurity_p")]
    cells = cells.reindex(order).dropna(how="all")
    mean = cells.index.get_level_values("equation") == "mean"
    cells[mean] = cells[mean].fillna("dropped")
    return TextTable(
        "Table 2. Empirical models of coalition formation in crises",
        side_by_side(cells, fits),
        f"{note_on_errors(covariance)} {note_on_coding(coding)}",
    )


def note_on_errors(covariance: str) -> str:
    """Say below a table of models what stands in brackets and what the star means."""
    return f"Standard errors in brackets, {COVARIANCE_LABELS[covariance]}; * p < .05, two-sided."


def note_on_coding(coding: str | None) -> str:
    """Say below a table which coding its coalitions follow, None for the authors' own data."""
    return "The authors' own data." if coding is None else f"Coalitions by coding {coding}."


def side_by_side(
    cells: pd.DataFrame, fits: pd.DataFrame, labelled: Callable[[str, str], str] = coefficient_label
) -> pd.DataFrame:
    """Lay out models side by side, their coefficients above what the fits say.

    Parameters
    ----------
    cells : pandas.DataFrame
        Coefficients as they are to be read, by equation and term (rows, in order) and model
        (columns); missing where a model does not have a coefficient.
    fits : pandas.DataFrame
        From `coalitions.estimates.specifications.fit_statistics`, for all models.
    labelled : callable
        Maps equation and term to what a coefficient is called.

    Returns
    -------
    pandas.DataFrame
        Column Variable, then one a model.
    """
    rows = {labelled(*place): row for place, row in cells.iterrows()}
    fits = fits.set_index("model")
    for label, column, printed in _FIT_ROWS:
        rows[label] = fits[column].map(printed)
    if fits["dropped"].astype(object).fillna("").ne("").any():
        rows["Dropped: predict perfectly"] = fits["dropped"]
    if not fits["converged"].all():
        rows["Converged"] = fits["converged"].map({True: "yes", False: "no"})
    table = pd.DataFrame(rows).T.fillna("")
    table.columns = [f"Model {number}: {fits.loc[number, 'title']}" for number in table.columns]
    return table.rename_axis("Variable").reset_index()


def signs_table(estimates: pd.DataFrame, stated: pd.DataFrame) -> TextTable:
    """Set the signs the paper states beside those found; reported, not enforced.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `coalitions.estimates.specifications.estimates`, for all models.
    stated : pandas.DataFrame
        ``results/reference/paper_signs.csv``: model, equation, term, sign, place.

    Returns
    -------
    TextTable
        One row a stated sign.
    """
    both = stated.merge(estimates, on=["model", "equation", "term"], how="left", validate="1:1")
    found = both["estimate"].map(lambda e: "dropped" if pd.isna(e) else "+" if e > 0 else "-")
    table = pd.DataFrame(
        {
            "Model": both["model"].astype(str),
            "Equation": both["equation"],
            "Variable": both["term"].map(LABELS),
            "Paper": both["sign"],
            "Here": found,
            "Agrees": found.eq(both["sign"]).map({True: "yes", False: "no"}),
            "p": both["p_value"].map(p_value),
        }
    )
    return TextTable(
        "Signs the paper states and signs found",
        table,
        "What is found stands as it is; nothing in this rebuild is held to the signs of the paper.",
    )


def descriptives_table(analysis: pd.DataFrame, coding: str | None) -> TextTable:
    """Describe outcome and regressors in the estimation sample.

    Parameters
    ----------
    analysis : pandas.DataFrame
        The analysis table.
    coding : str or None
        Coding of the coalitions; None for the authors' own data.

    Returns
    -------
    TextTable
        One row a variable; the last column holds what the archive's Figure 3 takes as means.
    """
    sample = estimation_sample(analysis, coding)
    numbers = sample[["coalition", *REGRESSORS]].astype(float)
    table = numbers.describe().T[["mean", "std", "min", "25%", "50%", "75%", "max"]]
    table = table.rename(columns={"std": "s.d.", "50%": "median"}).map(fixed)
    table["archive's mean"] = [
        f"{ARCHIVE_MEANS[v]:g}" if v in ARCHIVE_MEANS else "" for v in table.index
    ]
    labels = {"coalition": "Coalition of A and P", **LABELS}
    return TextTable(
        "Descriptive statistics of the estimation sample",
        table.rename(index=labels).rename_axis("Variable").reset_index(),
        f"{len(sample):,} dyads. The last column holds what the archive's code for Figure 3 labels "
        "as means of the authors' data.",
    )
