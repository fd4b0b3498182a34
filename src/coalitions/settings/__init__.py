"""The configuration: what can be chosen, read from ``config.yaml`` in one place and frozen."""

from coalitions.settings.command_line import config_arguments
from coalitions.settings.configuration import (
    RULE_CODINGS,
    UNNAMED,
    Run,
    Settings,
    assert_default,
    choices_of,
)
from coalitions.settings.extensions import OwnFile, OwnModel
from coalitions.settings.groups import (
    CaseChoice,
    Estimation,
    Insecurity,
    Kit,
    Multiverse,
    Partners,
    Power,
    Sample,
    Variables,
)
from coalitions.settings.reading import IncompatibleChoices, parse

__all__ = [
    "RULE_CODINGS",
    "UNNAMED",
    "CaseChoice",
    "Estimation",
    "IncompatibleChoices",
    "Insecurity",
    "Kit",
    "Multiverse",
    "OwnFile",
    "OwnModel",
    "Partners",
    "Power",
    "Run",
    "Sample",
    "Settings",
    "Variables",
    "assert_default",
    "choices_of",
    "config_arguments",
    "parse",
]
