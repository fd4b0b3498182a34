"""Readers: one module a dataset, each turning one raw file into one tidy table.

Every module has ``SCHEMA``, the declared shape of its table, and ``read(source, system)``.
"""

from importlib import import_module


def read(source, system=None):
    """Read `source` with the module named after its dataset.

    Parameters
    ----------
    source : coalitions.readers.source.Source
        A verified raw file.
    system : coalitions.readers.system.StateSystem, optional
        COW membership, which every dataset but ``cow_states`` is carried to.

    Returns
    -------
    pandas.DataFrame
        The tidy table, checked against the module's ``SCHEMA``.
    """
    return import_module(f"coalitions.readers.{source.dataset}").read(source, system)
