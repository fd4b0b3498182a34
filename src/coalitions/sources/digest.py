"""What tells the content of a file from that of any other."""

import hashlib
from pathlib import Path


def digest_of(path: str | Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
