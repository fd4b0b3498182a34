"""The manifest of raw files and the choice of versions."""

import hashlib
import os

import pandas as pd
import pytest

from coalitions.errors import ConfigError
from coalitions.settings import parse
from coalitions.sources.manifest import Entry, choose, load_manifest
from coalitions.variables.datasets import needed_datasets

COLUMNS = (
    "dataset version file format url sha256 bytes first_year last_year vintage unit citation "
    "licence redistributable note mirror_url"
).split()


def test_columns_and_key(manifest):
    assert list(manifest.columns) == COLUMNS
    assert not manifest.duplicated(["dataset", "version"]).any()
    always = [c for c in COLUMNS if c not in ("first_year", "last_year", "vintage")]
    assert manifest[always].notna().all(axis=None)


def test_hashes_and_addresses(manifest):
    assert manifest["sha256"].str.fullmatch("[0-9a-f]{64}").all()
    assert manifest["url"].str.fullmatch(r"https://\S+").all()
    assert manifest["bytes"].gt(0).all()


def test_every_dataset_has_one_version_of_either_vintage(manifest):
    tags = manifest.set_index("dataset")["vintage"].fillna("").str.split().explode()
    assert set(tags.dropna()) == {"paper", "latest"}
    for vintage in ("paper", "latest"):
        assert sorted(tags[tags.eq(vintage)].index) == sorted(manifest["dataset"].unique())


def test_years_in_order(manifest):
    dated = manifest.dropna(subset=["first_year", "last_year"])
    assert dated["first_year"].le(dated["last_year"]).all()
    assert len(dated) > 50


def test_choose_takes_the_vintage(manifest, config):
    paper = choose(manifest, parse(config))
    latest = choose(manifest, parse(config | {"vintage": "latest"}))
    assert paper["cow_nmc"].version == "4.0"
    assert latest["cow_nmc"].version == "7.0"
    assert set(paper) == set(latest) == set(manifest["dataset"])


def test_an_override_changes_one_dataset_and_nothing_else(manifest, config):
    before = choose(manifest, parse(config))
    after = choose(manifest, parse(config | {"versions": {"cow_nmc": "6.0"}}))
    assert after.pop("cow_nmc").version == "6.0"
    before.pop("cow_nmc")
    assert after == before


@pytest.mark.parametrize(
    ("versions", "got", "choice"),
    [({"cow_nmd": "6.0"}, "cow_nmd", "cow_nmc"), ({"cow_nmc": "9"}, "9", "4.0, 5.0, 6.0, 7.0")],
)
def test_unknown_overrides_list_the_choices(manifest, config, versions, got, choice):
    with pytest.raises(ConfigError) as caught:
        choose(manifest, parse(config | {"versions": versions}))
    assert caught.value.got == got
    assert choice in caught.value.expected


def test_needed_datasets_follow_the_choices(config):
    capital = config | {"variables": config["variables"] | {"distance": "capital"}}
    assert "capital_distance" in needed_datasets(parse(capital))
    assert "capital_distance" not in needed_datasets(parse(config))
    assert {"archigos", "gdp_panel"} <= set(needed_datasets(parse(config)))


@pytest.mark.data
def test_the_mirror_holds_what_the_manifest_says(manifest):
    mirror = os.environ.get("COALITIONS_MIRROR")
    if not mirror:
        pytest.skip("COALITIONS_MIRROR is not set")
    for row in manifest.to_dict("records"):
        entry = Entry(**{name: row[name] for name in Entry.__dataclass_fields__})
        content = entry.path_under(mirror).read_bytes()
        assert len(content) == entry.bytes, entry
        assert hashlib.sha256(content).hexdigest() == entry.sha256, entry


def test_every_second_address_is_of_a_file_and_another_than_the_first(manifest, root):
    mirrors = pd.read_csv(root / "data/mirrors.csv", dtype=str)
    listed = set(zip(manifest["dataset"], manifest["version"], strict=True))
    assert set(zip(mirrors["dataset"], mirrors["version"], strict=True)) <= listed
    second = manifest[manifest["mirror_url"].ne("")]
    assert len(second) == len(mirrors)
    assert second["mirror_url"].ne(second["url"]).all()
    # A commit, so that the bytes cannot change.
    assert second["mirror_url"].str.contains(r"[@/][0-9a-f]{40}/").all()


def test_a_manifest_without_second_addresses_is_read(root, tmp_path):
    (tmp_path / "sources.csv").write_bytes((root / "data/sources.csv").read_bytes())
    assert load_manifest(tmp_path / "sources.csv")["mirror_url"].eq("").all()
