"""Whether a run starts from raw files or from the frozen table, by what is on the disk.

No server is asked. A run that could not have its files leaves a note, which later runs go by until
the files are there or another try succeeds.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from coalitions.errors import SourceUnavailable
from coalitions.sources.manifest import Entry
from coalitions.sources.retrieve import RAW, at_hand

# How another try is made.
TRY_AGAIN = "snakemake --cores 1 fetch"
_NOTE = "unreachable.json"


@dataclass(frozen=True)
class Start:
    """Where a run starts.

    Attributes
    ----------
    frozen : bool
        From the frozen table; else from raw files.
    absent : tuple of str
        Raw files that are neither in place nor in the mirror, as ``dataset version``.
    reason : str
        Why it starts from the frozen table, empty where it does not.
    """

    frozen: bool
    absent: tuple[str, ...]
    reason: str = ""


def start_of(
    data: str, entries: Iterable[Entry], mirror: str | Path | None = None, raw: str | Path = RAW
) -> Start:
    """Decide where a run starts.

    Parameters
    ----------
    data : {"auto", "rebuilt", "frozen"}
        `coalitions.settings.Settings.data`.
    entries : iterable of coalitions.sources.manifest.Entry
        Raw files the run reads.
    mirror, raw : path
        As for `coalitions.sources.retrieve.retrieve`.

    Returns
    -------
    Start
        Under ``auto`` from raw files, unless some are absent and a note says that a try to
        fetch them failed.
    """
    absent = tuple(f"{e.dataset} {e.version}" for e in entries if not at_hand(e, raw, mirror))
    if data == "frozen":
        return Start(True, absent, "the configuration says data: frozen")
    note = Path(raw, _NOTE)
    if data == "auto" and absent and note.exists():
        failed = json.loads(note.read_text(encoding="utf-8"))
        return Start(True, absent, f"{failed['reason']} ({failed['when']})")
    return Start(False, absent)


def remember(reason: str, raw: str | Path = RAW) -> None:
    """Leave a note that raw files could not be had, and why."""
    note = Path(raw, _NOTE)
    note.parent.mkdir(parents=True, exist_ok=True)
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    part = note.with_suffix(".part")
    part.write_text(json.dumps({"reason": reason, "when": when}) + "\n", encoding="utf-8")
    part.replace(note)


def forget(raw: str | Path = RAW) -> None:
    """Take the note away."""
    Path(raw, _NOTE).unlink(missing_ok=True)


def assert_raw(start: Start) -> None:
    """Refuse what only raw files give where a run starts from the frozen table.

    Raises
    ------
    SourceUnavailable
        Says which files are absent and how to try again.
    """
    if start.frozen:
        names = f" ({', '.join(start.absent)})" if start.absent else ""
        raise SourceUnavailable(
            f"This target needs the raw data, and {len(start.absent)} raw files are not there"
            f"{names}.",
            got=start.reason,
            where=RAW,
            next_step=f"run with a network, or with a mirror of the raw files: {TRY_AGAIN}",
        )
