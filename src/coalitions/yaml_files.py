"""YAML read strictly: a key that stands twice is refused, where YAML's readers take the last."""

from pathlib import Path
from typing import Any

import yaml

from coalitions.errors import ConfigError


def load(path: str | Path) -> Any:
    """Read a YAML file.

    Parameters
    ----------
    path : path

    Returns
    -------
    object
        Plain data; None for an empty file.

    Raises
    ------
    ConfigError
        When the file is no YAML, or a key stands twice in one mapping; names both lines.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_duplicates(yaml.compose(text, yaml.SafeLoader), path)
        return yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is no YAML.", got=error, where=path) from None


def _refuse_duplicates(node, path):
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            _refuse_duplicates(each, path)
    if isinstance(node, yaml.MappingNode):
        lines: dict[str, list[str]] = {}
        for key, value in node.value:
            lines.setdefault(str(key.value), []).append(f"line {key.start_mark.line + 1}")
            _refuse_duplicates(value, path)
        for name, places in lines.items():
            if len(places) > 1:
                raise ConfigError(
                    f"The key {name!r} stands twice.",
                    got=", ".join(places),
                    where=path,
                    next_step="keep one of the lines",
                )
