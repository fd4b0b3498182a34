"""How far the sources of a run reach, and so how far its sample can."""

import pandas as pd

from coalitions.errors import DesignError
from coalitions.settings import Settings
from coalitions.sources.manifest import chosen_versions
from coalitions.variables.catalogue import COMPUTED, IN_ANALYSIS
from coalitions.variables.datasets import insecurity_datasets, regressor_datasets

# Datasets without which there is no dyad, whatever is measured.
_DYADS = ("icb_system", "icb_actor", "cow_states", "cow_majors", "cow_contiguity")
# What a rule that says who joined draws on; the project's own coding is bounded by its edition.
_CODINGS = {
    "cases": (),
    "sides": ("icb_dyads",),
    "mid_display": ("mid_participants",),
    "mid_force": ("mid_participants",),
    "war": ("cow_interstate_wars",),
}
# Where series of GDP end before the panel that stacks them does.
SERIES_ENDS = {"gleditsch": 2011, "pwt": 2011, "maddison": 2010, "wdi": 2014}


def last_years(settings: Settings, manifest: pd.DataFrame) -> pd.DataFrame:
    """Tell the last year of a crisis that each dataset of the models covers.

    Parameters
    ----------
    settings : coalitions.settings.Settings
    manifest : pandas.DataFrame
        ``data/sources.csv``.

    Returns
    -------
    pandas.DataFrame
        dataset, version, last_year, the earliest first; datasets that hold for all years, such as
        distances between capitals, are left out.
    """
    names = (
        *_DYADS,
        *_CODINGS[settings.coding],
        *regressor_datasets(settings),
        *insecurity_datasets(settings),
    )
    versions = chosen_versions(manifest, settings)
    known = manifest.set_index(["dataset", "version"])["last_year"]

    def last(name):
        end = known[name, versions[name]]
        if name == "gdp_panel":
            end = SERIES_ENDS[settings.insecurity.growth_series]
        return end + _lag(name, settings)

    rows = [(name, versions[name], last(name)) for name in dict.fromkeys(names)]
    table = pd.DataFrame(rows, columns=["dataset", "version", "last_year"]).dropna()
    return table.astype({"last_year": "int64"}).sort_values(
        ["last_year", "dataset"], ignore_index=True
    )


def assert_reached(settings: Settings, manifest: pd.DataFrame) -> None:
    """Refuse a sample that goes beyond what its sources cover.

    Raises
    ------
    DesignError
        Names every dataset that ends before the sample does.
    """
    table = last_years(settings, manifest)
    short = table[table["last_year"].lt(settings.sample.last_year)]
    if short.empty:
        return
    named = (
        f"{_named(row, settings)} ends in {row.last_year}" for row in short.itertuples(index=False)
    )
    raise DesignError(
        "The sample goes beyond what its sources cover.",
        expected=f"sample.last_year up to {short['last_year'].min()}",
        got=f"last_year {settings.sample.last_year}; {', '.join(named)}",
        where="config keys sample.last_year, vintage, versions and variables",
        next_step="shorten the sample, take later versions (vintage: latest), or another source of "
        "the variable; docs/data.md has a table of where each version ends",
    )


def ends_of_versions(manifest: pd.DataFrame) -> pd.DataFrame:
    """Tell, for each variable of the analysis table, where each version of its datasets ends.

    Parameters
    ----------
    manifest : pandas.DataFrame

    Returns
    -------
    pandas.DataFrame
        variables, dataset, version, last year of the data; text.
    """
    defaults = Settings()
    used: dict[str, list[str]] = {}
    for variable in IN_ANALYSIS:
        tables = variable.measure.tables(defaults.variables)
        names = insecurity_datasets(defaults) if "insecurity" in tables else tables
        for name in set(names) - set(COMPUTED):
            used.setdefault(name, []).append(variable.name)
    rows = manifest[manifest["dataset"].isin(used)]
    return pd.DataFrame(
        {
            "variables": rows["dataset"].map(lambda name: ", ".join(f"`{v}`" for v in used[name])),
            "dataset": rows["dataset"],
            "version": rows["version"],
            "last year": rows["last_year"].astype("str"),
        }
    ).reset_index(drop=True)


def _lag(name, settings):
    """Tell by how many years a dataset may end before the crises."""
    if name.startswith("unga_"):
        return settings.variables.divergence_lag
    return int(name.startswith("gdp_") and settings.insecurity.growth_year == "previous")


def _named(row, settings):
    series = settings.insecurity.growth_series
    return f"{row.dataset} {row.version}" + f" ({series})" * (row.dataset == "gdp_panel")
