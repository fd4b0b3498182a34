"""Rebuild the analysis with another version of a dataset, and say what changed."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from coalitions.attrition import Attrition
from coalitions.coding.cases import Cases
from coalitions.coding.rules import gather
from coalitions.dyads.coded_dyads import code_dyads
from coalitions.insecurity import job_insecurity
from coalitions.keys import KEY, assert_key
from coalitions.readers.system import StateSystem
from coalitions.settings import Settings
from coalitions.variables import analysis_table
from coalitions.variables.catalogue import REGRESSORS
from coalitions.variables.datasets import insecurity_datasets


def rebuild(
    settings: Settings,
    tables: Mapping[str, pd.DataFrame],
    cases: Cases,
    parts: pd.DataFrame,
    regions: pd.DataFrame,
) -> pd.DataFrame:
    """Build the analysis table of a configuration from tidy tables.

    Parameters
    ----------
    settings : coalitions.settings.Settings
    tables : mapping of str to pandas.DataFrame
        Every table the configuration reads, by dataset.
    cases : coalitions.coding.cases.Cases
    parts, regions : pandas.DataFrame
        ``data/coding/parts.csv`` and ``regions.csv``.

    Returns
    -------
    pandas.DataFrame
        The analysis table, checked against `coalitions.variables.analysis_table.SCHEMA`, as the
        rules ``design``, ``insecurity`` and ``analysis`` make it.
    """
    attrition = Attrition()
    built = code_dyads(
        tables,
        parts,
        regions,
        StateSystem(tables["cow_states"]),
        gather(tables, cases, settings.cases),
        settings.sample,
        settings.partners,
        attrition,
    )
    if settings.insecurity.read_from is not None:
        yearly = job_insecurity.read_estimates(
            settings.insecurity.read_from, StateSystem(tables["cow_states"])
        )
    else:
        leaders, gdp, *polity = (tables[name] for name in insecurity_datasets(settings))
        choice, sample = settings.insecurity, settings.sample
        years = (sample.first_year, sample.last_year)
        yearly = job_insecurity.estimate(leaders, gdp, choice, *years, *polity).yearly
    return analysis_table.add_variables(built.dyads, tables, yearly, settings.variables, attrition)


def compare_rows(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, Any]:
    """Count the directed dyads of two analysis tables.

    Parameters
    ----------
    before, after : pandas.DataFrame
        Analysis tables.

    Returns
    -------
    dict
        dyads, dyads_new, dyads_gone, crises_new, crises_gone, complete, complete_before.
    """
    keys = [_keyed(table).index for table in (before, after)]
    crises = [set(table["crisis"]) for table in (before, after)]
    return {
        "dyads": len(after),
        "dyads_new": len(keys[1].difference(keys[0])),
        "dyads_gone": len(keys[0].difference(keys[1])),
        "crises_new": len(crises[1] - crises[0]),
        "crises_gone": len(crises[0] - crises[1]),
        "complete_before": int(before["complete"].sum()),
        "complete": int(after["complete"].sum()),
    }


def compare_values(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Compare outcomes and regressors over the dyads that two analysis tables share.

    Parameters
    ----------
    before, after : pandas.DataFrame

    Returns
    -------
    pandas.DataFrame
        One row a variable: variable, changed (share of the dyads known in both whose value
        differs), mean_change (of the absolute values), now_known, now_missing (dyads),
        correlation (missing where a side does not vary).
    """
    before, after = _keyed(before), _keyed(after)
    common = before.index.intersection(after.index)
    before, after = before.loc[common], after.loc[common]
    outcomes = [c for c in before if c.startswith("coalition_") and c in after]
    rows = []
    for name in (*outcomes, *REGRESSORS):
        old, new = (t[name].astype("Float64").to_numpy(float, np.nan) for t in (before, after))
        both = np.isfinite(old) & np.isfinite(new)
        change = np.abs(new - old)[both]
        varies = both.any() and np.ptp(old[both]) > 0 and np.ptp(new[both]) > 0
        rows.append(
            {
                "variable": name,
                "changed": np.mean(change > 1e-9) if both.any() else np.nan,
                "mean_change": change.mean() if both.any() else np.nan,
                "now_known": int((~np.isfinite(old) & np.isfinite(new)).sum()),
                "now_missing": int((np.isfinite(old) & ~np.isfinite(new)).sum()),
                "correlation": np.corrcoef(old[both], new[both])[0, 1] if varies else np.nan,
            }
        )
    return pd.DataFrame(rows)


def _keyed(table):
    assert_key(table, KEY, "rows of an analysis table")
    return table.set_index(KEY)
