"""One raw file of one version of one dataset, as the manifest describes it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """A raw file and what its reader has to know about it.

    Attributes
    ----------
    dataset, version : str
        As in ``data/sources.csv``.
    format : {"csv", "tsv", "dta", "sav", "rda", "rds", "rdata", "zip"}
        How the bytes are to be read.
    path : Path
        Where the verified file lies.
    """

    dataset: str
    version: str
    format: str
    path: Path

    def __str__(self) -> str:
        """Name the source the way error messages do."""
        return f"{self.dataset} {self.version} ({self.path.name})"
