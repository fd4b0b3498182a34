"""A configuration as arguments of the command line."""

import json
import re
import shlex
from typing import Any

import yaml

from coalitions.settings.configuration import Settings

# Where data lie, and what other targets take; the folder of the mirror is of one machine only.
_LEFT_OUT = {"mirror", "data", "compare", "release", "kit"}
# What a universe's digest stands for is not said again.
_BESIDE_UNIVERSE = ("own", "models", "multiverse", "power")
_PLAIN = re.compile(r"[A-Za-z][\w./-]*")


def config_arguments(settings: Settings) -> str:
    """Write what a command takes to build something with the same settings.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    str
        Such as `` --config run=logit insecurity='{model: logit}'``, with a space before it; empty
        for the default.
    """
    changed = settings.model_dump(mode="json", exclude_defaults=True, exclude=_LEFT_OUT)
    if settings.universe is not None:
        named = {} if settings.run == settings.universe else {"run": settings.run}
        beside = {key: changed[key] for key in _BESIDE_UNIVERSE if key in changed}
        changed = named | {"universe": f"u{settings.universe}"} | beside
    written = [f"{key}={shlex.quote(_flow(value))}" for key, value in changed.items()]
    return " ".join(["", "--config", *written]) if written else ""


def _flow(value: Any) -> str:
    """Write a value in YAML on one line, in double quotes where quotes are needed.

    Single ones would end those of the shell.
    """
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case str() if _PLAIN.fullmatch(value) and yaml.safe_load(value) == value:
            return value
    return json.dumps(value, ensure_ascii=False)
