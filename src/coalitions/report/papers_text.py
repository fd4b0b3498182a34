"""What the paper's text says of the signs in its Table 2, beside each row of ours."""

from dataclasses import replace

import pandas as pd

from coalitions.report.labels import coefficient_label
from coalitions.report.text_table import TextTable

COLUMN = "Paper's text"
_NOTE = (
    "Paper's text: the sign that its prose gives a coefficient in model 1, 2 or both, and in "
    "brackets the sign here where that is the other one; nothing here is held to it. Of both "
    "divergences, and of job insecurity in model 2, the text also says p < .05 (Empirical "
    "Analysis, tests of the hypotheses)."
)


def with_papers_text(table: TextTable, estimates: pd.DataFrame, stated: pd.DataFrame) -> TextTable:
    """Add a column with the signs that the paper states.

    Parameters
    ----------
    table : TextTable
        Whose column Variable has the rows of `coalitions.report.tables.models_table`.
    estimates : pandas.DataFrame
        From `coalitions.estimates.specifications.estimates`, for all models.
    stated : pandas.DataFrame
        ``results/reference/paper_signs.csv``: model, equation, term, sign.

    Returns
    -------
    TextTable
        Blank where the text says nothing of a row.
    """
    both = stated.merge(estimates, on=["model", "equation", "term"], how="left", validate="1:1")
    both["text"] = [_sign(*row) for row in zip(both["sign"], both["estimate"], strict=True)]
    cells = {
        coefficient_label(*place): _by_model(rows)
        for place, rows in both.groupby(["equation", "term"], sort=False)
    }
    frame = table.frame.assign(**{COLUMN: table.frame["Variable"].map(cells).fillna("")})
    return replace(table, frame=frame, note=f"{table.note} {_NOTE}")


def _sign(stated, estimate):
    if pd.isna(estimate):
        return f"{stated} (here\N{NO-BREAK SPACE}none)"
    found = "+" if estimate > 0 else "-"
    return stated if found == stated else f"{stated} (here\N{NO-BREAK SPACE}{found})"


def _by_model(rows):
    texts = dict(zip(rows["model"], rows["text"], strict=True))
    if len(texts) > 1 and len(set(texts.values())) == 1:
        return f"both: {rows['text'].iloc[0]}"
    return "; ".join(f"{model}: {text}" for model, text in texts.items())
