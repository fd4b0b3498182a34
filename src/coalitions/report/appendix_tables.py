"""The appendix as it is read: one table for each of its tables, in the layout of Table 2."""

import pandas as pd

from coalitions.report.labels import MEASURE_LABELS
from coalitions.report.number_text import coefficient
from coalitions.report.tables import note_on_coding, note_on_errors, side_by_side
from coalitions.report.text_table import TextTable
from coalitions.variables.catalogue import REGRESSORS
from coalitions.variables.other_measures import STANDS_FOR

CAPTIONS = {
    "A2": "Table A2. Affinity of UN votes in place of the divergence of ideal points",
    "A4": "Table A4. Democratic and other builders apart; no job insecurity",
    "polity2": "Polity2 scores in place of the dummies for democracy",
    "similarity": "Other measures of the similarity of votes (not in the paper)",
}
NOTES = {
    "A2": "S is computed from recorded votes, with the lag of the ideal points. Affinity grows "
    "where divergence falls, so the paper expects the signs to be the reverse of Table 2.",
    "A4": "Models 1 and 2 split the rows of Table 2 by whether A is a democracy.",
    "polity2": "Footnote 16 of the paper announces these models and states no result.",
    "similarity": "Not the paper's: kappa and pi correct the similarity of votes for agreement "
    "by chance (Häge 2011), which S does not.",
}
NOT_ESTIMABLE = "not estimable"


def appendix_table(
    name: str, estimates: pd.DataFrame, fits: pd.DataFrame, coding: str | None, covariance: str
) -> TextTable:
    """Lay out the models of one table of the appendix.

    Parameters
    ----------
    name : str
        One of `CAPTIONS`.
    estimates, fits : pandas.DataFrame
        From `coalitions.estimates.appendix.fit_all`; rows of other tables are left out.
    coding : str or None
        Coding of the coalitions; None for the authors' own data.
    covariance : str
        As for `coalitions.estimates.specifications.fit`.

    Returns
    -------
    TextTable
        As `coalitions.report.tables.side_by_side` gives it. A model that could not be estimated
        keeps its column, with the reason in the row Problem.
    """
    estimates, fits = (table[table["table"].eq(name)] for table in (estimates, fits))
    failed = set(fits.loc[fits["problem"].notna(), "model"])

    def cell(row):
        if row["model"] in failed:
            return NOT_ESTIMABLE
        return "dropped" if pd.isna(row["estimate"]) else coefficient(row)

    cells = estimates.assign(cell=[cell(row) for row in estimates.to_dict("records")])
    cells = cells.pivot(index=["equation", "term"], columns="model", values="cell")
    order = sorted(cells.index, key=_place)
    table = side_by_side(cells.reindex(order), fits)
    if failed:
        problems = fits["problem"].fillna("").tolist()
        table.loc[len(table)] = ["Problem", *problems]
    return TextTable(CAPTIONS[name], table, _note(name, fits, coding, covariance))


def _note(name, fits, coding, covariance):
    """Say how a table is to be read, and why its models differ in their rows."""
    rows = {
        model: f"{int(n):,}"
        for model, n in zip(fits["model"], fits["n"], strict=True)
        if pd.notna(n)
    }
    each = [f"{n} in model {model}" for model, n in rows.items()]
    if len(rows) == len(fits) and len(set(rows.values())) == 1:
        each = [rows[fits["model"].iloc[0]]]
    return (
        f"{note_on_errors(covariance)} The variance equation is the paper's. "
        f"{note_on_coding(coding)} Each model takes every row in which its own regressors are "
        f"known: {', '.join(each) or 'none'}. {NOTES[name]}"
    )


def _place(key):
    """Sort terms as Table 2 does, each measure where the regressor it replaces stands."""
    equation, term = key
    order = [*REGRESSORS, "const"]
    measures = ["", *MEASURE_LABELS]
    replaced = order.index(STANDS_FOR.get(term, term))
    return equation == "variance", replaced, measures.index(term if term in measures else "")
