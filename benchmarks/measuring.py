"""How a benchmark measures: two sides that agree, by turns, and one table for all.

A job is a function without arguments that returns numbers. Both sides' numbers are held against
each other before anything is timed. Then the sides take turns, and the shortest processor time of
each counts, so that others on the machine disturb the ratio least. Memory is the most that a call
has at once of what Python and NumPy ask for, traced in a call of its own.
"""

import os
import platform
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

Job = Callable[[], np.ndarray]
NOT_INSTALLED = "not installed"
_COLUMNS = ("what", "ours", "peer", "its time", "ratio", "equal to", "memory, ours", "its memory")
_PACKAGES = ("numpy", "scipy", "pandas", "statsmodels", "snakemake")


@dataclass(frozen=True)
class Row:
    """One comparison.

    Attributes
    ----------
    what : str
    ours : float
        Seconds.
    peer : str
        What it is held against.
    peer_seconds : float or None
        None where the peer is not installed or there is none.
    tolerance : float or None
        Relative and absolute, to which both sides' numbers were found equal.
    memory, peer_memory : float or None
        Megabytes.
    """

    what: str
    ours: float
    peer: str
    peer_seconds: float | None = None
    tolerance: float | None = None
    memory: float | None = None
    peer_memory: float | None = None

    @property
    def ratio(self):
        """How many times as long as ours the peer takes, or None."""
        return None if self.peer_seconds is None else self.peer_seconds / self.ours

    @property
    def cells(self):
        """The row as text, in the order of the table's columns."""
        return (
            self.what,
            _duration(self.ours),
            self.peer,
            _duration(self.peer_seconds),
            _text(self.ratio, ".2f"),
            _text(self.tolerance, "g"),
            _text(self.memory, ",.1f", " MB"),
            _text(self.peer_memory, ",.1f", " MB"),
        )


def compare(what: str, ours: Job, peer: str, theirs: Job, *, tolerance: float, turns: int) -> Row:
    """Hold two jobs that return the same numbers against each other.

    Raises
    ------
    AssertionError
        When their numbers differ by more than `tolerance`, relative and absolute.
    """
    np.testing.assert_allclose(ours(), theirs(), rtol=tolerance, atol=tolerance, err_msg=what)
    seconds = by_turns(ours, theirs, turns=turns)
    return Row(what, seconds[0], peer, seconds[1], tolerance, traced(ours), traced(theirs))


def by_turns(*jobs: Job, turns: int) -> list[float]:
    """Return the shortest processor time of each job in seconds."""
    shortest = [np.inf] * len(jobs)
    for _ in range(turns):
        for place, job in enumerate(jobs):
            started = time.process_time()
            kept = job()
            shortest[place] = min(shortest[place], time.process_time() - started)
            # What is thrown away is so at nobody's expense.
            del kept
    return shortest


def traced(job: Job) -> float:
    """Return the most memory that a job has at once, in MB."""
    tracemalloc.start()
    try:
        job()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def table(rows: list[Row]) -> str:
    """Return rows as a table in Markdown."""
    lines = [_COLUMNS, ["---"] * len(_COLUMNS), *(row.cells for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> list[str]:
    """Say what the machine is and how busy, one property a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return [
        f"processor: {_processor()}, {cores} cores, {memory:.0f} GiB of memory",
        f"load when begun (processes that run or wait, mean of a minute): {os.getloadavg()[0]:.1f}",
        f"system: {platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "libraries: " + ", ".join(f"{name} {version(name)}" for name in _PACKAGES),
        f"linear algebra: {blas['name']} {blas['version']}, threads: "
        + os.environ.get("OPENBLAS_NUM_THREADS", "as many as it likes"),
    ]


def _processor():
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _duration(seconds):
    if seconds is None:
        return ""
    if seconds >= 1:
        return f"{seconds:.3g} s" if seconds < 100 else f"{seconds:,.0f} s"
    return f"{1e3 * seconds:.3g} ms"


def _text(number, form, unit=""):
    return "" if number is None else f"{number:{form}}{unit}"
