"""What a job writes while it runs, and how it fails: plainly."""

import faulthandler
import logging
import sys
import traceback
from pathlib import Path

from coalitions.errors import CoalitionsError


def start(path: str | Path, what: str) -> None:
    """Log to the file at `path`; our own errors print as their message, without a traceback.

    Parameters
    ----------
    path : path
    what : str
        First line of the log, so that also a job that is killed leaves one.
    """
    logging.basicConfig(
        filename=path,
        filemode="w",
        encoding="utf-8",
        level=logging.INFO,
        format="%(levelname)s %(name)s: %(message)s",
    )
    logging.captureWarnings(True)
    logging.getLogger("coalitions").info(what)
    # A crash of the interpreter itself ends in the log too.
    faulthandler.enable(Path(path).open("a", encoding="utf-8"))

    def report(kind, error, trace):
        full = "".join(traceback.format_exception(kind, error, trace))
        logging.getLogger("coalitions").error(full)
        ours = isinstance(error, CoalitionsError) or kind.__module__.startswith("hetprobit.")
        print(error if ours else full, file=sys.stderr)

    sys.excepthook = report


def lock_explained(folder: Path) -> str:
    """Say what Snakemake's lock on the project means, if there is one.

    Parameters
    ----------
    folder : Path
        Snakemake's folder of locks.

    Returns
    -------
    str
        Empty where nothing is locked.
    """
    if not folder.is_dir() or not any(folder.iterdir()):
        return ""
    return (
        "This folder is locked: another run is going on in it, or the last one was killed.\n"
        "  next: if none is going on, snakemake --unlock, then the same command again; what is "
        "done is kept\n\n"
    )
