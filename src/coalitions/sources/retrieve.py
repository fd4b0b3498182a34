"""Bring a raw file to its place: it is there, or in a mirror, or on its server.

A file reaches its place whole or not at all: it is written beside it, checked, then renamed. What
speaks to servers is imported where one is asked: it takes as long as reading a small file.
"""

import logging
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
from tqdm import tqdm

from coalitions.errors import NoAnswer, SourceError, SourceUnavailable
from coalitions.sources.digest import digest_of
from coalitions.sources.manifest import Entry

# Where raw files lie, by dataset and version.
RAW = "data/raw"
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Patience:
    """How long to wait for a server.

    ``connect`` bounds the wait for a connection, ``stall`` a silence and ``total`` a whole file,
    in seconds; ``attempts`` counts tries.
    """

    attempts: int = 3
    connect: float = 5.0
    stall: float = 30.0
    total: float = 600.0


def retrieve(
    entry: Entry, raw: str | Path, mirror: str | Path | None = None, patience: Patience = Patience()
) -> str:
    """Put the file of `entry` in place under the folder `raw`.

    Parameters
    ----------
    entry : coalitions.sources.manifest.Entry
    raw : path
        Folder of raw files, laid out by dataset and version.
    mirror : path, optional
        Folder of the same layout to copy from before asking the server.
    patience : Patience

    Returns
    -------
    str
        ``"in place"``, ``"mirror"``, ``"download"`` or ``"second address"``, which is asked when
        the first fails: where the file came from.

    Raises
    ------
    SourceError
        When a file is there, or arrives, with other bytes than the manifest says.
    SourceUnavailable
        When the file cannot be downloaded; `NoAnswer` when its server does not answer.
    """
    place = entry.path_under(raw)
    if place.exists():
        check(place, entry)
        return "in place"
    copy = entry.path_under(mirror) if mirror else None
    if copy is not None and copy.exists():
        _copy(copy, place, entry)
        return "mirror"

    import requests

    failed: list[Exception] = []
    for url, origin in zip(entry.addresses, ("download", "second address"), strict=False):
        try:
            _download(entry, url, place, patience)
        except (requests.RequestException, SourceError) as error:
            logging.getLogger(__name__).info("%s: %s", url, error)
            failed.append(error)
        else:
            return origin
    # What stands at the first address is what there is to say.
    first = failed[0]
    if isinstance(first, SourceError):
        raise first
    silent = all(isinstance(e, requests.ConnectionError | requests.Timeout) for e in failed)
    raise _unavailable(entry, first, patience.attempts, silent) from first


def retrieve_all(
    entries: Iterable[Entry],
    raw: str | Path,
    mirror: str | Path | None = None,
    patience: Patience = Patience(),
) -> tuple[pd.DataFrame, pd.Series]:
    """Put many files in place; ask no server again that did not answer once.

    Parameters
    ----------
    entries : iterable of coalitions.sources.manifest.Entry
    raw, mirror, patience
        As for `retrieve`.

    Returns
    -------
    table : pandas.DataFrame
        One row an entry: dataset, version, file, sha256, problem (why it could not be had,
        missing where it could).
    origins : pandas.Series
        How many files came from where.

    Raises
    ------
    SourceError
        As `retrieve` does.
    """
    silent: set[str] = set()
    rows, origins = [], []
    for entry in entries:
        hosts = [urlsplit(url).netloc for url in entry.addresses]
        problem: object = None
        if silent.issuperset(hosts) and not at_hand(entry, raw, mirror):
            problem = f"{hosts[0]} did not answer"
        else:
            try:
                origins.append(retrieve(entry, raw, mirror, patience))
            except NoAnswer as error:
                silent |= set(hosts)
                problem = error.got
            except SourceUnavailable as error:
                problem = error.got
        rows.append((entry.dataset, entry.version, entry.file, entry.sha256, problem))
    columns = ["dataset", "version", "file", "sha256", "problem"]
    return pd.DataFrame(rows, columns=columns), pd.Series(origins, dtype=str).value_counts()


