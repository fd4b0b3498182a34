"""The list of choices that make a multiverse: each option, and how it stands to the first."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from coalitions import yaml_files
from coalitions.errors import ConfigError
from coalitions.settings import IncompatibleChoices, Settings, parse

# What a universe may change; the rest says where data lie or how the multiverse is run.
CHANGEABLE = (
    "versions",
    "sample",
    "coding",
    "cases",
    "partners",
    "variables",
    "insecurity",
    "estimation",
)
VersionsOf = Callable[[Settings], dict[str, str]]
EQUIVALENT = "equivalent"
UNCERTAIN = "uncertain"
NOT_EQUIVALENT = "not equivalent"
# How an option can stand to the first of its choice (Del Giudice and Gangestad 2021).
MARKS = (EQUIVALENT, UNCERTAIN, NOT_EQUIVALENT)
# The part of the file that holds the marks; no choice can be called that.
_MARKS = "marks"
_DEFAULT = "The default."


class GridError(ConfigError):
    """The choices, or what is to be kept of them, make no multiverse."""


@dataclass(frozen=True)
class Mark:
    """How an option stands to the first of its choice.

    Attributes
    ----------
    mark : str
        One of `MARKS`.
    because : str
        The reason, from texts and measures and never from estimates.
    """

    mark: str
    because: str


@dataclass(frozen=True)
class Choice:
    """A choice with its options.

    Attributes
    ----------
    name : str
    options : dict of str to dict
        Option names, each with the part of the configuration it changes; that of the first is
        empty, for the configuration already says it.
    marks : dict of str to Mark
        By option. One without a mark, as the first, is equivalent.
    """

    name: str
    options: dict[str, dict[str, Any]]
    marks: dict[str, Mark] = field(default_factory=dict)

    def mark(self, option: str) -> Mark:
        """Return how an option stands to the first."""
        return self.marks.get(option, Mark(EQUIVALENT, _DEFAULT))


def load(path: Path, config: dict[str, Any], versions_of: VersionsOf) -> tuple[Choice, ...]:
    """Read and check a file of choices.

    Parameters
    ----------
    path : path
        YAML: choices, each with its options, each with the part of the configuration it changes;
        and `marks`, by choice and option, each with ``mark`` and ``because``.
    config : dict
        The configuration that the options change. It must say what the first options say.
    versions_of : callable
        Maps settings to the version they choose of every dataset, a dict.

    Returns
    -------
    tuple of Choice

    Raises
    ------
    GridError
        Names the choice and option that is empty, unknown to the configuration, double, lacks
        its file, lacks its mark, changes what another choice changes too, or stands first without
        being what the configuration says.
    """
    start = _comparable(parse(config), versions_of)
    if not path.exists():
        raise GridError(
            "There is no file of choices.", got=path, where="config key multiverse.choices"
        )
    listed = yaml_files.load(path)
    if not isinstance(listed, dict) or not listed:
        raise GridError("The file of choices holds no choice.", where=path)
    marks = _marks(listed.pop(_MARKS, {}), path)
    choices = tuple(
        _choice(name, options, marks.get(str(name), {}), path) for name, options in listed.items()
    )
    for choice in choices:
        _assert_distinct(choice, config, versions_of, start, path)
    _assert_disjoint(choices, path)
    _assert_known(marks, [c.name for c in choices], "choice", f"{path}: {_MARKS}")
    for choice in choices:
        _assert_marked(choice, path)
    return tuple(Choice(c.name, {**c.options, next(iter(c.options)): {}}, c.marks) for c in choices)


def keep(choices: tuple[Choice, ...], only: Mapping[str, list[str]]) -> tuple[Choice, ...]:
    """Keep some options of some choices.

    Parameters
    ----------
    choices : tuple of Choice
    only : dict of str to list of str
        Options to keep by choice; choices it does not name keep all.

    Returns
    -------
    tuple of Choice

    Raises
    ------
    GridError
        When a choice or option is unknown, named twice, or none is left.
    """
    where = "config key multiverse.only"
    _assert_known(only, [c.name for c in choices], "choice", where)
    kept = []
    for choice in choices:
        wanted = only.get(choice.name, list(choice.options))
        _assert_known(wanted, list(choice.options), "option", f"{where}.{choice.name}")
        if not wanted:
            raise GridError(
                f"The grid is empty: no option of {choice.name!r} is kept.",
                expected=f"some of {', '.join(choice.options)}",
                where=where,
            )
        if len(set(wanted)) < len(wanted):
            raise GridError("An option stands twice.", got=wanted, where=f"{where}.{choice.name}")
        options = {o: change for o, change in choice.options.items() if o in wanted}
        marks = {o: mark for o, mark in choice.marks.items() if o in wanted}
        kept.append(Choice(choice.name, options, marks))
    return tuple(kept)


def listing(choices: Iterable[Choice]) -> pd.DataFrame:
    """Return the choices as a table.

    Returns
    -------
    pandas.DataFrame
        choice, option, label, default (bool), mark (of `MARKS`), because; in order.
    """
    rows = [
        (c.name, option, option, i == 0, c.mark(option).mark, c.mark(option).because)
        for c in choices
        for i, option in enumerate(c.options)
    ]
    return pd.DataFrame(rows, columns=["choice", "option", "label", "default", "mark", "because"])


def _marks(listed, path):
    """Read the marks, by choice and option."""
    where = f"{path}: {_MARKS}"
    if not isinstance(listed, dict) or not all(isinstance(m, dict) for m in listed.values()):
        raise GridError("The marks are not listed by choice and option.", where=where)
    return {
        str(choice): {
            str(option): _mark(mark, f"{where}, {choice}, {option}")
            for option, mark in options.items()
        }
        for choice, options in listed.items()
    }


def _mark(given, where):
    known = isinstance(given, dict) and set(given) == {"mark", "because"}
    if not known or given["mark"] not in MARKS or not str(given["because"] or "").strip():
        raise GridError(
            "A mark is not given in full.",
            expected=f"mark (one of {', '.join(MARKS)}) and because (the reason)",
            got=repr(given),
            where=where,
        )
    return Mark(given["mark"], str(given["because"]))


def _choice(name, options, marks, path):
    if not isinstance(options, dict) or not options:
        raise GridError(f"The choice {name!r} has no options.", where=path)
    for option, change in options.items():
        if not isinstance(change or {}, dict):
            raise GridError(
                "An option is not a part of the configuration.",
                expected="a mapping, such as {coding: sides}",
                got=repr(change),
                where=f"{path}: {name}, {option}",
            )
    named = {str(option): change or {} for option, change in options.items()}
    return Choice(str(name), named, marks)


def _assert_marked(choice, path):
    """Refuse marks that are missing, superfluous, or of the first option, which needs none."""
    _, *others = choice.options
    where = f"{path}: {_MARKS}, {choice.name}"
    _assert_known(choice.marks, others, "option to be marked", where)
    for option in others:
        if option not in choice.marks:
            raise GridError(
                f"The option {option!r} of {choice.name!r} has no mark.",
                expected=f"mark (one of {', '.join(MARKS)}) and because (the reason)",
                where=where,
                next_step="say how it stands to the first option, from texts and measures only",
            )


def _assert_distinct(choice, config, versions_of, start, path):
    """Refuse options that cannot be or are the same, and a first one that is not the default's."""
    known: dict[str, str] = {}
    for option, change in choice.options.items():
        where = f"{path}: {choice.name}, {option}"
        for key in {top for top in change if top not in CHANGEABLE}:
            raise GridError(f"No universe may change {key!r}.", expected=CHANGEABLE, where=where)
        settings = _checked(config, change, where)
        # Settings that only another choice could mend are told apart by what they change.
        same = digest_of(change) if settings is None else _comparable(settings, versions_of)
        if not known and same != start:
            raise GridError(
                f"The configuration is not what the first option of {choice.name!r} says.",
                expected=change,
                where=where,
                next_step="run the multiverse from the configuration its choices start from, "
                "and filter with multiverse.only",
            )
        if same in known:
            both = f"{known[same]!r} and {option!r}"
            raise GridError("Two options make the same change.", got=both, where=where)
        known[same] = option


