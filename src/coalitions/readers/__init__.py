"""Readers: one module a dataset, each turning one raw file into one tidy table.

Every module has ``SCHEMA``, the declared shape of its table, and ``read(source, system)``.
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pandas as pd

from coalitions.readers.system import StateSystem
from coalitions.sources.source import Source


def read(source: Source, system: StateSystem | None = None) -> pd.DataFrame:
    """Read `source` with the module named after its dataset.

    Parameters
    ----------
    source : coalitions.sources.source.Source
        A verified raw file.
    system : coalitions.readers.system.StateSystem, optional
        COW membership, which every dataset but ``cow_states`` is carried to.

    Returns
    -------
    pandas.DataFrame
        The tidy table, checked against the module's ``SCHEMA``.
    """
    return import_module(f"coalitions.readers.{source.dataset}").read(source, system)


def load_tables(paths: Iterable[str | Path]) -> dict[str, pd.DataFrame]:
    """Load tidy tables laid out as ``<dataset>/<version>.parquet``.

    Parameters
    ----------
    paths : iterable of path

    Returns
    -------
    dict of str to pandas.DataFrame
        By dataset.
    """
    return {Path(path).parent.name: pd.read_parquet(path) for path in paths}


def load_versions(paths: Iterable[str | Path]) -> dict[str, pd.DataFrame]:
    """Load versions of datasets, by ``<dataset> <version>``, in the order of `paths`."""
    return {f"{Path(p).parent.name} {Path(p).stem}": pd.read_parquet(p) for p in paths}
