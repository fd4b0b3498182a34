"""The multiverse: a closed list of choices, and the universes drawn from their combinations.

Every option is a change of the configuration, so a universe is a configuration like any other and
can be rebuilt on its own (Steegen, Tuerlinckx, Gelman and Vanpaemel 2016).
"""

import hashlib
import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np
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
# So many combinations or fewer are all put in random order; among more, drawing hardly ever meets
# one twice.
_FEW = 50_000
_PATIENCE = 10_000


class GridError(ConfigError):
    """The choices, or what is to be kept of them, make no multiverse."""


@dataclass(frozen=True)
class Choice:
    """A choice with its options.

    Attributes
    ----------
    name : str
    options : dict of str to dict
        Option names, each with the part of the configuration it changes; that of the first is
        empty, for the configuration already says it.
    """

    name: str
    options: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Universe:
    """One combination of options.

    Attributes
    ----------
    digest : str
        Of the settings: the same universe has the same digest in every multiverse.
    options : tuple of str
        One of every choice, in the order of the choices.
    settings : coalitions.settings.Settings
    """

    digest: str
    options: tuple[str, ...]
    settings: Settings


def load(path: Path, config: dict[str, Any], versions_of: VersionsOf) -> tuple[Choice, ...]:
    """Read and check a file of choices.

    Parameters
    ----------
    path : path
        YAML: choices, each with its options, each with the part of the configuration it changes.
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
        its file, changes what another choice changes too, or stands first without being what
        the configuration says.
    """
    start = _comparable(parse(config), versions_of)
    if not path.exists():
        raise GridError(
            "There is no file of choices.", got=path, where="config key multiverse.choices"
        )
    listed = yaml_files.load(path)
    if not isinstance(listed, dict) or not listed:
        raise GridError("The file of choices holds no choice.", where=path)
    choices = tuple(_choice(name, options, path) for name, options in listed.items())
    for choice in choices:
        _assert_distinct(choice, config, versions_of, start, path)
    _assert_disjoint(choices, path)
    return tuple(Choice(c.name, {**c.options, next(iter(c.options)): {}}) for c in choices)


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
        kept.append(Choice(choice.name, options))
    return tuple(kept)


def draw_universes(
    choices: tuple[Choice, ...], config: dict[str, Any], number: int, seed: int
) -> list[Universe]:
    """Draw universes at random from all combinations that go together.

    All are taken where there are no more than `number`. Combinations that the configuration
    refuses, such as the case coding with other principals than its own, are no universes. Those
    that differ from the first in one choice only come first, drawn or not, for they show what a
    choice does on its own.

    Parameters
    ----------
    choices : tuple of Choice
    config : dict
    number : int
        Universes to draw, >= 1.
    seed : int

    Returns
    -------
    list of Universe
        No two the same. Drawing more with the same seed adds universes and changes none.

    Raises
    ------
    GridError
        When no combination goes together.
    """
    options = [list(choice.options) for choice in choices]
    universes = {}
    for combination in _near(options):
        universe = _universe(choices, combination, config)
        if universe:
            universes[universe.digest] = universe
    drawn: set[str] = set()
    misses = 0
    for combination in _in_random_order(options, seed):
        # So many misses in a row mean that the rest do not go together or are drawn already.
        if len(drawn) == number or misses > _PATIENCE:
            break
        universe = _universe(choices, combination, config)
        misses += 1
        if universe and universe.digest not in drawn:
            drawn.add(universe.digest)
            universes.setdefault(universe.digest, universe)
            misses = 0
    if not universes:
        raise GridError(
            "The grid is empty: no combination of the options kept goes together.",
            where="config key multiverse.only",
            next_step="keep coding: cases with principals: cases, or a rule for the coding",
        )
    return list(universes.values())


