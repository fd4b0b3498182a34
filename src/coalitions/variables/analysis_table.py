"""The analysis table: directed dyads with the outcomes and every variable of the catalogue."""

from collections.abc import Mapping

import pandas as pd
import pandera.pandas as pa

from coalitions.attrition import Attrition
from coalitions.dyads.potential_partners import GROUNDS
from coalitions.errors import DesignError
from coalitions.keys import KEY
from coalitions.schemas import conform
from coalitions.settings import Variables
from coalitions.settings.groups import FIRST_YEAR, LAST_YEAR
from coalitions.variables.catalogue import IN_ANALYSIS, MEASURES, REGRESSORS, Kind, Variable

_CHECKS = {
    Kind.SHARE: pa.Check.in_range(0, 1),
    Kind.FLAG: pa.Check.isin([0, 1]),
    Kind.LENGTH: pa.Check.ge(0),
    Kind.AGREEMENT: pa.Check.in_range(-1, 1),
    Kind.SCORE: pa.Check.in_range(-10, 10),
}


def schema_of(variables: tuple[Variable, ...]) -> pa.DataFrameSchema:
    """Return what holds of an analysis table with these variables, whatever the choices."""
    return pa.DataFrameSchema(
        {
            "crisis": pa.Column("int64", pa.Check.ge(1)),
            "part": pa.Column("str"),
            **{name: pa.Column("int64", pa.Check.in_range(2, 999)) for name in "atp"},
            "year": pa.Column("int64", pa.Check.in_range(FIRST_YEAR, LAST_YEAR)),
            "coalition_.*": pa.Column("Int64", pa.Check.isin([0, 1]), nullable=True, regex=True),
            **{v.name: pa.Column(float, _CHECKS[v.kind], nullable=True) for v in variables},
            **{name: pa.Column(bool) for name in (*GROUNDS, "complete")},
        },
        unique=KEY,
        strict=True,
    )


SCHEMA = schema_of(IN_ANALYSIS)


def add_variables(
    dyads: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    insecurity: pd.DataFrame,
    choice: Variables,
    attrition: Attrition,
) -> pd.DataFrame:
    """Add the variables and ``complete``, whether no regressor of Table 2 is missing.

    Parameters
    ----------
    dyads : pandas.DataFrame
        `coalitions.dyads.coded_dyads.CodedDyads.dyads`.
    tables : mapping of str to pandas.DataFrame
        Tidy tables by dataset.
    insecurity : pandas.DataFrame
        Columns state, year, insecurity.
    choice : coalitions.settings.Variables
    attrition : coalitions.attrition.Attrition

    Returns
    -------
    pandas.DataFrame
        As many rows as `dyads`, in its order; `SCHEMA` holds.
    """
    tables = {**tables, "insecurity": insecurity}
    table = dyads
    for measure in MEASURES:
        table = measure.add_to(table, tables, choice)
    known = table[list(REGRESSORS)].notna()
    for name in REGRESSORS:
        attrition.note(
            f"{name} known", "dyads", len(table), int(known[name].sum()), "no value in its source"
        )
    complete = known.all(axis=1)
    attrition.note(
        "all regressors known", "dyads", len(table), int(complete.sum()), "listwise deletion"
    )
    codings = [c for c in table.columns if c.startswith("coalition_")]
    columns = [*KEY, "year", *codings, *(v.name for v in IN_ANALYSIS), *GROUNDS]
    return assert_analysis_table(table[columns].assign(complete=complete))


def assert_analysis_table(table: pd.DataFrame) -> pd.DataFrame:
    """Check an analysis table against `SCHEMA` and return it.

    Raises
    ------
    DesignError
        Names the first column and row that break it.
    """
    return conform(
        table,
        SCHEMA,
        "The analysis table",
        error=DesignError,
        next_step="compare the source of that column with its codebook",
    )
