"""The design of a set of raw files, and all that the analysis table is made from."""

from dataclasses import dataclass

import pandas as pd

from coalitions.attrition import Attrition
from coalitions.coding.rules import gather
from coalitions.dyads.coded_dyads import code_dyads
from coalitions.insecurity.job_insecurity import estimate
from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.sources.manifest import choose
from coalitions.variables.analysis_table import add_variables
from coalitions.variables.datasets import insecurity_datasets, needed_datasets


@dataclass(frozen=True)
class BuiltDesign:
    """Tables as read, what the design makes of them, and the steps by which it loses rows."""

    tables: dict[str, pd.DataFrame]
    crises: pd.DataFrame
    dyads: pd.DataFrame
    partners: pd.DataFrame
    attrition: pd.DataFrame
    yearly: pd.DataFrame
    analysis: pd.DataFrame


def build_design(source, manifest, coding, settings):
    """Build with principals by threat, so that no case need be coded.

    Parameters
    ----------
    source : callable
        Returns the raw file of a dataset and version.
    manifest : pandas.DataFrame
    coding : Path
        Holds parts.csv and regions.csv.
    settings : coalitions.settings.Settings
    """
    chosen = choose(manifest, settings)
    sources = {name: source(name, chosen[name].version) for name in needed_datasets(settings)}
    states = read(sources.pop("cow_states"))
    system = StateSystem(states)
    tables = {name: read(each, system) for name, each in sources.items()} | {"cow_states": states}
    parts, regions = (pd.read_csv(coding / f"{name}.csv") for name in ("parts", "regions"))
    attrition = Attrition()
    sample = settings.sample.model_copy(update={"principals": "threat"})
    built = code_dyads(
        tables, parts, regions, system, gather(tables), sample, settings.partners, attrition
    )
    leaders, gdp, *polity = (tables[name] for name in insecurity_datasets(settings))
    years = sample.first_year, sample.last_year
    found = estimate(leaders, gdp, settings.insecurity, *years, *polity)
    return BuiltDesign(
        tables,
        built.crises,
        built.dyads,
        built.partners,
        attrition.table().set_index("step"),
        found.opening,
        add_variables(built.dyads, tables, found.yearly, settings.variables, Attrition()),
    )