def rebuilt(settings: Settings, config: dict[str, Any], versions_of: VersionsOf) -> Settings:
    """Return the settings of the universe that a run asks for, as a run of their own.

    Parameters
    ----------
    settings : coalitions.settings.Settings
        With the digest in `universe`; its `multiverse` says which universes there are.
    config : dict
        What `settings` was parsed from.
    versions_of : callable
        As for `load`.

    Returns
    -------
    coalitions.settings.Settings
        Named by the digest unless the run has a name.

    Raises
    ------
    GridError
        When no universe of the draw has the digest.
    """
    chosen = settings.multiverse
    choices = keep(load(chosen.choices, config, versions_of), chosen.only)
    drawn = draw_universes(choices, config, chosen.universes, chosen.seed)
    universes = {u.digest: u for u in drawn}
    if settings.universe not in universes:
        raise GridError(
            "There is no such universe.",
            expected=f"the digest of one of {len(universes):,} universes, as in the column "
            "universe of results/multiverse/results.parquet",
            got=settings.universe,
            where="config key universe",
            next_step="ask for it with the configuration and the choices it was drawn with",
        )
    own = universes[settings.universe].settings
    return own.model_copy(update={"run": settings.run or settings.universe})


def one_at_a_time(choices: Iterable[Choice], universes: Iterable[Universe]) -> set[str]:
    """Tell which universes differ from the first option of every choice in one choice at most.

    Returns
    -------
    set of str
        Digests.
    """
    first = [next(iter(choice.options)) for choice in choices]
    changes = {u.digest: sum(map(str.__ne__, u.options, first)) for u in universes}
    return {digest for digest, changed in changes.items() if changed < 2}


def listing(choices: Iterable[Choice]) -> pd.DataFrame:
    """Return the choices as a table: choice, option, label, default (bool), in order."""
    rows = [(c.name, option, option, i == 0) for c in choices for i, option in enumerate(c.options)]
    return pd.DataFrame(rows, columns=["choice", "option", "label", "default"])


def _choice(name, options, path):
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
    return Choice(str(name), {str(option): change or {} for option, change in options.items()})


def _assert_distinct(choice, config, versions_of, start, path):
    """Refuse options that cannot be or are the same, and a first one that is not the default's."""
    known: dict[str, str] = {}
    for option, change in choice.options.items():
        where = f"{path}: {choice.name}, {option}"
        for key in {top for top in change if top not in CHANGEABLE}:
            raise GridError(f"No universe may change {key!r}.", expected=CHANGEABLE, where=where)
        settings = _checked(config, change, where)
        # Settings that only another choice could mend are told apart by what they change.
        same = _digest(change) if settings is None else _comparable(settings, versions_of)
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
    return _digest((own, sorted(versions_of(settings).items())))


def _checked(config, change, where):
    """Parse the changed configuration; return None for what only another choice could mend."""
    try:
        settings = parse(_merged(config, change))
    except IncompatibleChoices:
        return None
    except ConfigError as error:
        raise GridError(f"An option does not fit the configuration: {error}", where=where) from None
    file = settings.insecurity.file
    if file is not None and not file.exists():
        raise GridError("A universe's file is missing.", expected=file, where=where)
    return settings


def _universe(choices, combination, config):
    changed = config
    for choice, option in zip(choices, combination, strict=True):
        changed = _merged(changed, choice.options[option])
    try:
        settings = parse(changed)
    except IncompatibleChoices:
        return None
    own = settings.model_dump(mode="json", include=set(CHANGEABLE) | {"vintage"})
    return Universe(_digest(own), tuple(combination), settings)


def _near(options):
    """Return the first option of every choice, then every change of it in one choice."""
    first = tuple(names[0] for names in options)
    return [first] + [
        (*first[:i], name, *first[i + 1 :]) for i, names in enumerate(options) for name in names[1:]
    ]


def _in_random_order(options, seed):
    rng = np.random.default_rng(seed)
    if math.prod(map(len, options)) <= _FEW:
        every = list(itertools.product(*options))
        yield from (every[i] for i in rng.permutation(len(every)))
        return
    while True:
        for row in rng.random((1000, len(options))):
            yield tuple(names[int(u * len(names))] for u, names in zip(row, options, strict=True))


def _merged(config, change):
    both = dict(config)
    for key, value in change.items():
        nested = isinstance(value, dict) and isinstance(both.get(key), dict)
        both[key] = _merged(both[key], value) if nested else value
    return both


def _leaves(change, prefix=""):
    for key, value in change.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def _digest(plain):
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
