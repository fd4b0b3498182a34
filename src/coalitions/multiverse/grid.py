"""The multiverse: the universes drawn from all combinations of the choices.

Every option is a change of the configuration, so a universe is a configuration like any other and
can be rebuilt on its own (Steegen, Tuerlinckx, Gelman and Vanpaemel 2016).
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from coalitions.multiverse.choices import (
    CHANGEABLE,
    EQUIVALENT,
    MARKS,
    NOT_EQUIVALENT,
    Choice,
    GridError,
    VersionsOf,
    digest_of,
    keep,
    load,
    merged,
)
from coalitions.settings import IncompatibleChoices, Settings, parse

# Which universes are drawn: those all of whose options are equivalent to the default, those none of
# whose options is not equivalent, and those of all options.
SETS = ("equivalent", "not excluded", "all")
_ALLOWED = {
    "equivalent": {EQUIVALENT},
    "not excluded": set(MARKS) - {NOT_EQUIVALENT},
    "all": set(MARKS),
}
# So many combinations or fewer are all put in random order; among more, drawing hardly ever meets
# one twice.
_FEW = 50_000
_PATIENCE = 10_000


@dataclass(frozen=True)
class Universe:
    """One combination of options.

    Attributes
    ----------
    digest : str
        Of the settings: the same universe has the same digest in every multiverse.
    options : tuple of str
        One of every choice, in the order of the choices.
    drawn_for : tuple of str
        Sets of `SETS` that it was drawn for; none if it only differs from the first universe in
        one choice.
    choices : tuple of Choice
    config : dict
        What it was drawn from.
    """

    digest: str
    options: tuple[str, ...]
    drawn_for: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = field(default=(), repr=False, compare=False)
    config: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def settings(self) -> Settings:
        """Its settings, made when asked for: those of all universes would fill the memory."""
        return parse(_changed(self.choices, self.options, self.config))

    @property
    def drawn(self) -> "Drawn":
        """What results say of it."""
        return Drawn(self.digest, self.options, self.drawn_for)


@dataclass(frozen=True)
class Drawn:
    """What results say of a universe; attributes as of `Universe`."""

    digest: str
    options: tuple[str, ...]
    drawn_for: tuple[str, ...]


def draw_universes(
    choices: tuple[Choice, ...], config: dict[str, Any], number: int, seed: int
) -> list[Universe]:
    """Draw universes at random, a third of them of each set of `SETS`.

    Where a set has no more combinations than its share, all are taken, and the other sets fill the
    rest. Combinations that the configuration refuses, such as the case coding with other principals
    than its own, are no universes. Those that differ from the first in one choice only come first,
    drawn or not, for they show what a choice does on its own.

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
        No two the same. Drawing more with the same seed adds universes and changes none but the
        sets that a universe was drawn for.

    Raises
    ------
    GridError
        When no combination goes together.
    """
    universes: dict[str, Universe] = {}
    for combination in _near([list(choice.options) for choice in choices]):
        universe = _universe(choices, combination, config)
        if universe:
            universes[universe.digest] = universe
    drawn: dict[str, set[str]] = {}
    for name, universe in _in_turn(choices, config, number, seed):
        universes.setdefault(universe.digest, universe)
        drawn.setdefault(universe.digest, set()).add(name)
    if not universes:
        raise GridError(
            "The grid is empty: no combination of the options kept goes together.",
            where="config key multiverse.only",
            next_step="keep coding: cases with principals: cases, or a rule for the coding",
        )
    return [
        replace(u, drawn_for=tuple(s for s in SETS if s in drawn.get(digest, ())))
        for digest, u in universes.items()
    ]


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


def drawn_table(universes: Iterable[Drawn], choices: Sequence[Choice]) -> pd.DataFrame:
    """Return universes as a table.

    Returns
    -------
    pandas.DataFrame
        universe (digest), a column for each choice with its option, and a column for each of
        `SETS` (bool), named as `set_column` says.
    """
    columns = ["universe", *(choice.name for choice in choices), *map(set_column, SETS)]
    rows = [(u.digest, *u.options, *(name in u.drawn_for for name in SETS)) for u in universes]
    return pd.DataFrame(rows, columns=columns)


def set_column(name: str) -> str:
    """Return the column that says whether a universe was drawn for one of `SETS`."""
    return f"in_{name.replace(' ', '_')}"


def _changed(choices, combination, config):
    """Return the configuration with the options of a combination."""
    for choice, option in zip(choices, combination, strict=True):
        config = merged(config, choice.options[option])
    return config


def _universe(choices, combination, config):
    try:
        settings = parse(_changed(choices, combination, config))
    except IncompatibleChoices:
        return None
    own = settings.model_dump(mode="json", include=set(CHANGEABLE) | {"vintage"})
    return Universe(digest_of(own), tuple(combination), (), choices, config)


def _in_turn(choices, config, number, seed):
    """Draw one universe of each set after the other, until there are as many as asked."""
    streams = {name: _stream(choices, config, name, seed) for name in SETS}
    found: set[str] = set()
    while streams:
        for name in list(streams):
            if len(found) == number:
                return
            universe = next(streams[name], None)
            if universe is None:
                del streams[name]
            else:
                found.add(universe.digest)
                yield name, universe


def _stream(choices, config, name, seed):
    """Draw the universes of one set, each once, until no more are met."""
    options = [
        [option for option in choice.options if choice.mark(option).mark in _ALLOWED[name]]
        for choice in choices
    ]
    seen: set[str] = set()
    misses = 0
    for combination in _in_random_order(options, seed):
        # So many misses in a row mean that the rest do not go together or are drawn already.
        if misses > _PATIENCE:
            return
        universe = _universe(choices, combination, config)
        misses += 1
        if universe and universe.digest not in seen:
            seen.add(universe.digest)
            misses = 0
            yield universe


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
