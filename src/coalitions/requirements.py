"""What a run needs that its configuration names and only the disk can tell."""

import os
from pathlib import Path

from coalitions.archive import archive_file
from coalitions.errors import CoalitionsError, ConfigError

# What the run without a name is called where runs are named.
UNNAMED = "unnamed"


def assert_files_at_hand(settings, archive):
    """Refuse a run whose own files are not there, before anything runs.

    Parameters
    ----------
    settings : coalitions.settings.Settings
    archive : path
        Folder in which the authors' own file is to lie.

    Raises
    ------
    SourceUnavailable
        When the authors' file is asked for and not there.
    ConfigError
        When the user's own estimates of job insecurity are not there.
    """
    if settings.analysis == "archive":
        archive_file(archive)
    file = settings.insecurity.file
    if file is not None and not file.is_file():
        raise ConfigError(
            "The file of job insecurity is not there.",
            expected="a CSV with columns state, year, insecurity",
            got=file,
            where="config key insecurity.file",
            next_step="correct the path; it starts from the project's folder",
        )


def assert_writable(folder):
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


def assert_no_space(executable):
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


def runs_to_compare(settings, results="results"):
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
