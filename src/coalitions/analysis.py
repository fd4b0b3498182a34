"""The analysis table: directed dyads with the outcome and the 15 regressors."""

from dataclasses import dataclass

import pandas as pd

from coalitions import variables
from coalitions.codings import RULES, cases, last_year
from coalitions.crises import directed, select_cases, select_crises
from coalitions.dyads import KEY, join_coalitions, potential_partners
from coalitions.variables import REGRESSORS


@dataclass(frozen=True)
class Design:
    """Everything before the regressors.

    Attributes
    ----------
    crises : pandas.DataFrame
        From `coalitions.crises.select_crises`.
    dyads : pandas.DataFrame
        From `coalitions.dyads.potential_partners`, with one ``coalition_<coding>`` column each.
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
    evidence : coalitions.codings.Evidence
    sample : coalitions.settings.Sample
    rules : coalitions.settings.Partners
    attrition : coalitions.attrition.Attrition

    Returns
    -------
    Design
    """
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
        As many rows as `dyads`, in its order.
    """
    table = variables.add_divergence(dyads, tables["unga_ideal_points"], choice.divergence_lag)
    table = variables.add_insecurity(table, insecurity)
    table = variables.add_capabilities(table, tables["cow_nmc"])
    table = variables.add_alliance(table, tables[choice.alliances])
    table = variables.add_un_support(table, tables["icb_actor"], choice.un_support)
    if choice.distance == "contiguity":
        table = variables.add_contiguity_distance(table, tables[choice.distance_dataset])
    else:
        table = variables.add_kilometres(table, tables[choice.distance_dataset])
    table = variables.add_democracy(table, tables["polity"])
    table = variables.add_power_and_period(table, tables["cow_majors"])
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
    grounds = [c for c in table.columns if c.startswith("by_")]
    columns = [*KEY, "year", *codings, *REGRESSORS, *grounds]
    return table[columns].assign(complete=complete)
