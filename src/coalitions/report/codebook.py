"""The codebook of the analysis table, from the catalogue of variables."""

import pandas as pd

from coalitions.report.text_table import markdown_table
from coalitions.settings import Variables
from coalitions.variables.catalogue import STANDS_FOR, VARIABLES, Variable

# Columns that are no variable of the catalogue; ``<coding>`` stands for every coding.
OTHER_COLUMNS = {
    "crisis": "number of the crisis in ICB",
    "part": "part of a crisis that holds several disputes: a, b, ...",
    "a": "COW code of the builder of the coalition, a principal",
    "t": "COW code of the target, the other principal",
    "p": "COW code of the potential partner",
    "year": "year in which the crisis begins",
    "coalition_<coding>": "P joined A's coalition: 0 or 1, blank where the coding does not say",
    "by_contiguity": "P is a potential partner because it borders A or T",
    "by_major": "P is a potential partner because it is a major power",
    "by_region": "P is a potential partner because it lies in the region of A or T",
    "complete": "no regressor of Table 2 is missing",
}


def codebook() -> str:
    """Describe every column of the analysis table, and the variables of the appendix, in Markdown.

    Returns
    -------
    str
        What each holds, its values, the tables and choices it rests on, and its source.
    """
    others = [{"column": f"`{name}`", "what": what} for name, what in OTHER_COLUMNS.items()]
    tables = [
        [_row(v) for v in VARIABLES if (v.name in STANDS_FOR) is apart] for apart in (False, True)
    ]
    return (
        "# Codebook of the analysis table\n\n"
        "`results/build/analysis.csv` has one row for each potential partner P of a builder A "
        "against a target T. Definitions hold under the default configuration; the keys of "
        "`variables` in [config.md](config.md) change them where they are named. What a source "
        "does not cover is missing, never zero. [method.md](method.md) argues the choices.\n\n"
        f"## Variables\n\n{_markdown(tables[0])}\n"
        f"## Rows, outcomes and potential partners\n\n{_markdown(others)}\n"
        "## Variables of the appendix\n\n"
        "`results/appendix/analysis.parquet` has these besides.\n\n"
        f"{_markdown(tables[1])}"
    )


def _row(variable: Variable) -> dict[str, str]:
    measure = variable.measure
    place = "Table 2" if variable.in_table_2 else ""
    return {
        "column": f"`{variable.name}`",
        "label": variable.label,
        "what": variable.definition,
        "values": variable.kind.value,
        "used": f"for `{variable.stands_for}`" if variable.stands_for else place,
        "tables": ", ".join(measure.tables(Variables())),
        "choices": ", ".join(f"`{name}`" for name in measure.choices),
        "source": variable.source,
    }


def _markdown(rows: list[dict[str, str]]) -> str:
    return markdown_table(pd.DataFrame(rows)) + "\n"