def assert_complete(table: pd.DataFrame) -> None:
    """Refuse a table of `retrieve_all` in which a file could not be had.

    Raises
    ------
    SourceUnavailable
        Counts and names the files, with every reason there was, such as a server's silence.
    """
    absent = table[table["problem"].notna()]
    if len(absent):
        names = ", ".join(absent["dataset"] + " " + absent["version"])
        raise SourceUnavailable(
            f"{len(absent)} of {len(table)} raw files cannot be had: {names}.",
            got="; ".join(dict.fromkeys(absent["problem"])),
            where=RAW,
            next_step="run again with a network, place the files by hand, or set a mirror",
        )


def at_hand(entry: Entry, raw: str | Path, mirror: str | Path | None = None) -> bool:
    """Tell whether a file can be had without its server."""
    return any(entry.path_under(folder).exists() for folder in (raw, mirror) if folder)


def check(path: str | Path, entry: Entry) -> None:
    """Compare a file with its manifest entry.

    Raises
    ------
    SourceError
        Says whether the file is missing, short, a web page, or otherwise different.
    """
    path = Path(path)
    again = f"delete {path} and run `make results`, which fetches it anew"
    if not path.exists():
        raise SourceError(f"{path} is missing.", next_step="make results")
    size, digest = path.stat().st_size, digest_of(path)
    if digest == entry.sha256:
        return
    with path.open("rb") as file:
        head = file.read(512).lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        what = "is a web page, not data"
    elif size < entry.bytes:
        what = "is cut off"
    else:
        what = "is not the file the manifest describes"
    raise SourceError(
        f"{entry.dataset} {entry.version}: {path.name} {what}.",
        expected=f"{entry.bytes:,} bytes, sha256 {entry.sha256}",
        got=f"{size:,} bytes, sha256 {digest}",
        where=path,
        next_step=f"{again}; for another edition, add a row to data/sources.csv",
    )


def _copy(copy, place, entry):
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        part = Path(folder, place.name)
        shutil.copyfile(copy, part)
        check(part, entry)
        part.replace(place)


def _download(entry, url, place, patience):
    """Have pooch write a file beside its place, up to so many times, and move it there."""
    import pooch

    def downloader(_url, part, _pooch):
        stream(url, Path(part), patience, entry.bytes)
        # Pooch, too, compares hashes, but cannot say what came instead.
        check(part, entry)
        Path(part).chmod(0o644)

    pooch.get_logger().setLevel(logging.WARNING)
    pooch.Pooch(
        place.parent,
        base_url="",
        registry={entry.file: entry.sha256},
        urls={entry.file: entry.url},
        retry_if_failed=patience.attempts - 1,
    ).fetch(entry.file, downloader=downloader)


def _unavailable(entry, error, attempts, silent):
    got = f"{type(error).__name__}: {error} ({attempts} attempts)"
    if silent:
        logging.getLogger(__name__).info(got)
        got = f"{urlsplit(entry.url).netloc} did not answer"
    return (NoAnswer if silent else SourceUnavailable)(
        f"{entry.dataset} {entry.version} cannot be downloaded.",
        expected=f"{entry.bytes:,} bytes from {' or '.join(entry.addresses)}",
        got=got,
        where=entry.path_under(RAW),
        next_step="run again with a network, place the file by hand, or set a mirror",
    )


def stream(url: str, part: Path, patience: Patience, size: int | None = None) -> None:
    """Download a file within a time for all of it, which pooch's own downloader has not.

    Parameters
    ----------
    url : str
    part : Path
        Written to.
    patience : Patience
    size : int, optional
        Bytes to expect, for the bar that a terminal shows.

    Raises
    ------
    requests.RequestException
        When the server does not answer, refuses, stalls, breaks off or takes too long.
    """
    import requests
    import urllib3

    deadline = time.monotonic() + patience.total
    wait = (patience.connect, patience.stall)
    # No bar where nobody watches.
    bar = tqdm(total=size, unit="B", unit_scale=True, leave=False, desc=part.name, disable=None)
    with requests.get(url, stream=True, timeout=wait) as answer, bar, part.open("wb") as file:
        answer.raise_for_status()
        # read1 gives what has arrived; read would sit out a trickle beyond any deadline.
        try:
            while data := answer.raw.read1(_CHUNK, decode_content=True):
                if time.monotonic() > deadline:
                    raise requests.RequestException(f"not complete after {patience.total:.0f} s")
                bar.update(file.write(data))
        except urllib3.exceptions.HTTPError as error:
            # As which pooch tries again.
            raise requests.RequestException(f"{type(error).__name__}: {error}") from error
