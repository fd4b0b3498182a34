"""A configuration written as arguments, as Snakemake reads them back."""

import shlex
from copy import deepcopy

import pytest
from snakemake.cli import parse_config
from snakemake.utils import update_config

from coalitions.settings import config_arguments, parse

UNIVERSE = "62666057c6c3ac61"


@pytest.mark.parametrize(
    ("change", "written"),
    [
        ({}, ""),
        ({"run": "x", "coding": "sides"}, " --config run=x coding=sides"),
        ({"insecurity": {"model": "logit"}}, " --config insecurity='{model: logit}'"),
        ({"versions": {"cow_nmc": "6.0"}}, """ --config versions='{cow_nmc: "6.0"}'"""),
        (
            {"multiverse": {"universes": 10, "only": {"coding": ["cases, high", "war"]}}},
            """ --config multiverse='{only: {coding: ["cases, high", war]}, universes: 10}'""",
        ),
        ({"partners": {"majors": False}}, " --config partners='{majors: false}'"),
        ({"insecurity": {"model": "file", "file": "a b/it's.csv"}}, None),
        ({"models": [{"name": "a - b", "formula": "coalition ~ log(cinc_a) + yes"}]}, None),
    ],
)
def test_snakemake_reads_back_what_is_written(config, change, written):
    settings = parse(changed(config, change))
    arguments = config_arguments(settings)
    assert written in (arguments, None)
    assert parse(changed(config, parse_config(shlex.split(arguments)[1:]))) == settings


def test_what_lies_on_one_machine_is_left_out(config):
    assert config_arguments(parse(changed(config, {"mirror": "/a", "data": "rebuilt"}))) == ""


def test_a_universe_is_asked_for_by_its_digest(config):
    given = {"universe": f"u{UNIVERSE}", "run": UNIVERSE, "coding": "sides"}
    settings = parse(changed(config, given | {"multiverse": {"seed": 7}}))
    written = config_arguments(settings)
    assert written == f" --config universe=u{UNIVERSE} multiverse='{{seed: 7}}'"


def changed(config, change):
    """Return the configuration with a change, as Snakemake takes one from the command line."""
    config = deepcopy(config)
    update_config(config, change)
    return config
