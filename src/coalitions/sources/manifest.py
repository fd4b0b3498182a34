"""The manifest of raw files, and the choice of one version a dataset."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coalitions.errors import ConfigError
from coalitions.settings import Settings
from coalitions.sources.source import Source


@dataclass(frozen=True)
class Entry:
    """One row of ``data/sources.csv`` (columns explained in docs/data.md)."""

    dataset: str
    version: str
    file: str
    format: str
    url: str
    sha256: str
    bytes: int
    mirror_url: str = ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the file can be had, the first address first."""
        return (self.url, self.mirror_url) if self.mirror_url else (self.url,)

    def path_under(self, folder: str | Path) -> Path:
        """Return where the file lies in a folder laid out by dataset and version."""
        return Path(folder) / self.dataset / self.version / self.file

    def source(self, raw: str | Path) -> Source:
        """Return the record the readers take, for a file under the folder `raw`."""
        return Source(self.dataset, self.version, self.format, self.path_under(raw))


def load_manifest(path: str | Path) -> pd.DataFrame:
    """Read ``data/sources.csv``; text as it stands, blank years missing.

    The column mirror_url has the second address of a file, from ``mirrors.csv`` beside it, and is
    blank where there is none.
    """
    manifest = pd.read_csv(
        path, dtype={"version": str, "first_year": "Int64", "last_year": "Int64"}
    )
    second = Path(path).with_name("mirrors.csv")
    if not second.exists():
        return manifest.assign(mirror_url="")
    mirrors = pd.read_csv(second, dtype=str)
    both = manifest.merge(mirrors, on=["dataset", "version"], how="left", validate="1:1")
    return both.assign(mirror_url=both["mirror_url"].fillna(""))


def find(manifest: pd.DataFrame, dataset: str, version: str) -> Entry:
    """Return the entry of one version of a dataset.

    Raises
    ------
    ConfigError
        When there is none; lists the choices.
    """
    _assert_known(manifest, dataset, version)
    rows = manifest[manifest["dataset"].eq(dataset) & manifest["version"].eq(version)]
    return _entries(rows)[dataset]


def choose(manifest: pd.DataFrame, settings: Settings) -> dict[str, Entry]:
    """Choose the version of every dataset of the manifest by vintage and overrides.

    Parameters
    ----------
    manifest : pandas.DataFrame
        From `load_manifest`.
    settings : coalitions.settings.Settings

    Returns
    -------
    dict of str to Entry
        One entry a dataset.

    Raises
    ------
    ConfigError
        When an override names an unknown dataset or version; lists the choices.
    """
    for dataset, version in settings.versions.items():
        _assert_known(manifest, dataset, version)
    tagged = manifest["vintage"].fillna("").str.split().map(lambda tags: settings.vintage in tags)
    wanted = manifest["dataset"].map(settings.versions)
    rows = manifest[wanted.eq(manifest["version"]) | (wanted.isna() & tagged)]
    return _entries(rows)


def chosen_versions(manifest: pd.DataFrame, settings: Settings) -> dict[str, str]:
    """Return the version of every dataset that settings choose, by dataset."""
    return {name: entry.version for name, entry in choose(manifest, settings).items()}


def _entries(rows):
    return {row["dataset"]: Entry(**row) for row in _described(rows)}


def every_entry(manifest: pd.DataFrame) -> list[Entry]:
    """Return an entry for each row of the manifest."""
    return [Entry(**row) for row in _described(manifest)]


def _described(rows):
    return rows[list(Entry.__dataclass_fields__)].to_dict("records")


def _assert_known(manifest, dataset, version):
    rows = manifest[manifest["dataset"].eq(dataset)]
    if rows.empty:
        raise ConfigError(
            f"versions.{dataset}: there is no such dataset.",
            expected=", ".join(sorted(manifest["dataset"].unique())),
            got=dataset,
            where="config key `versions`",
            next_step="see docs/data.md for every dataset and version",
        )
    if version not in set(rows["version"]):
        raise ConfigError(
            f"versions.{dataset}: there is no such version.",
            expected=", ".join(rows["version"]),
            got=version,
            where="config key `versions`",
            next_step="add the file to data/sources.csv, or pick a version that is there",
        )
