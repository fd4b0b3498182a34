"""The analysis table: directed dyads with the outcome and the 15 regressors."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa

from coalitions.coding.rules import RULES, cases, last_year
from coalitions.dyads.crises import assert_covered, directed, select_cases, select_crises
from coalitions.dyads.potential_partners import GROUNDS, join_coalitions, potential_partners
from coalitions.errors import DesignError
from coalitions.keys import KEY
from coalitions.variables import regressors
from coalitions.variables.regressors import REGRESSORS

_SHARES = ("insecurity_a", "insecurity_p", "cinc_a", "cinc_t", "cinc_p")
_FLAGS = (
    "allied_ap",
    "un_support",
    "democracy_a",
    "democracy_p",
    "post_cold_war",
    "major_power_a",
)
_LENGTHS = ("divergence_tp", "divergence_ap", "distance_at", "distance_pt")
# What holds of the analysis table whatever the versions and choices.
SCHEMA = pa.DataFrameSchema(
    {
        "crisis": pa.Column("int64", pa.Check.ge(1)),
        "part": pa.Column("str"),
        **{name: pa.Column("int64", pa.Check.in_range(2, 999)) for name in "atp"},
        "year": pa.Column("int64", pa.Check.in_range(1946, 2015)),
        "coalition_.*": pa.Column("Int64", pa.Check.isin([0, 1]), nullable=True, regex=True),
        **{name: pa.Column(float, pa.Check.in_range(0, 1), nullable=True) for name in _SHARES},
        **{name: pa.Column(float, pa.Check.isin([0, 1]), nullable=True) for name in _FLAGS},
        **{name: pa.Column(float, pa.Check.ge(0), nullable=True) for name in _LENGTHS},
        **{name: pa.Column(bool) for name in (*GROUNDS, "complete")},
    },
    unique=KEY,
    strict=True,
)


@dataclass(frozen=True)
class Design:
    """Everything before the regressors.

    Attributes
    ----------
    crises : pandas.DataFrame
        From `coalitions.dyads.crises.select_crises`.
    dyads : pandas.DataFrame
        From `coalitions.dyads.potential_partners.potential_partners`, with one
        ``coalition_<coding>`` column each.
    partners : pandas.DataFrame
        Partner calls of all codings, also outside the potential partners.
    """

    crises: pd.DataFrame
    dyads: pd.DataFrame
    partners: pd.DataFrame


def design(tables, parts, regions, states, evidence, sample, rules, attrition):
    """Build crises, dyads and all codings.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tidy tables by dataset.
    parts, regions : pandas.DataFrame
        ``data/coding/parts.csv`` and ``regions.csv``.
    states : coalitions.readers.system.StateSystem
    evidence : coalitions.coding.rules.PartnerEvidence
    sample : coalitions.settings.Sample
    rules : coalitions.settings.Partners
    attrition : coalitions.attrition.Attrition

    Returns
    -------
    Design

    Raises
    ------
    DesignError
        When the sample goes beyond the years that the coding or the list of states covers.
    """
    assert_covered(sample, states.spells["end"].max().year)
    if sample.principals == "cases":
        crises = select_cases(tables["icb_system"], evidence.case_crises, states, sample, attrition)
    else:
        crises = select_crises(
            tables["icb_system"],
            tables["icb_dyads"],
            tables["icb_actor"],
            parts,
            states,
            sample,
            attrition,
        )
    pairs = directed(crises)
    dyads = potential_partners(
        pairs,
        states,
        tables["cow_contiguity"],
        tables["cow_majors"],
        regions,
        rules,
        attrition,
    )
    calls = []
    # Cases name partners of their own principals, so they need those.
    own = {"cases": cases} if sample.principals == "cases" else {}
    for coding, called_by in {**own, **RULES}.items():
        dyads, partners = join_coalitions(
            dyads, called_by(pairs, evidence), coding, attrition, last_year(coding, evidence)
        )
        calls.append(partners)
    return Design(crises, dyads, pd.concat(calls, ignore_index=True))


@dataclass(frozen=True)
class Measure:
    """Regressors that are measured together.

    Attributes
    ----------
    regressors : tuple of str
    choices : tuple of str
        Fields of `coalitions.settings.Variables` they depend on.
    tables : callable
        Maps a `coalitions.settings.Variables` to the names of the tables they are taken from.
    add : callable
        Maps dyads, those tables by name and a `Variables` to the dyads with the regressors.
    """

    regressors: tuple[str, ...]
    choices: tuple[str, ...]
    tables: Callable
    add: Callable


def _add_distance(dyads, tables, choice):
    add = (
        regressors.add_contiguity_distance
        if choice.distance == "contiguity"
        else regressors.add_kilometres
    )
    return add(dyads, tables[choice.distance_dataset])


# In the order of the columns of the analysis table's notes. ``insecurity`` is the table of yearly
# estimates; all others are datasets.
MEASURES = (
    Measure(
        ("divergence_tp", "divergence_ap"),
        ("divergence_lag",),
        lambda choice: ("unga_ideal_points",),
        lambda dyads, tables, choice: regressors.add_divergence(
            dyads, tables["unga_ideal_points"], choice.divergence_lag
        ),
    ),
    Measure(
        ("insecurity_a", "insecurity_p"),
        (),
        lambda choice: ("insecurity",),
        lambda dyads, tables, choice: regressors.add_insecurity(dyads, tables["insecurity"]),
    ),
    Measure(
        ("cinc_a", "cinc_t", "cinc_p"),
        (),
        lambda choice: ("cow_nmc",),
        lambda dyads, tables, choice: regressors.add_capabilities(dyads, tables["cow_nmc"]),
    ),
    Measure(
        ("allied_ap",),
        ("alliances",),
        lambda choice: (choice.alliances,),
        lambda dyads, tables, choice: regressors.add_alliance(dyads, tables[choice.alliances]),
    ),
    Measure(
        ("un_support",),
        ("un_support",),
        lambda choice: ("icb_actor",),
        lambda dyads, tables, choice: regressors.add_un_support(
            dyads, tables["icb_actor"], choice.un_support
        ),
    ),
    Measure(
        ("distance_at", "distance_pt"),
        ("distance",),
        lambda choice: (choice.distance_dataset,),
        _add_distance,
    ),
    Measure(
        ("democracy_a", "democracy_p"),
        (),
        lambda choice: ("polity",),
        lambda dyads, tables, choice: regressors.add_democracy(dyads, tables["polity"]),
    ),
    Measure(
        ("post_cold_war", "major_power_a"),
        (),
        lambda choice: ("cow_majors",),
        lambda dyads, tables, choice: regressors.add_power_and_period(dyads, tables["cow_majors"]),
    ),
)


def add_regressors(dyads, tables, insecurity, choice, attrition):
    """Add the regressors and ``complete``, whether none of them is missing.

    Parameters
    ----------
    dyads : pandas.DataFrame
        ``Design.dyads``.
    tables : mapping of str to pandas.DataFrame
        Tidy tables by dataset.
    insecurity : pandas.DataFrame
        Columns state, year, insecurity.
    choice : coalitions.settings.Variables
    attrition : coalitions.attrition.Attrition

    Returns
    -------
    pandas.DataFrame
        As many rows as `dyads`, in its order; `SCHEMA` holds.
    """
    tables = {**tables, "insecurity": insecurity}
    table = dyads
    for measure in MEASURES:
        table = measure.add(table, tables, choice)
    known = table[list(REGRESSORS)].notna()
    for name in REGRESSORS:
        attrition.note(
            f"{name} known", "dyads", len(table), int(known[name].sum()), "no value in its source"
        )
    complete = known.all(axis=1)
    attrition.note(
        "all regressors known", "dyads", len(table), int(complete.sum()), "listwise deletion"
    )
    codings = [c for c in table.columns if c.startswith("coalition_")]
    columns = [*KEY, "year", *codings, *REGRESSORS, *GROUNDS]
    return conform(table[columns].assign(complete=complete))


def conform(table):
    """Check an analysis table against `SCHEMA` and return it.

    Raises
    ------
    DesignError
        Names the first column and row that break it.
    """
    try:
        return SCHEMA.validate(table, lazy=True)
    except pa.errors.SchemaErrors as error:
        first = error.failure_cases.iloc[0]
        raise DesignError(
            f"The analysis table breaks its schema: column {first['column']}.",
            expected=first["check"],
            got=f"{first['failure_case']!r} ({len(error.failure_cases)} failures)",
            where=None if pd.isna(first["index"]) else f"row {first['index']}",
            next_step="compare the source of that column with its codebook",
        ) from error
