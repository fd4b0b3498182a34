"""Which versions of which datasets can be swapped into the analysis, one at a time."""

from dataclasses import dataclass

import pandas as pd

from coalitions.settings import Settings, parse
from coalitions.sources.manifest import choose
from coalitions.variables.datasets import VOTE_DATASETS, analysis_datasets, needed_datasets

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


def swaps(settings: Settings, manifest: pd.DataFrame) -> dict[str, Swap]:
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
    settings = settings.alone()
    chosen, read = choose(manifest, settings), _read_by(settings)
    found = {}
    for dataset, version in manifest[["dataset", "version"]].itertuples(index=False):
        if dataset in read and chosen[dataset].version == version:
            continue
        plain = settings.model_dump(mode="json")
        for group, change in ({} if dataset in read else _READ_BY.get(dataset, {})).items():
            plain[group] = plain[group] | change
        plain["versions"] = plain["versions"] | {dataset: version}
        swapped = parse(plain)
        if dataset in _read_by(swapped):
            found[f"{dataset}-{version}"] = Swap(dataset, version, swapped)
    return found


def never_read(settings: Settings, manifest: pd.DataFrame) -> list[tuple[str, str]]:
    """List the files that neither the run nor any of its swaps reads: dataset and version."""
    swapped = {swap.dataset for swap in swaps(settings, manifest).values()}
    read = {*needed_datasets(settings), *swapped}
    rows = manifest[~manifest["dataset"].isin(read)]
    return list(rows[["dataset", "version"]].itertuples(index=False, name=None))


def _read_by(settings):
    """List what the analysis table rests on; votes only where its ideal points come from them."""
    read = set(analysis_datasets(settings))
    if settings.variables.ideal_points == "reestimated":
        read = read - {"unga_ideal_points"} | set(VOTE_DATASETS)
    return read
