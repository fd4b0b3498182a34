"""What a job writes while it runs, and how it fails: plainly."""

import atexit
import faulthandler
import logging
import re
import sys
import time
import traceback
from pathlib import Path
from typing import NamedTuple

import psutil

from coalitions.errors import CoalitionsError

_COST = re.compile(r"took ([\d.]+) s and at most ([\d.]+) MB$", re.MULTILINE)

# In what Linux says of a process.
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


class Cost(NamedTuple):
    """What a job took: wall time in seconds, imports included, and its largest memory in MB."""

    seconds: float
    megabytes: float


def cost(path: str | Path) -> Cost | None:
    """Read from the log of a job what it took; None where it was killed or is not done."""
    found = _COST.findall(Path(path).read_text(encoding="utf-8"))
    return Cost(*map(float, found[-1])) if found else None


def start(path: str | Path, what: str) -> None:
    """Log to the file at `path`; our own errors print as their message, without a traceback.

    The last line of the log says what the job took.

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
    atexit.register(_log_cost)


def _log_cost():
    process = psutil.Process()
    memory = process.memory_info()
    # Windows keeps the peak here; elsewhere the system does, in kB but for macOS.
    peak = getattr(memory, "peak_wset", None) or _peak_rss()
    logging.getLogger("coalitions").info(
        "took %.2f s and at most %.0f MB", time.time() - process.create_time(), peak / 1e6
    )


def _peak_rss():
    import resource  # not on Windows

    # On Linux what getrusage counts begins with what Snakemake had when it started the job.
    status = Path("/proc/self/status")
    if status.exists() and (found := _PEAK.search(status.read_text())):
        return int(found[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


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