def _assert_disjoint(choices, path):
    """Refuse choices of which two change the same key."""
    changed: dict[str, str] = {}
    for choice in choices:
        for leaf in (leaf for change in choice.options.values() for leaf in _leaves(change)):
            if changed.setdefault(leaf, choice.name) != choice.name:
                raise GridError(
                    f"Two choices change {leaf}.",
                    got=f"{changed[leaf]!r} and {choice.name!r}",
                    where=path,
                )


def _comparable(settings, versions_of):
    """Digest settings by the versions they choose, however those are chosen."""
    own = settings.model_dump(mode="json", exclude={"versions", "vintage"})
    return digest_of((own, sorted(versions_of(settings).items())))


def _checked(config, change, where):
    """Parse the changed configuration; return None for what only another choice could mend."""
    try:
        settings = parse(merged(config, change))
    except IncompatibleChoices:
        return None
    except ConfigError as error:
        raise GridError(f"An option does not fit the configuration: {error}", where=where) from None
    file = settings.insecurity.file
    if file is not None and not file.exists():
        raise GridError("A universe's file is missing.", expected=file, where=where)
    return settings


def merged(config: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configuration with a part of it changed."""
    both = dict(config)
    for key, value in change.items():
        nested = isinstance(value, dict) and isinstance(both.get(key), dict)
        both[key] = merged(both[key], value) if nested else value
    return both


def _leaves(change, prefix=""):
    for key, value in change.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def digest_of(plain: object) -> str:
    """Digest plain data."""
    return hashlib.blake2b(repr(plain).encode(), digest_size=8).hexdigest()


def _assert_known(names, known, what, where):
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            raise GridError(
                f"There is no {what} {name!r}{f'; did you mean {close[0]!r}?' if close else ''}.",
                expected=", ".join(known),
                where=where,
            )
