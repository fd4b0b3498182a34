"""Download a file of a Dataverse repository by its DOI, and check it as the repository can.

Dataverse turns a table it is given (Stata, SPSS, CSV) into an archival tab-separated file. It
shows the MD5 of that file without its row of names, and serves it with that row; older deposits
may show the MD5 of the upload. A check has to know this, or refuses good files (issue 9501 of its
tracker).
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coalitions.errors import NoAnswer, SourceError, SourceUnavailable
from coalitions.sources.retrieve import Patience, stream

# Where another repository can be named, such as a mirror.
SERVER = "https://dataverse.harvard.edu"
SERVER_VARIABLE = "COALITIONS_DATAVERSE"
_REFUSED = (401, 403)


@dataclass(frozen=True)
class Deposit:
    """A file in a dataset of a repository.

    Attributes
    ----------
    dataset, file : str
        Their DOIs, such as ``10.7910/DVN/KFA3YG``.
    stem : str
        Name of the file without its ending.
    """

    dataset: str
    file: str
    stem: str


@dataclass(frozen=True)
class Described:
    """What the repository says of a file: its ending as served and uploaded, bytes, checksum."""

    served: str
    uploaded: str
    bytes: int
    algorithm: str
    checksum: str


def download(
    deposit: Deposit, folder: Path, server: str, patience: Patience, accept: Callable[[Path], None]
) -> tuple[Path, str]:
    """Put a file in `folder`, whole and checked or not at all.

    Parameters
    ----------
    deposit : Deposit
    folder : Path
    server : str
        Address of the repository.
    patience : coalitions.sources.retrieve.Patience
    accept : callable
        Told of the file before it is in place; raises to refuse it.

    Returns
    -------
    path : Path
    checked : str
        What of the file agreed with the repository's checksum.

    Raises
    ------
    SourceError
        When what arrives is not what the repository describes.
    SourceUnavailable
        When the file cannot be had; `NoAnswer` when nobody answers. Says where to place it.
    """
    import requests  # here, as in retrieve: few runs ask a server

    try:
        described = describe(deposit, server, patience)
        whole = f"{server}/api/access/datafile/:persistentId/?persistentId=doi:{deposit.file}"
        place = folder / f"{deposit.stem}{described.served}"
        try:
            return place, _bring(whole, place, described, patience, accept)
        except _OtherBytes as first:
            # The checksum may be that of the upload.
            if described.served == described.uploaded or not first.data:
                raise
            place = folder / f"{deposit.stem}{described.uploaded}"
            try:
                return place, _bring(f"{whole}&format=original", place, described, patience, accept)
            except (_OtherBytes, requests.RequestException):
                raise first from None
    except requests.RequestException as error:
        raise _unavailable(deposit, folder, error) from error


def describe(deposit: Deposit, server: str, patience: Patience) -> Described:
    """Ask the repository what it holds under a deposit.

    Raises
    ------
    requests.RequestException
        When it cannot be asked.
    SourceUnavailable
        When its answer does not describe the file.
    """
    import requests

    answer = requests.get(
        f"{server}/api/datasets/:persistentId/",
        params={"persistentId": f"doi:{deposit.dataset}"},
        timeout=(patience.connect, patience.stall),
    )
    answer.raise_for_status()
    try:
        files = answer.json()["data"]["latestVersion"]["files"]
        found = _described(deposit, [each["dataFile"] for each in files])
    except (ValueError, KeyError, TypeError) as error:
        raise SourceUnavailable(
            f"{server} does not describe the file {deposit.stem}.",
            expected=f"metadata of doi:{deposit.dataset}, with a checksum of doi:{deposit.file}",
            got=f"{type(error).__name__}: {error}",
            where=answer.url,
            next_step=f"download the file from https://doi.org/{deposit.file} by hand",
        ) from error
    return found


def matches(path: Path, described: Described) -> str | None:
    """Say what of a file has the repository's checksum, None where nothing has."""
    content = path.read_bytes()
    name = described.algorithm
    if _hash(name, content) == described.checksum:
        return f"{name} of the whole file"
    _, newline, body = content.partition(b"\n")
    if path.suffix == ".tab" and newline and _hash(name, body) == described.checksum:
        return f"{name} of the file without its row of names"
    return None


class _OtherBytes(SourceError):
    """What arrived has another checksum; `data` says whether it looks like data at all."""

    data: bool = True


def _described(deposit: Deposit, files: list[dict[str, Any]]) -> Described:
    wanted = f"doi:{deposit.file}".lower()
    by_doi = [f for f in files if str(f.get("persistentId", "")).lower() == wanted]
    by_name = [f for f in files if Path(f["filename"]).stem == deposit.stem]
    file = (by_doi or by_name)[0] if by_doi or by_name else {}
    checksum = file.get("checksum") or {"type": "MD5", "value": file["md5"]}
    served = Path(file["filename"]).suffix
    stata = "stata" in str(file.get("originalFileFormat", "")).lower()
    uploaded = Path(file.get("originalFileName") or "").suffix or (".dta" if stata else served)
    return Described(
        served,
        uploaded,
        int(file["filesize"]),
        str(checksum["type"]),
        str(checksum["value"]).lower(),
    )


def _bring(url, place, described, patience, accept):
    """Have pooch write a file beside its place, check it, and move it there."""
    import pooch

    checked = []

    def downloader(_url, part, _pooch):
        path = Path(part).with_name(f"{Path(part).name}{place.suffix}")
        try:
            stream(url, path, patience, described.bytes)
            found = matches(path, described)
            if found is None:
                raise _other_bytes(path, place, described, url)
            accept(path)
            path.replace(part)
        finally:
            path.unlink(missing_ok=True)
        Path(part).chmod(0o644)
        checked.append(found)

    pooch.get_logger().setLevel(logging.WARNING)
    pooch.Pooch(
        place.parent,
        base_url="",
        registry={place.name: None},
        urls={place.name: url},
        retry_if_failed=patience.attempts - 1,
    ).fetch(place.name, downloader=downloader)
    return checked[-1]


def _other_bytes(path, place, described, url):
    content = path.read_bytes()
    data = not content[:512].lstrip().lower().startswith((b"<!doctype html", b"<html"))
    what = "is a web page, not data"
    if data:
        what = "is cut off" if len(content) < described.bytes else "is another file than described"
    error = _OtherBytes(
        f"What arrived for {place.name} {what}.",
        expected=f"{described.bytes:,} bytes, {described.algorithm} {described.checksum} "
        "(of a .tab without its row of names)",
        got=f"{len(content):,} bytes, {described.algorithm} {_hash(described.algorithm, content)}",
        where=url,
        next_step="run the same command again; if it stays so, compare with the dataset's page",
    )
    error.data = data
    return error


def _unavailable(deposit, folder, error):
    import requests

    status = getattr(error.response, "status_code", None)
    silent = isinstance(error, requests.ConnectionError | requests.Timeout)
    why = "without a network"
    if status in _REFUSED:
        why = "by a program, as the repository asks for its guestbook or a login"
    elif not silent:
        why = f"({type(error).__name__}: {error})"
    return (NoAnswer if silent else SourceUnavailable)(
        f"{deposit.stem} cannot be downloaded {why}: get it from https://doi.org/{deposit.file} "
        f"and place it in {folder} as {deposit.stem}.tab or {deposit.stem}.dta.",
    )


def _hash(algorithm, content):
    return hashlib.new(algorithm.replace("-", "").lower(), content).hexdigest()
