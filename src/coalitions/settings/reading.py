"""The one place that parses a configuration, and explains what is wrong with it."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from coalitions.errors import ConfigError
from coalitions.settings.configuration import GROUPS, Settings


class IncompatibleChoices(ConfigError):
    """Every value is allowed, but not together with the others."""


def parse(config: Any) -> Settings:
    """Check a configuration and freeze it.

    Parameters
    ----------
    config : dict
        As read from ``config.yaml`` and the command line.

    Returns
    -------
    Settings

    Raises
    ------
    ConfigError
        Names each offending key, the value, and the choices; `IncompatibleChoices` where only
        the combination is refused.
    """
    try:
        settings = Settings.model_validate(config)
        wrong, alone = [f"{key}: this key is missing" for key in _absent(settings)], True
    except ValidationError as error:
        wrong = [_explain(e) for e in error.errors()]
        alone = any(e["type"] != "value_error" for e in error.errors())
    if wrong:
        raise (ConfigError if alone else IncompatibleChoices)(
            "\n".join(wrong),
            where="config.yaml, --configfile or --config",
            next_step="see docs/config.md for every key and its choices",
        )
    return settings


def _absent(record: BaseModel, prefix: str = "") -> Iterator[str]:
    """Walk the keys that a configuration leaves out: it is to state every choice."""
    for name in type(record).model_fields:
        if name not in record.model_fields_set:
            yield f"{prefix}{name}"
        elif name in GROUPS:
            yield from _absent(getattr(record, name), f"{name}.")


def _explain(error):
    key = ".".join(str(part) for part in error["loc"]) or "config"
    match error["type"]:
        case "extra_forbidden":
            return f"{key}: unknown key{_suggest(error['loc'])}"
        case "missing":
            return f"{key}: this key is missing"
        case "literal_error":
            return f"{key}: {error['input']!r} is not one of {error['ctx']['expected']}"
        case "value_error":
            return f"{key}: {error['ctx']['error']}"
        case "string_type" if error["loc"][0] == "versions":
            return f'{key}: quote the version, e.g. "{error["input"]}"'
        case "string_type" if key == "universe":
            return (
                f"universe: put a u before the digest, e.g. universe=u62666057c6c3ac61; it was "
                f"read as {error['input']!r}"
            )
        case "string_type":
            return f"{key}: {error['input']!r} is no text; put it in quotes"
        case "string_pattern_mismatch" if key == "run":
            return f"run: {error['input']!r} is no name; take letters, digits, - and _"
        case "string_pattern_mismatch" if error["loc"][0] == "models":
            return f"{key}: {error['input']!r} is no name; take letters, digits, spaces, - and _"
        case "model_type" if error["loc"][:1] in (("own",), ("models",)):
            return f"{key}: {error['input']!r} is no mapping of keys; see docs/extend.md"
        case "string_pattern_mismatch" if key == "universe":
            return f"universe: {error['input']!r} is no digest of 16 letters a-f and digits"
        case "int_parsing" | "int_type" | "int_from_float":
            return f"{key}: {error['input']!r} is no whole number"
        case "bool_parsing" | "bool_type":
            return f"{key}: {error['input']!r} is neither true nor false"
        case "tuple_type" | "list_type":
            return f"{key}: {error['input']!r} is no list"
    return f"{key}: {error['msg']}, got {error['input']!r}"


def _suggest(location):
    record: Any = Settings
    for part in location[:-1]:
        # Of a list of records, the number says which one; all are of one kind.
        kind = get_args(record)[0] if isinstance(part, int) else None
        record = kind or record.model_fields[part].annotation
    close = get_close_matches(location[-1], record.model_fields, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return f"{hint}; the keys are {', '.join(record.model_fields)}"
