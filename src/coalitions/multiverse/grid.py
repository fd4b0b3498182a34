"""The multiverse: the universes drawn from all combinations of the choices.

Every option is a change of the configuration, so a universe is a configuration like any other and
can be rebuilt on its own (Steegen, Tuerlinckx, Gelman and Vanpaemel 2016).
"""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from coalitions.multiverse.choices import (
    CHANGEABLE,
    Choice,
    GridError,
    VersionsOf,
    digest_of,
    keep,
    load,
    merged,
)
from coalitions.settings import IncompatibleChoices, Settings, parse

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
    settings : coalitions.settings.Settings
    """

    digest: str
    options: tuple[str, ...]
    settings: Settings


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


def _universe(choices, combination, config):
    changed = config
    for choice, option in zip(choices, combination, strict=True):
        changed = merged(changed, choice.options[option])
    try:
        settings = parse(changed)
    except IncompatibleChoices:
        return None
    own = settings.model_dump(mode="json", include=set(CHANGEABLE) | {"vintage"})
    return Universe(digest_of(own), tuple(combination), settings)


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
