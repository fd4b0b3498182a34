"""Tables for the paper's readers, each written as CSV, Markdown, HTML and LaTeX."""

from html import escape
from pathlib import Path

import pandas as pd

from coalitions.report.labels import LABELS
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


def write_table(table, stem, caption, note, run):
    """Write a table of text as ``stem`` .csv, .md, .html and .tex.

    Parameters
    ----------
    table : pandas.DataFrame
        Cells as they are to be read; the index is not written.
    stem : path
        Path without its ending.
    caption, note : str
        Stand above and below the table.
    run : coalitions.settings.Run
        The run it belongs to, said behind the note.
    """
    stem = Path(stem)
    note = f"{note} {run.statement()}"
    table.to_csv(stem.with_suffix(".csv"), index=False)
    markdown = table.to_markdown(index=False, disable_numparse=True)
    _write(stem.with_suffix(".md"), f"**{caption}**\n\n{markdown}\n\n{note}\n")
    body = table.to_html(index=False, border=0, na_rep="")
    above, below = (escape(text, quote=False) for text in (caption, note))
    body = body.replace("<thead>", f"<caption>{above}</caption>\n  <thead>", 1)
    _write(stem.with_suffix(".html"), f"{body}\n<p>{below}</p>\n")
    latex = table.style.hide(axis="index").format(escape="latex", na_rep="")
    latex = latex.format_index(escape="latex", axis="columns")
    text = latex.to_latex(hrules=True, caption=_latex(caption), position_float="centering")
    below = f"\\par\\smallskip\\footnotesize {_latex(note)}\n\\end{{table}}"
    _write(stem.with_suffix(".tex"), text.replace(r"\end{table}", below))


def table_1(analysis, coding, names, crisis=255, shown=3):
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
    table : pandas.DataFrame
        The rows shown.
    count : int
        Rows of the crisis in the analysis table.
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
            "Divergence T-P": few["divergence_tp"].map(_number),
            "Divergence A-P": few["divergence_ap"].map(_number),
            "Job insecurity of A": few["insecurity_a"].map(_number),
        }
    )
    return table.astype(str), len(rows)


def table_2(estimates, fits):
    """Lay out both models as the paper's Table 2.

    Parameters
    ----------
    estimates, fits : pandas.DataFrame
        From `coalitions.estimates.specifications.estimates` and `fit_statistics`, for all models.

    Returns
    -------
    pandas.DataFrame
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
    return side_by_side(cells, fits, LABELS)


def side_by_side(cells, fits, labels):
    """Lay out models side by side, their coefficients above what the fits say.

    Parameters
    ----------
    cells : pandas.DataFrame
        Coefficients as they are to be read, by equation and term (rows, in order) and model
        (columns); missing where a model does not have a coefficient.
    fits : pandas.DataFrame
        From `coalitions.estimates.specifications.fit_statistics`, for all models.
    labels : mapping of str to str
        What the terms are called.

    Returns
    -------
    pandas.DataFrame
        Column Variable, then one a model.
    """
    rows = {}
    for (equation, term), row in cells.iterrows():
        rows[labels[term] if equation == "mean" else f"Variance: {labels[term]}"] = row
    fits = fits.set_index("model")
    for label, column, form in (
        ("Observations", "n", "{:,.0f}"),
        ("Crises", "crises", "{:,.0f}"),
        ("Coalition dyads", "joined", "{:,.0f}"),
        ("Coalitions", "coalitions", "{:,.0f}"),
        ("Log-likelihood", "log_likelihood", "{:.2f}"),
        ("Wald test, variance equation", "wald", "{:.2f}"),
    ):
        rows[label] = fits[column].map(form.format).where(fits[column].notna())
    rows["p of the Wald test"] = fits["wald_p"].map(p_value)
    if fits["dropped"].fillna("").ne("").any():
        rows["Dropped: predict perfectly"] = fits["dropped"]
    if not fits["converged"].all():
        rows["Converged"] = fits["converged"].map({True: "yes", False: "no"})
    table = pd.DataFrame(rows).T.fillna("")
    table.columns = [f"Model {number}: {fits.loc[number, 'title']}" for number in table.columns]
    return table.rename_axis("Variable").reset_index()


def signs(estimates, stated):
    """Set the signs the paper states beside those found; reported, not enforced.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `coalitions.estimates.specifications.estimates`, for all models.
    stated : pandas.DataFrame
        ``results/reference/paper_signs.csv``: model, equation, term, sign, place.

    Returns
    -------
    pandas.DataFrame
        One row a stated sign.
    """
    both = stated.merge(estimates, on=["model", "equation", "term"], how="left", validate="1:1")
    found = both["estimate"].map(lambda e: "dropped" if pd.isna(e) else "+" if e > 0 else "-")
    return pd.DataFrame(
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


def descriptives(sample):
    """Describe outcome and regressors in the estimation sample.

    Returns
    -------
    pandas.DataFrame
        One row a variable; the last column holds what the archive's Figure 3 takes as means.
    """
    numbers = sample[["coalition", *REGRESSORS]].astype(float)
    table = numbers.describe().T[["mean", "std", "min", "25%", "50%", "75%", "max"]]
    table = table.rename(columns={"std": "s.d.", "50%": "median"}).map(_number)
    table["archive's mean"] = [
        f"{ARCHIVE_MEANS[v]:g}" if v in ARCHIVE_MEANS else "" for v in table.index
    ]
    labels = {"coalition": "Coalition of A and P", **LABELS}
    return table.rename(index=labels).rename_axis("Variable").reset_index()


def coefficient(row):
    """Print an estimate with its star and standard error; `row` is one of the estimates."""
    star = "*" if row["p_value"] < 0.05 else ""
    return f"{row['estimate']:.3f}{star} ({row['std_error']:.3f})"


def p_value(value):
    """Print a p-value with three decimals, and none as nought."""
    return "" if pd.isna(value) else "<0.001" if value < 0.001 else f"{value:.3f}"


def percent(share):
    """Print a share in whole percent, and none but nought as nought, none but all as all."""
    # A share that misses all or nought by rounding only is all or nought.
    share = round(share, 9)
    if 0 < share <= 0.005 or 0.995 <= share < 1:
        return "<1%" if share < 0.5 else ">99%"
    return "" if pd.isna(share) else f"{100 * share:.0f}%"


def _write(path, text):
    path.write_text(text, encoding="utf-8")


def _number(value):
    return "" if pd.isna(value) else f"{value:.3f}"


def _latex(text):
    special = {c: rf"\{c}" for c in "%&#_${}"} | {"<": "$<$", ">": "$>$"}
    special |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return text.translate(str.maketrans(special))
