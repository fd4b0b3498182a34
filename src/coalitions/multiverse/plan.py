"""From universes to columns: what has to be built once, and which of it each universe takes.

Universes that share their crises and states share a pool: a table of all directed dyads with every
outcome, every set of potential partners and every variant of every variable that one of them
needs. A universe is then a choice of rows and columns.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from coalitions.keys import KEY
from coalitions.multiverse.grid import Universe
from coalitions.settings import CaseChoice, Insecurity, Partners, Sample, Settings, Variables
from coalitions.variables.catalogue import MEASURES, measured_by
from coalitions.variables.datasets import DESIGN_DATASETS, insecurity_datasets


@dataclass(frozen=True)
class InsecurityVariant:
    """One way to estimate job insecurity.

    Attributes
    ----------
    name : str
        Names its rows in the table of all variants.
    choice : coalitions.settings.Insecurity
    first_year, last_year : int
        Years that the hazard is estimated on.
    tables : tuple of str
        Files with the leaders and the GDP; none where `choice` names a file of estimates.
    """

    name: str
    choice: Insecurity
    first_year: int
    last_year: int
    tables: tuple[str, ...]


@dataclass(frozen=True)
class MeasureVariant:
    """One way to measure some variables.

    Attributes
    ----------
    name : str
        Stands behind ``@`` in the names of its columns.
    measure : int
        Position in `coalitions.variables.catalogue.MEASURES`.
    choice : coalitions.settings.Variables
    tables : tuple of (str, str)
        Table names with their files; for ``insecurity`` the name of the variant.
    """

    name: str
    measure: int
    choice: Variables
    tables: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Pool:
    """What universes with the same crises are built from.

    Attributes
    ----------
    name : str
    sample : coalitions.settings.Sample
        Covers the years of all its universes.
    edition : int
        Of the coding case by case.
    tables : tuple of (str, str)
        Datasets of crises, dyads and codings, with their files.
    cases : tuple of (str, CaseChoice)
        Outcome columns of the case coding.
    partners : tuple of (str, Partners)
        Columns that say who is a potential partner.
    measures : tuple of MeasureVariant
    """

    name: str
    sample: Sample
    edition: Literal[1, 2]
    tables: tuple[tuple[str, str], ...]
    cases: tuple[tuple[str, CaseChoice], ...]
    partners: tuple[tuple[str, Partners], ...]
    measures: tuple[MeasureVariant, ...]

    @property
    def files(self) -> list[str]:
        """Files of all its tables, sorted; job insecurity comes apart."""
        found = {file for _, file in self.tables}
        for variant in self.measures:
            found |= {file for name, file in variant.tables if name != "insecurity"}
        return sorted(found)


@dataclass(frozen=True)
class Plan:
    """Rows and columns of a pool that make a universe, and how it is estimated.

    Attributes
    ----------
    digest : str
        Of the universe.
    pool : str
    outcome, partners : str
        Columns.
    first_year, last_year : int
    regressors : tuple of str
        Columns, in the order of `coalitions.variables.catalogue.REGRESSORS`.
    variance, covariance : str
        As in `coalitions.settings.Estimation`.
    every_covariance : bool
        Whether p is wanted under the other covariances too, which take longer than the models.
    """

    digest: str
    pool: str
    outcome: str
    partners: str
    first_year: int
    last_year: int
    regressors: tuple[str, ...]
    variance: str
    covariance: str
    every_covariance: bool = False


def insecurity_variant(settings: Settings, files: Mapping[str, Any]) -> InsecurityVariant:
    """Return how a universe estimates job insecurity.

    Parameters
    ----------
    settings : coalitions.settings.Settings
    files : dict of str to str
        File of every dataset the universe reads.
    """
    choice = settings.insecurity
    first, last = settings.sample.first_year, settings.sample.last_year
    tables = tuple(files[name] for name in insecurity_datasets(settings))
    return InsecurityVariant(_digest(choice, first, last, tables), choice, first, last, tables)


def plan(
    universes: Sequence[Universe],
    regressors: Sequence[str],
    files_of: Callable[[Settings], Mapping[str, Any]],
) -> tuple[dict[str, Pool], list[Plan], list[InsecurityVariant]]:
    """Plan what is built for universes, and what each takes.

    Parameters
    ----------
    universes : list of coalitions.multiverse.grid.Universe
        The first gets its p under every covariance.
    regressors : tuple of str
        Order of the columns.
    files_of : callable
        Maps settings to the file of every dataset they read.

    Returns
    -------
    pools : dict of str to Pool
    plans : list of Plan
        One a universe, in their order.
    insecurity : list of InsecurityVariant
        Each once.
    """
    drafts: dict[str, _Draft] = {}
    plans, variants = [], {}
    for universe in universes:
        settings = universe.settings
        files = files_of(settings)
        insecurity = insecurity_variant(settings, files)
        variants[insecurity.name] = insecurity
        tables = tuple((name, files[name]) for name in DESIGN_DATASETS)
        sample, edition = settings.sample, settings.cases.edition
        pool = _digest(sample.principals, sample.two_sided, sample.membership, edition, tables)
        draft = drafts.setdefault(pool, _Draft(edition, tables))
        draft.samples.append(settings.sample)
        columns = draft.columns_of(settings, {**files, "insecurity": insecurity.name})
        plans.append(
            Plan(
                universe.digest,
                pool,
                draft.outcome_of(settings),
                draft.partners_of(settings),
                settings.sample.first_year,
                settings.sample.last_year,
                tuple(columns[name] for name in regressors),
                settings.estimation.variance,
                settings.estimation.covariance,
                every_covariance=universe is universes[0],
            )
        )
    pools = {name: draft.pool(name) for name, draft in drafts.items()}
    return pools, plans, sorted(variants.values(), key=lambda v: v.name)


def columns_read(plans: Iterable[Plan]) -> list[str]:
    """Name the columns of their pool that plans read, its keys among them, sorted."""
    names = {*KEY, "year"}
    for each in plans:
        names |= {each.outcome, each.partners, *each.regressors}
    return sorted(names)


def shards(plans: Sequence[Plan], size: int) -> dict[tuple[str, str], list[Plan]]:
    """Split plans into jobs of at most `size` universes of one pool.

    Returns
    -------
    dict of (str, str) to list of Plan
        By pool and by a digest of the universes, so that a job keeps its name, and its result,
        when universes are added behind it.
    """
    by_pool: dict[str, list[Plan]] = {}
    for each in plans:
        by_pool.setdefault(each.pool, []).append(each)
    return {
        (pool, _digest(*(each.digest for each in part))): part
        for pool, group in by_pool.items()
        for part in (group[i : i + size] for i in range(0, len(group), size))
    }


@dataclass(frozen=True)
class _Draft:
    """A pool to which each universe adds the columns it takes, and is told their names."""

    edition: Literal[1, 2]
    tables: tuple[tuple[str, Any], ...]
    samples: list[Sample] = field(default_factory=list)
    cases: dict[str, CaseChoice] = field(default_factory=dict)
    partners: dict[str, Partners] = field(default_factory=dict)
    measures: dict[str, MeasureVariant] = field(default_factory=dict)
    columns: dict[tuple, dict[str, str]] = field(default_factory=dict)

    def columns_of(self, settings, files):
        """Return the column of every variable by the variable's name."""
        columns: dict[str, str] = {}
        for position, measure in enumerate(MEASURES):
            # Universes share their variants, and the names of these: both are made once.
            tables = tuple((name, files[name]) for name in measure.tables(settings.variables))
            chosen = tuple(getattr(settings.variables, field) for field in measure.choices)
            key = position, chosen, tables
            if key not in self.columns:
                variant = MeasureVariant(_digest(*key), position, settings.variables, tables)
                self.measures[variant.name] = variant
                named = {v.name: f"{v.name}@{variant.name}" for v in measured_by(measure)}
                self.columns[key] = named
            columns |= self.columns[key]
        return columns

    def partners_of(self, settings):
        column = f"partners@{_digest(settings.partners)}"
        self.partners[column] = settings.partners
        return column

    def outcome_of(self, settings):
        column = f"coalition_{settings.coding}"
        if settings.coding == "cases":
            late = "late" if settings.cases.late_joiners else "early"
            column += f"_{self.edition}_{settings.cases.confidence}_{late}"
            self.cases[column] = settings.cases
        return column

    def pool(self, name):
        sample = self.samples[0].model_copy(
            update={
                "first_year": min(s.first_year for s in self.samples),
                "last_year": max(s.last_year for s in self.samples),
            }
        )
        return Pool(
            name,
            sample,
            self.edition,
            self.tables,
            tuple(sorted(self.cases.items())),
            tuple(sorted(self.partners.items())),
            tuple(self.measures[key] for key in sorted(self.measures)),
        )


def _digest(*parts):
    return hashlib.blake2b(repr(parts).encode(), digest_size=6).hexdigest()
