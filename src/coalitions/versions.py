"""Swap one version of one dataset at a time, rebuild, and say what changed."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from coalitions import analysis, insecurity
from coalitions.attrition import Attrition
from coalitions.codings import gather
from coalitions.dyads import KEY, assert_key
from coalitions.readers.system import StateSystem
from coalitions.settings import Settings, parse
from coalitions.sources.manifest import (
    VOTE_DATASETS,
    choose,
    insecurity_datasets,
    needed_datasets,
)
from coalitions.variables import REGRESSORS

# How to make the analysis read a dataset that a run may not read.
_READ_BY = {
    "cow_alliances": {"variables": {"alliances": "cow_alliances"}},
    "atop": {"variables": {"alliances": "atop"}},
    "cow_alliances_yearly": {"variables": {"alliances": "cow_alliances_yearly"}},
    "capital_distance": {"variables": {"distance": "capital"}},
    "minimum_distance": {"variables": {"distance": "minimum"}},
    "archigos": {"insecurity": {"leaders": "archigos"}},
    # Rulers of REIGN cannot be censored: it does not say who died.
    "reign_leaders": {"insecurity": {"leaders": "reign_leaders", "natural_deaths": "event"}},
    "dd_heads_of_government": {"insecurity": {"leaders": "dd_heads_of_government"}},
    "gdp_sdp": {"insecurity": {"growth": "gdp_sdp", "growth_series": "sdp"}},
    "gdp_panel": {"insecurity": {"growth": "gdp_panel", "growth_series": "pwt"}},
    "unga_ideal_points": {"variables": {"ideal_points": "published"}},
    "unga_votes": {"variables": {"ideal_points": "reestimated"}},
}


@dataclass(frozen=True)
class Swap:
    """A configuration that differs from the run's in the version of one dataset.

    Attributes
    ----------
    dataset, version : str
    settings : coalitions.settings.Settings
        What reads it.
    """

    dataset: str
    version: str
    settings: Settings


def swaps(settings, manifest):
    """List every version of every dataset that the analysis can read and this run does not.

    Parameters
    ----------
    settings : coalitions.settings.Settings
    manifest : pandas.DataFrame

    Returns
    -------
    dict of str to Swap
        By ``<dataset>-<version>``, in the order of the manifest.
    """
    chosen, read = choose(manifest, settings), _read_for_analysis(settings)
    found = {}
    for dataset, version in manifest[["dataset", "version"]].itertuples(index=False):
        if dataset in read and chosen[dataset].version == version:
            continue
        plain = settings.model_dump(mode="json")
        for group, change in ({} if dataset in read else _READ_BY.get(dataset, {})).items():
            plain[group] = plain[group] | change
        plain["versions"] = plain["versions"] | {dataset: version}
        swapped = parse(plain)
        if dataset in _read_for_analysis(swapped):
            found[f"{dataset}-{version}"] = Swap(dataset, version, swapped)
    return found


def _read_for_analysis(settings):
    """List what the analysis table rests on; votes only where its ideal points come from them."""
    if settings.variables.ideal_points == "published":
        return set(needed_datasets(settings)) - set(VOTE_DATASETS)
    return set(needed_datasets(settings)) - {"unga_ideal_points"}


def never_read(settings, manifest):
    """List the files that neither the run nor any of its swaps reads: dataset and version."""
    swapped = {swap.dataset for swap in swaps(settings, manifest).values()}
    read = {*needed_datasets(settings), *swapped}
    rows = manifest[~manifest["dataset"].isin(read)]
    return list(rows[["dataset", "version"]].itertuples(index=False, name=None))


def rebuild(settings, tables, cases, parts, regions):
    """Build the analysis table of a configuration from tidy tables.

    Parameters
    ----------
    settings : coalitions.settings.Settings
    tables : mapping of str to pandas.DataFrame
        Every table the configuration reads, by dataset.
    cases : coalitions.cases.Cases
    parts, regions : pandas.DataFrame
        ``data/coding/parts.csv`` and ``regions.csv``.

    Returns
    -------
    pandas.DataFrame
        The analysis table, checked against `coalitions.analysis.SCHEMA`, as the rules ``design``,
        ``insecurity`` and ``analysis`` make it.
    """
    attrition = Attrition()
    built = analysis.design(
        tables,
        parts,
        regions,
        StateSystem(tables["cow_states"]),
        gather(tables, cases, settings.cases),
        settings.sample,
        settings.partners,
        attrition,
    )
    if settings.insecurity.model == "file":
        yearly = insecurity.read_estimates(settings.insecurity.file)
    else:
        leaders, gdp = (tables[name] for name in insecurity_datasets(settings))
        years = (settings.sample.first_year, settings.sample.last_year)
        yearly = insecurity.estimate(leaders, gdp, settings.insecurity, *years).yearly
    return analysis.add_regressors(built.dyads, tables, yearly, settings.variables, attrition)


def compare_rows(before, after):
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


def compare_values(before, after):
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
