"""Every variable of the study, one record each: its name, its values, and where it comes from.

What the analysis table holds, which columns Table 2 takes, what a run has to read, what the
multiverse varies, how a variable is labelled and the codebook all follow from these records. A new
variable is one more record, and a function in `coalitions.variables.measures` that measures it.

The list of regressors is that of Wolford & Ritter (2016), Data and Model Specification.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

import pandas as pd

from coalitions.settings import Variables
from coalitions.variables import measures

# Tables that the project computes itself; every other table is a dataset.
COMPUTED = ("insecurity", "similarity")


class Kind(Enum):
    """The values a variable takes, apart from missing."""

    SHARE = "0 to 1"
    FLAG = "0 or 1"
    LENGTH = "0 or more"
    AGREEMENT = "-1 to 1"
    SCORE = "-10 to 10"


@dataclass(frozen=True)
class Measure:
    """How variables that come from the same tables are added to directed dyads.

    Attributes
    ----------
    add : callable
        Maps dyads, the choices and the tables, in their order, to the dyads with the variables.
    tables : callable
        Maps the choices to the names of the tables: datasets, or some of `COMPUTED`.
    choices : tuple of str
        Fields of `coalitions.settings.Variables` that the values depend on.
    """

    add: Callable[..., pd.DataFrame]
    tables: Callable[[Variables], tuple[str, ...]]
    choices: tuple[str, ...] = ()

    def add_to(
        self, dyads: pd.DataFrame, tables: Mapping[str, pd.DataFrame], choice: Variables
    ) -> pd.DataFrame:
        """Return the dyads with the variables, from tables by name."""
        return self.add(dyads, choice, *(tables[name] for name in self.tables(choice)))


@dataclass(frozen=True)
class Variable:
    """A variable of a directed dyad.

    A column of the analysis table need not be a regressor of Table 2. A variable that stands for a
    regressor in the appendix is in neither; it is added to the appendix's copy of the table.

    Attributes
    ----------
    name : str
        Of its column.
    label : str
        What a reader sees.
    kind : Kind
    measure : Measure
    definition : str
        In words, under the default choices.
    source : str
        Of the definition.
    in_table_2 : bool
    stands_for : str or None
        The regressor in whose place the appendix puts it.
    """

    name: str
    label: str
    kind: Kind
    measure: Measure
    definition: str
    source: str
    in_table_2: bool = True
    stands_for: str | None = None


def _always(*names):
    return lambda choice: names


def _whatever_the_choice(add):
    return lambda dyads, choice, *tables: add(dyads, *tables)


def _affinity(measure, suffix=""):
    """Measure the similarity of votes, its columns named with a suffix."""

    def add(dyads, choice, similarity):
        # Imported here, as most of what reads this catalogue measures nothing.
        from coalitions.unga.similarity import add_affinity

        added = add_affinity(dyads, similarity, choice.divergence_lag, measure=measure)
        names = ("affinity_pt", "affinity_ap")
        return dyads.assign(**{f"{name}{suffix}": added[name] for name in names})

    return Measure(add, _always("similarity"), ("divergence_lag",))


_DIVERGENCE = Measure(
    lambda dyads, choice, points: measures.add_divergence(dyads, points, choice.divergence_lag),
    _always("unga_ideal_points"),
    ("divergence_lag",),
)
_INSECURITY = Measure(_whatever_the_choice(measures.add_insecurity), _always("insecurity"))
_CAPABILITIES = Measure(_whatever_the_choice(measures.add_capabilities), _always("cow_nmc"))
_ALLIANCE = Measure(
    _whatever_the_choice(measures.add_alliance),
    lambda choice: (choice.alliances,),
    ("alliances",),
)
_UN_SUPPORT = Measure(
    lambda dyads, choice, actors: measures.add_un_support(dyads, actors, choice.un_support),
    _always("icb_actor"),
    ("un_support",),
)
_DISTANCE = Measure(
    lambda dyads, choice, distances: (
        measures.add_contiguity_distance(dyads, distances, choice.not_contiguous)
        if choice.distance == "contiguity"
        else measures.add_kilometres(dyads, distances)
    ),
    lambda choice: (choice.distance_dataset,),
    ("distance", "not_contiguous"),
)
_DEMOCRACY = Measure(
    lambda dyads, choice, polity: measures.add_democracy(dyads, polity, choice.polity_codes),
    _always("polity"),
    ("polity_codes",),
)
_POWER_AND_PERIOD = Measure(
    _whatever_the_choice(measures.add_power_and_period), _always("cow_majors")
)
S, KAPPA, PI = _affinity("s"), _affinity("kappa", "_kappa"), _affinity("pi", "_pi")
POLITY2 = Measure(_whatever_the_choice(measures.add_polity2), _always("polity"))

_BSV = "Bailey, Strezhnev and Voeten (2017)"
_YOUNG = "after Young (2009); docs/method.md, Job insecurity"
_NMC = "COW National Material Capabilities"
_CONTIGUITY = "COW Direct Contiguity; docs/method.md, Distance"
_POLITY = "Polity IV manual; Wolford & Ritter (2016), footnote 16"
_AFFINITY = "Signorino and Ritter (1999); Wolford & Ritter (2016), footnote 15"
_HAGE = "Häge (2011)"

# The regressors in the order of Table 2, then what the appendix puts in their place.
VARIABLES = (
    Variable(
        "divergence_tp",
        "Divergence, T and P",
        Kind.LENGTH,
        _DIVERGENCE,
        "absolute difference of the UNGA ideal points of T and P, lagged a year",
        _BSV,
    ),
    Variable(
        "divergence_ap",
        "Divergence, A and P",
        Kind.LENGTH,
        _DIVERGENCE,
        "absolute difference of the UNGA ideal points of A and P, lagged a year",
        _BSV,
    ),
    Variable(
        "insecurity_a",
        "Job insecurity, leader of A",
        Kind.SHARE,
        _INSECURITY,
        "probability that the leader of A loses office in the year",
        _YOUNG,
    ),
    Variable(
        "cinc_a",
        "Capabilities, A",
        Kind.SHARE,
        _CAPABILITIES,
        "composite index of national capability of A",
        _NMC,
    ),
    Variable(
        "cinc_t",
        "Capabilities, T",
        Kind.SHARE,
        _CAPABILITIES,
        "composite index of national capability of T",
        _NMC,
    ),
    Variable(
        "cinc_p",
        "Capabilities, P",
        Kind.SHARE,
        _CAPABILITIES,
        "composite index of national capability of P",
        _NMC,
    ),
    Variable(
        "allied_ap",
        "A and P allied",
        Kind.FLAG,
        _ALLIANCE,
        "a defense pact or an entente of A and P, in either direction, in force on the first day "
        "of the crisis",
        "COW Formal Alliances",
    ),
    Variable(
        "un_support",
        "UN support for A",
        Kind.FLAG,
        _UN_SUPPORT,
        "the UN sided with A against T",
        "ICB codebook, actor level, GLOBACT and GLOBFAVR; docs/method.md, UN support",
    ),
    Variable(
        "distance_at",
        "Distance, A and T",
        Kind.LENGTH,
        _DISTANCE,
        "contiguity type of A and T, 1 to 5, and 6 where they are not contiguous",
        _CONTIGUITY,
    ),
    Variable(
        "distance_pt",
        "Distance, P and T",
        Kind.LENGTH,
        _DISTANCE,
        "contiguity type of P and T, 1 to 5, and 6 where they are not contiguous",
        _CONTIGUITY,
    ),
    Variable(
        "democracy_a",
        "Democracy, A",
        Kind.FLAG,
        _DEMOCRACY,
        "Polity2 of A is 6 or more",
        _POLITY,
    ),
    Variable(
        "democracy_p",
        "Democracy, P",
        Kind.FLAG,
        _DEMOCRACY,
        "Polity2 of P is 6 or more",
        _POLITY,
    ),
    Variable(
        "insecurity_p",
        "Job insecurity, leader of P",
        Kind.SHARE,
        _INSECURITY,
        "probability that the leader of P loses office in the year",
        _YOUNG,
    ),
    Variable(
        "post_cold_war",
        "Post-Cold War",
        Kind.FLAG,
        _POWER_AND_PERIOD,
        "the crisis began after 1989",
        "Wolford & Ritter (2016), Data and Model Specification",
    ),
    Variable(
        "major_power_a",
        "Major power, A",
        Kind.FLAG,
        _POWER_AND_PERIOD,
        "A is a major power on the first day of the crisis",
        "COW State System Membership, major powers",
    ),
    *(
        Variable(
            f"polity2_{x.lower()}",
            f"Polity2, {x}",
            Kind.SCORE,
            POLITY2,
            f"Polity2 of {x}",
            _POLITY,
            in_table_2=False,
            stands_for=f"democracy_{x.lower()}",
        )
        for x in "AP"
    ),
    *(
        Variable(
            f"{name}{suffix}",
            f"Affinity ({title}), {states}",
            Kind.AGREEMENT,
            measure,
            f"similarity of the UNGA votes of {states}, {what}, lagged a year",
            source,
            in_table_2=False,
            stands_for=stands_for,
        )
        for measure, suffix, title, what, source in (
            (S, "", "S", "as S", _AFFINITY),
            (KAPPA, "_kappa", "kappa", "as Cohen's kappa", _HAGE),
            (PI, "_pi", "pi", "as Scott's pi", _HAGE),
        )
        for name, states, stands_for in (
            ("affinity_pt", "P and T", "divergence_tp"),
            ("affinity_ap", "A and P", "divergence_ap"),
        )
    ),
)

# Columns of the analysis table, and those among them that are the regressors of Table 2.
IN_ANALYSIS = tuple(v for v in VARIABLES if v.stands_for is None)
REGRESSORS = tuple(v.name for v in IN_ANALYSIS if v.in_table_2)
# Variables of the appendix, with the regressors they stand for.
STANDS_FOR = {v.name: v.stands_for for v in VARIABLES if v.stands_for is not None}


def measures_of(variables: tuple[Variable, ...]) -> tuple[Measure, ...]:
    """Return the measures of some variables, each once, in the order of the variables."""
    return tuple(dict.fromkeys(v.measure for v in variables))


def measured_by(measure: Measure) -> tuple[Variable, ...]:
    """Return the variables that a measure adds, in the order of the catalogue."""
    return tuple(v for v in VARIABLES if v.measure == measure)


MEASURES = measures_of(IN_ANALYSIS)
