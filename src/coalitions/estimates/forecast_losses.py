"""Which rows cannot be predicted, and which source lacks the value that keeps them out."""

import numpy as np
import pandas as pd

from coalitions.estimates.forecast_setting import LEARNED_TO
from coalitions.settings import Insecurity, Settings
from coalitions.sources.manifest import chosen_versions
from coalitions.variables.catalogue import MEASURES, REGRESSORS, measured_by
from coalitions.variables.datasets import insecurity_datasets


def sources_missing(
    analysis: pd.DataFrame, settings: Settings, manifest: pd.DataFrame
) -> dict[str, pd.Series]:
    """Tell which rows lack a regressor, by the source it is measured with.

    Parameters
    ----------
    analysis : pandas.DataFrame
        The analysis table.
    settings : coalitions.settings.Settings
        What it was built with.
    manifest : pandas.DataFrame

    Returns
    -------
    dict of str to pandas.Series of bool
        By the names and versions of the datasets.
    """
    versions = chosen_versions(manifest, settings)
    found = {}
    for measure in MEASURES:
        names = [v.name for v in measured_by(measure) if v.name in REGRESSORS]
        if not names:
            continue
        datasets = [
            dataset
            for name in measure.tables(settings.variables)
            for dataset in (insecurity_datasets(settings) if name == "insecurity" else (name,))
        ]
        source = ", ".join(f"{name} {versions[name]}" for name in datasets)
        found[source or _read(settings.insecurity)] = analysis[names].isna().any(axis=1)
    return found


def losses(analysis: pd.DataFrame, coding: str, missing: dict[str, pd.Series]) -> pd.DataFrame:
    """Count what each source keeps out of the models, before and after the years learned from.

    Parameters
    ----------
    analysis : pandas.DataFrame
    coding : str
    missing : dict of str to pandas.Series
        From `sources_missing`.

    Returns
    -------
    pandas.DataFrame
        One row a period and source: period, source, rows, alone (rows that lack nothing else),
        joined (coalition dyads among the rows), crises (with such rows), whole (crises all rows
        of which lack it). A first and a last row a period hold all rows, and those in the models:
        "all", "in the models"; for them alone and whole are missing.
    """
    any_missing = pd.DataFrame(missing)
    kinds = {"all": any_missing.notna().any(axis=1)}
    kinds |= missing
    kinds |= {"in the models": ~any_missing.any(axis=1)}
    later = analysis["year"].gt(LEARNED_TO)
    rows = []
    for period, within in ((f"to {LEARNED_TO}", ~later), (f"after {LEARNED_TO}", later)):
        for source, there in kinds.items():
            inside = there & within
            alone = (inside & any_missing.sum(axis=1).eq(1)).sum()
            whole = there[within].groupby(analysis.loc[within, "crisis"]).all().sum()
            rows.append(
                {
                    "period": period,
                    "source": source,
                    "rows": int(inside.sum()),
                    "alone": alone if source in missing else np.nan,
                    "joined": int(analysis.loc[inside, f"coalition_{coding}"].sum()),
                    "crises": analysis.loc[inside, "crisis"].nunique(),
                    "whole": whole if source in missing else np.nan,
                }
            )
    return pd.DataFrame(rows)


def crises_lost(analysis: pd.DataFrame, coding: str, missing: dict[str, pd.Series]) -> pd.DataFrame:
    """List the crises after the years learned from that no model sees.

    Parameters
    ----------
    analysis, coding, missing
        As for `losses`.

    Returns
    -------
    pandas.DataFrame
        crisis, year, rows, joined, sources (that lack a value for every row).
    """
    later = analysis[analysis["year"].gt(LEARNED_TO)]
    lacking = pd.DataFrame(missing).loc[later.index]
    found = []
    for crisis, rows in later.groupby("crisis"):
        lacks = lacking.loc[rows.index]
        if lacks.any(axis=1).all():
            found.append(
                {
                    "crisis": crisis,
                    "year": rows["year"].min(),
                    "rows": len(rows),
                    "joined": int(rows[f"coalition_{coding}"].sum()),
                    "sources": "; ".join(lacks.columns[lacks.all()]) or "several between them",
                }
            )
    return pd.DataFrame(found, columns=["crisis", "year", "rows", "joined", "sources"])


def _read(insecurity: Insecurity) -> str:
    return f"job insecurity as read ({insecurity.model})"
