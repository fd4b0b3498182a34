"""Whether every address of ``data/sources.csv`` still answers, for a scheduled check.

``python -m coalitions.sources.addresses`` prints a report in Markdown and ends with 1 when some
address is gone, which a workflow then makes an issue of.
"""

import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import requests

from coalitions.sources.manifest import Entry, every_entry, load_manifest

# What a server says of a file that will not come back by waiting.
_GONE = (401, 403, 404, 410, 451)
_ATTEMPTS, _PAUSE, _TIMEOUT = 3, 5.0, 30.0


def check_addresses(
    entries: Iterable[Entry], attempts: int = _ATTEMPTS, pause: float = _PAUSE
) -> pd.DataFrame:
    """Ask every address for its first bytes.

    Parameters
    ----------
    entries : iterable of coalitions.sources.manifest.Entry
    attempts : int
        Tries of a server that does not answer, or answers that something is wrong with itself.
    pause : float
        Seconds between them.

    Returns
    -------
    pandas.DataFrame
        One row an address: dataset, version, which ("first" or "second"), url, answer ("ok", or
        what was wrong).
    """
    rows = [
        (entry.dataset, entry.version, which, url, _answer(url, attempts, pause))
        for entry in entries
        for which, url in zip(("first", "second"), entry.addresses, strict=False)
    ]
    return pd.DataFrame(rows, columns=["dataset", "version", "which", "url", "answer"])


def report(found: pd.DataFrame) -> str:
    """Say in Markdown which addresses failed, and what to do; one line where none did."""
    wrong = found[found["answer"].ne("ok")]
    if wrong.empty:
        return f"All {len(found)} addresses of data/sources.csv answer.\n"
    lines = [
        f"- `{row.dataset}` {row.version}, {row.which} address: {row.answer} ({row.url})"
        for row in wrong.itertuples()
    ]
    return (
        f"{len(wrong)} of {len(found)} addresses of `data/sources.csv` fail.\n\n"
        + "\n".join(lines)
        + "\n\nFind another copy of the file, compare its SHA-256 with the manifest's, and put its "
        "address into the column `url` or `mirror_url`.\n"
    )


def _answer(url, attempts, pause):
    said = "did not answer"
    for attempt in range(attempts):
        if attempt:
            time.sleep(pause)
        try:
            # Not HEAD, which some servers refuse; the body is left unread.
            with requests.get(url, stream=True, timeout=_TIMEOUT) as answer:
                kind = answer.headers.get("Content-Type", "")
                if answer.ok:
                    return "a web page, not data" if kind.startswith("text/html") else "ok"
                said = f"{answer.status_code} {answer.reason}"
                if answer.status_code in _GONE:
                    return said
        except requests.RequestException as error:
            said = type(error).__name__
    return said


def main(path: str | Path = "data/sources.csv") -> int:
    """Print the report on a manifest; return 1 when an address failed, else 0."""
    found = check_addresses(every_entry(load_manifest(path)))
    print(report(found), end="")
    return int(found["answer"].ne("ok").any())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
