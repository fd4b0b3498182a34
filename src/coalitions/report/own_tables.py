"""What a reader sees of one's own variables and models: a table, the coverage, a codebook."""

import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from coalitions.report.codebook import codebook
from coalitions.report.labels import LABELS
from coalitions.report.number_text import coefficient, count, fixed, percent
from coalitions.report.tables import note_on_coding, note_on_errors, side_by_side
from coalitions.report.text_table import TextTable, markdown_table
from coalitions.settings import OwnFile


def own_models_table(
    paper: tuple[pd.DataFrame, pd.DataFrame],
    own: tuple[pd.DataFrame, pd.DataFrame],
    files: Iterable[OwnFile],
    coding: str | None,
    covariance: str,
) -> TextTable:
    """Lay out models of one's own beside the two of Table 2.

    Parameters
    ----------
    paper : tuple of pandas.DataFrame
        Estimates and fits of Table 2, as `coalitions.report.tables.models_table` takes them.
    own : tuple of pandas.DataFrame
        From `coalitions.estimates.own_models.fit_own_models`.
    files : iterable of coalitions.settings.OwnFile
        For the labels of their columns.
    coding : str or None
        Of the outcome ``coalition``; None for the authors' own data.
    covariance : str
        Of the paper's two models, as for `coalitions.estimates.specifications.fit`.

    Returns
    -------
    TextTable
        A model that was refused keeps its column, with the reason in the row Refused.
    """
    labels = labels_of(files)
    estimates = pd.concat([paper[0], own[0]], ignore_index=True)
    fits = pd.concat([paper[1], own[1]], ignore_index=True)
    cells = estimates.assign(cell=[coefficient(row) for row in estimates.to_dict("records")])
    seen = list(dict.fromkeys(zip(cells["equation"], cells["term"], strict=True)))
    cells = cells.pivot(index=["equation", "term"], columns="model", values="cell")
    # Terms of one's own stand behind the paper's, as they were met; the constant ends the mean.
    order = {key: place for place, key in enumerate(seen)} | {("mean", "const"): len(seen)}
    cells = cells.reindex(sorted(seen, key=lambda key: (key[0], order[key])))
    table = side_by_side(cells, fits, lambda equation, term: _label(labels, equation, term))
    if fits["problem"].notna().any():
        table.loc[len(table)] = ["Refused", *fits["problem"].fillna("")]
    return TextTable(
        "Models of one's own beside those of Table 2",
        table,
        f"Models 1 and 2: {note_on_errors(covariance)} {note_on_coding(coding)} "
        + " ".join(_stated(row) for row in own[1].to_dict("records")),
    )


def labels_of(files: Iterable[OwnFile]) -> dict[str, str]:
    """Return what a reader sees of every column, those of one's own among them."""
    own = {column: entry.label(column) for entry in files for column in entry.columns()}
    return LABELS | own


def coverage_table(coverage: pd.DataFrame) -> TextTable:
    """Show how far files of one's own reach, from `coalitions.variables.own_variables.coverage`."""
    shares = coverage["complete_known"] / coverage["complete"]
    years = [
        "" if pd.isna(first) else f"{first}-{last}"
        for first, last in zip(coverage["first_year"], coverage["last_year"], strict=True)
    ]
    frame = pd.DataFrame(
        {
            "Column": coverage["column"],
            "Label": coverage["label"],
            "File": coverage["file"],
            "Years": years,
            "Values": coverage["values"].map(count),
            "Used": coverage["used"].map(count),
            "Dyads": coverage["dyads"].map(count),
            "Known": coverage["known"].map(count),
            "Of Table 2's rows": shares.map(percent),
        }
    )
    return TextTable(
        "Variables of one's own: how far they reach",
        frame,
        "Values: not blank in the file; used: of these, for some dyad. A dyad without a value is "
        "missing, and left out of models that use the column.",
    )


def own_codebook(files: Iterable[OwnFile], coverage: pd.DataFrame) -> str:
    """Return the codebook of the run: one's own columns, then those of the study, in Markdown."""
    whose = {
        column: f"{', '.join(entry.key)}"
        + (f"; lagged {entry.lag} years" if entry.lag else "")
        + {True: "; directed", False: "; undirected", None: ""}[entry.directed]
        for entry in files
        for column in entry.columns()
    }
    rows = pd.DataFrame(
        {
            "column": [f"`{name}`" for name in coverage["column"]],
            "label": coverage["label"],
            "file": coverage["file"],
            "keyed by": coverage["column"].map(whose),
            "known in": [
                f"{known:,} of {dyads:,} dyads"
                for known, dyads in zip(coverage["known"], coverage["dyads"], strict=True)
            ],
        }
    )
    # Pages of the project that it names lie elsewhere than the run's results.
    study = re.sub(r"\[(\w+\.md)\]\(\1\)", r"docs/\1", codebook())
    head, rest = study.split("## Variables\n", 1)
    return f"{head}## Variables of one's own\n\n{markdown_table(rows)}\n\n## Variables\n{rest}"


def own_shares_table(
    shares: pd.DataFrame, files: Iterable[OwnFile], left_out: Sequence[str]
) -> TextTable:
    """Show models of one's own over all universes.

    Parameters
    ----------
    shares : pandas.DataFrame
        From `coalitions.multiverse.own_models.own_shares`.
    files : iterable of coalitions.settings.OwnFile
    left_out : list of str
        Models that use columns which universes have not.

    Returns
    -------
    TextTable
    """
    labels = labels_of(files)
    names = zip(shares["equation"], shares["term"], strict=True)
    frame = pd.DataFrame(
        {
            "Model": shares["model"],
            "Variable": [_label(labels, *name) for name in names],
            "Estimated in": shares["estimated"].map(count),
            "Positive": shares["positive"].map(percent),
            "Positive, p < .05": shares["positive_significant"].map(percent),
            "Negative, p < .05": shares["negative_significant"].map(percent),
            "Median": shares["median"].map(fixed),
        }
    )
    universes = shares["universes"].iloc[0] if len(shares) else 0
    without = f" Left out, for columns that universes have not: {', '.join(left_out)}."
    return TextTable(
        "Models of one's own across all universes",
        frame,
        f"Shares of {universes:,} universes; one without an estimate counts as none of these. "
        f"Standard errors as each model says.{without if left_out else ''}",
    )


def _label(labels: Mapping[str, str], equation: str, term: str) -> str:
    label = labels.get(term, term)
    return label if equation == "mean" else f"Variance: {label}"


def _stated(row):
    """State a model in a sentence."""
    parts = [f"Model {row['model']}, {row['title']}: {row['formula']}"]
    if pd.notna(row["scale"]):
        parts.append(f"variance: {row['scale']}")
    if pd.notna(row["sample"]):
        parts.append(f"rows with {row['sample']}")
    return "; ".join([*parts, f"errors clustered on {row['cluster']}"]) + "."
