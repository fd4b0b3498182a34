"""What a run needs that its configuration names and only the disk can tell."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from coalitions.coding.editions import edition_numbered
from coalitions.dyads.crises import assert_covered
from coalitions.errors import CoalitionsError, ConfigError
from coalitions.settings import UNNAMED, Settings
from coalitions.sources.manifest import choose
from coalitions.variables.coverage import assert_reached


def assert_files_at_hand(settings: Settings) -> None:
    """Refuse a run whose own files are not there, before anything runs.

    Parameters
    ----------
    settings : coalitions.settings.Settings

    Raises
    ------
    ConfigError
        When the user's own estimates of job insecurity are not there.
    """
    file = settings.insecurity.file
    if file is not None and not file.is_file():
        raise ConfigError(
            "The file of job insecurity is not there.",
            expected="a CSV with columns state, year, insecurity",
            got=file,
            where="config key insecurity.file",
            next_step="correct the path; it starts from the project's folder",
        )


def assert_writable(folder: str | Path) -> None:
    """Refuse a folder that nothing can be written to, before anything is tried.

    Raises
    ------
    CoalitionsError
    """
    if not os.access(folder, os.W_OK):
        raise CoalitionsError(
            "The project's folder cannot be written to.",
            expected="a folder in which results/, logs/ and data/raw/ can be made",
            where=Path(folder).resolve(),
            next_step="copy the project to a folder of your own, and run it there",
        )


def assert_records(folder: str | Path, records: str | Path) -> None:
    """Refuse to go on from results of which Snakemake has no records, as it would keep them all.

    Parameters
    ----------
    folder : path
        The run's results.
    records : path
        Where Snakemake records what each file was made with.

    Raises
    ------
    CoalitionsError
    """
    if Path(folder, "manifest.json").exists() and not any(Path(records).glob("*")):
        raise CoalitionsError(
            "There are results, but no records of what they were made with.",
            expected=f"records in {records}",
            where=folder,
            next_step="run the same command with --forceall, which makes all results anew",
        )


def assert_years(settings: Settings, manifest: pd.DataFrame) -> None:
    """Refuse years that the case coding, the list of states, or a regressor does not cover.

    Parameters
    ----------
    settings : coalitions.settings.Settings
    manifest : pandas.DataFrame
        ``data/sources.csv``.

    Raises
    ------
    DesignError
    """
    if settings.analysis == "rebuilt":
        states = choose(manifest, settings)["cow_states"]
        row = manifest["dataset"].eq("cow_states") & manifest["version"].eq(states.version)
        by_case = settings.sample.principals == "cases"
        edition = edition_numbered(settings.cases.edition) if by_case else None
        assert_covered(settings.sample, edition, int(manifest.loc[row, "last_year"].iloc[0]))
        assert_reached(settings, manifest)


def assert_no_space(executable: str) -> None:
    """Refuse a Python that Snakemake cannot start, before anything is tried.

    Raises
    ------
    CoalitionsError
    """
    if " " in executable:
        raise CoalitionsError(
            "Snakemake cannot start a Python whose path has a space.",
            got=executable,
            next_step="make the environment in a folder without one, or run "
            "`make results VENV=/path/without/space`",
        )


def runs_to_compare(settings: Settings, results: str | Path = "results") -> dict[str, str]:
    """Choose the runs that the run of `settings` is compared with, from what was built before.

    Parameters
    ----------
    settings : coalitions.settings.Settings
    results : path
        Folder of all results.

    Returns
    -------
    dict of str to str
        Folder by name, the run of `settings` first.

    Raises
    ------
    ConfigError
        When a run that is asked for has not been built, or there is no other.
    """
    folders = {UNNAMED: Path(results)}
    folders |= {path.name: path for path in sorted(Path(results, "runs").glob("*"))}
    built = {name: path for name, path in folders.items() if (path / "manifest.json").exists()}
    own = settings.run or UNNAMED
    wanted = [name for name in settings.compare or built if name != own]
    absent = [name for name in wanted if name not in built]
    if absent or not wanted:
        raise ConfigError(
            f"The run {absent[0]!r} has not been built."
            if absent
            else "There is no other run to compare with.",
            expected=", ".join(built) or "some run",
            got=", ".join(wanted) or "none",
            where="config key compare",
            next_step="build another first: snakemake --cores all --config run=NAME coding=sides",
        )
    return {own: settings.folder} | {name: str(built[name]) for name in wanted}


def remove_undelivered(folder: str | Path, delivered: Iterable[str]) -> None:
    """Remove what another configuration delivered and this one does not.

    Parameters
    ----------
    folder : path
        The run's results; its manifest lists what was delivered.
    delivered : iterable of str
        What the run is to deliver, relative to `folder`.
    """
    manifest = Path(folder, "manifest.json")
    if manifest.exists():
        before = json.loads(manifest.read_text(encoding="utf-8")).get("results", {})
        for name in set(before) - set(delivered):
            Path(folder, name).unlink(missing_ok=True)
