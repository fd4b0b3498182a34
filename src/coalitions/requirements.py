"""What a run needs that its configuration names and only the disk can tell."""

from coalitions.archive import archive_file
from coalitions.errors import ConfigError


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
