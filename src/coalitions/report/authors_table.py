"""Table 2 with a column of the authors' own data beside each of this rebuild's."""

import pandas as pd

from coalitions.report.tables import models_table, note_on_coding, note_on_errors
from coalitions.report.text_table import TextTable

_APART = "On the authors' data clustered on the crisis alone, as their file names no builder."


def authors_table(
    ours: tuple[pd.DataFrame, pd.DataFrame],
    theirs: tuple[pd.DataFrame, pd.DataFrame],
    coding: str | None,
    covariance: str,
) -> TextTable:
    """Set the models on both data side by side.

    Parameters
    ----------
    ours, theirs : pair of pandas.DataFrame
        Coefficients and fits, as for `coalitions.report.tables.models_table`.
    coding : str or None
        Coding of our coalitions.
    covariance : str
        Of our models.

    Returns
    -------
    TextTable
        The rows of Table 2; a cell is blank where one of the two has no such row.
    """
    here = models_table(*ours, coding, covariance)
    there = models_table(*theirs, None, covariance).frame.set_index("Variable")
    table = here.frame.set_index("Variable")
    models = list(table.columns)
    rows = table.index.append(there.index.difference(table.index, sort=False))
    both = {}
    for model in models:
        both[f"{model}, here"] = table[model].reindex(rows, fill_value="")
        both[f"{model}, authors' data"] = there[model].reindex(rows, fill_value="")
    notes = [note_on_errors(covariance)]
    notes += [_APART] if covariance == "two_way" else []
    notes += [f"Here: {note_on_coding(coding)[:1].lower()}{note_on_coding(coding)[1:]}"]
    return TextTable(
        f"{here.title}, here and on the authors' own data",
        pd.DataFrame(both).reset_index(),
        " ".join(notes),
    )
