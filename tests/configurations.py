"""Every key of the configuration with other values than the default's, from the schema itself."""

from pathlib import Path
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from coalitions.errors import DesignError
from coalitions.pipeline.requirements import assert_years
from coalitions.settings import IncompatibleChoices, Settings, parse
from coalitions.sources.manifest import load_manifest

MANIFEST = load_manifest(Path(__file__).parents[1] / "data/sources.csv")

OWN_FILE = {
    "file": "own_growth.csv",
    "key": ["state", "year"],
    "variables": {"growth": "Growth"},
    "roles": ["a"],
}
# Values of keys whose type does not list them; the files are those of `equip` in the tests.
OTHER = {
    "run": ["other"],
    "compare": [["other"]],
    "mirror": ["elsewhere"],
    "versions": [
        {"cow_nmc": "5.0"},
        {"polity": "p5v2018"},
        {"unga_ideal_points": "2019"},
        {"cow_states": "2016"},
        {"icb_system": "14"},
    ],
    "insecurity.file": ["own.csv"],
    "release.version": ["2.1.0"],
    "kit.answers": ["answers"],
    "own": [[OWN_FILE]],
    "models": [[{"name": "short", "formula": "coalition ~ divergence_tp"}]],
    "multiverse.choices": ["other.yaml"],
    "multiverse.only": [{"coding": ["cases, medium", "sides"]}],
}
# What a value does not go without.
COMPANIONS = {
    ("sample.principals", "threat"): {"coding": "sides"},
    ("insecurity.model", "file"): {"insecurity.file": "own.csv"},
    ("insecurity.file", "own.csv"): {"insecurity.model": "file"},
    ("insecurity.growth", "gdp_sdp"): {"insecurity.growth_series": "sdp"},
    ("insecurity.growth_series", "sdp"): {"insecurity.growth": "gdp_sdp"},
}


def fields(record=Settings, prefix=""):
    """Walk the keys of the schema that hold values: dotted name and field."""
    for name, field in record.model_fields.items():
        if isinstance(field.annotation, type) and hasattr(field.annotation, "model_fields"):
            yield from fields(field.annotation, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field


def other_values(key, field):
    """Return values of a key that are not its default.

    Raises
    ------
    LookupError
        For a key of a type that says nothing of its values, and that `OTHER` does not know.
    """
    kind, limits = field.annotation, field.metadata
    if key in OTHER:
        return OTHER[key]
    if get_origin(kind) is Annotated:
        kind, *limits = get_args(kind)
    if get_origin(kind) in (Union, UnionType):
        kind = next(k for k in get_args(kind) if k is not type(None))
    if get_origin(kind) is Literal:
        return [value for value in get_args(kind) if value != field.default]
    if kind is bool:
        return [not field.default]
    if kind is int:
        low = next((m.ge for m in limits if hasattr(m, "ge")), None)
        high = next((m.le for m in limits if hasattr(m, "le")), None)
        near = {field.default - 1, field.default + 1, low, high} - {None, field.default}
        return sorted(
            value
            for value in near
            if (low is None or value >= low) and (high is None or value <= high)
        )
    raise LookupError(f"{key}: say in tests/configurations.py which other values it takes")


def nested(changes):
    """Turn values by dotted name into the mapping a configuration holds."""
    plain = {}
    for key, value in changes.items():
        *groups, name = key.split(".")
        place = plain
        for group in groups:
            place = place.setdefault(group, {})
        place[name] = value
    return plain


def merged(config, change):
    """Return a configuration with a change laid over it."""
    both = dict(config)
    for key, value in change.items():
        inside = isinstance(value, dict) and isinstance(both.get(key), dict) and key != "versions"
        both[key] = merged(both[key], value) if inside else value
    return both


def changes(config):
    """List every change of one key that the configuration takes.

    Returns
    -------
    list of (str, object, dict)
        Key, value, and the part of the configuration that changes, companions with it. Numbers
        that do not go with the default's others, such as a first year after the last, or that no
        data cover, are left out.
    """
    found = []
    for key, field in fields():
        if key == "universe":
            continue
        for value in other_values(key, field):
            change = nested({key: value} | COMPANIONS.get((key, str(value)), {}))
            try:
                assert_years(parse(merged(config, change)), MANIFEST)
            except (IncompatibleChoices, DesignError):
                if not isinstance(value, int):
                    raise
                continue
            found.append((key, value, change))
    return found
