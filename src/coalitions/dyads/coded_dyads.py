"""Crises, their directed dyads, and who joined: all that the variables are then added to."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from coalitions.attrition import Attrition
from coalitions.coding.crisis_dates import with_dates
from coalitions.coding.rules import RULES, PartnerEvidence, cases, last_year
from coalitions.dyads.crises import assert_covered, directed, select_cases, select_crises
from coalitions.dyads.potential_partners import join_coalitions, potential_partners
from coalitions.readers.system import StateSystem
from coalitions.settings import Partners, Sample


@dataclass(frozen=True)
class CodedDyads:
    """Everything before the variables.

    Attributes
    ----------
    crises : pandas.DataFrame
        From `coalitions.dyads.crises.select_crises` or `select_cases`.
    dyads : pandas.DataFrame
        From `coalitions.dyads.potential_partners.potential_partners`, with one
        ``coalition_<coding>`` column each.
    partners : pandas.DataFrame
        Partner calls of all codings, also outside the potential partners.
    """

    crises: pd.DataFrame
    dyads: pd.DataFrame
    partners: pd.DataFrame


def code_dyads(
    tables: Mapping[str, pd.DataFrame],
    parts: pd.DataFrame,
    regions: pd.DataFrame,
    states: StateSystem,
    evidence: PartnerEvidence,
    sample: Sample,
    rules: Partners,
    attrition: Attrition,
) -> CodedDyads:
    """Build crises, their directed dyads, and the outcome of each dyad under every coding.

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
    CodedDyads

    Raises
    ------
    DesignError
        When the sample goes beyond the years that the coding or the list of states covers.
    """
    by_case = sample.principals == "cases"
    assert_covered(sample, evidence.edition if by_case else None, states.spells["end"].max().year)
    # Membership and potential partners are asked for on the days of a crisis.
    system_crises = with_dates(tables["icb_system"], tables["icb_actor"])
    if by_case:
        actors = tables["icb_actor"] if evidence.two_sided == "both_actors" else None
        crises = select_cases(
            system_crises, evidence.case_crises, actors, states, sample, attrition
        )
    else:
        crises = select_crises(
            system_crises,
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
        sample.membership,
        attrition,
    )
    calls = []
    # Cases name partners of their own principals, so they need those.
    own = {"cases": cases} if by_case else {}
    for coding, called_by in {**own, **RULES}.items():
        dyads, partners = join_coalitions(
            dyads, called_by(pairs, evidence), coding, attrition, last_year(coding, evidence)
        )
        calls.append(partners)
    return CodedDyads(crises, dyads, pd.concat(calls, ignore_index=True))
