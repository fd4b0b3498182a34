"""Potential partners of every coalition builder, against a loop over builders and states."""

import numpy as np
import pandas as pd
from measuring import Row, compare
from raw_tables import ROOT, read_tables, settings

from coalitions.attrition import Attrition
from coalitions.coding.cases import read_cases
from coalitions.coding.crisis_dates import with_dates
from coalitions.coding.editions import edition_numbered
from coalitions.coding.hand_edited import read_regions
from coalitions.dyads.crises import directed, select_cases
from coalitions.dyads.potential_partners import GROUNDS, potential_partners
from coalitions.readers.system import StateSystem
from coalitions.settings import Partners


def rows() -> list[Row]:
    """Return the row of the shipped configuration."""
    chosen = settings()
    states, tables = read_tables("icb_system", "icb_actor", "cow_contiguity", "cow_majors")
    crises = select_cases(
        with_dates(tables["icb_system"], tables["icb_actor"]),
        read_cases(ROOT / edition_numbered(chosen.cases.edition).folder).crises,
        None,
        states,
        chosen.sample,
        Attrition(),
    )
    pairs, regions = directed(crises), read_regions(ROOT / "data/coding")
    return [against_loop(pairs, states, tables["cow_contiguity"], tables["cow_majors"], regions)]


def against_loop(
    pairs: pd.DataFrame,
    states: StateSystem,
    contiguity: pd.DataFrame,
    majors: pd.DataFrame,
    regions: pd.DataFrame,
    turns: int = 3,
) -> Row:
    """Hold `potential_partners` against the loop, on members of any day of the crisis."""
    read = (pairs, states, contiguity, majors, regions)
    rules, membership = Partners(contiguity=5, majors=True, regions=True), "any_day"
    return compare(
        f"dyads of {len(pairs):,} builders and their potential partners",
        lambda: in_order(potential_partners(*read, rules, membership, Attrition())),
        "loop over builders and states",
        lambda: in_order(row_by_row(*read)),
        tolerance=0,
        turns=turns,
    )


def in_order(dyads: pd.DataFrame) -> np.ndarray:
    """Return keys and grounds as numbers, sorted."""
    part = dyads["part"].map(ord)
    ordered = dyads.assign(part=part)[["crisis", "part", "a", "t", "p", *GROUNDS]].astype(float)
    return ordered.sort_values(["crisis", "part", "a", "t", "p"]).to_numpy()


def row_by_row(pairs, states, contiguity, majors, regions) -> pd.DataFrame:
    """Build as one first writes it, with sets and dictionaries to look things up in."""
    near = {(r.state_a, r.state_b, r.year) for r in contiguity.itertuples() if r.contiguity <= 5}
    ranges = [(r.first_code, r.last_code, r.region) for r in regions.itertuples()]
    spells = list(states.spells.itertuples())
    great = list(majors.itertuples())
    listed_until = states.spells["end"].max()

    def region(code):
        return next(name for first, last, name in ranges if first <= code <= last)

    found = {}
    for pair in pairs.itertuples():
        until = listed_until if pd.isna(pair.end) else max(pair.end, pair.start)
        for spell in spells:
            p = spell.state
            if spell.start > until or spell.end < pair.start or p in (pair.a, pair.t):
                continue
            borders = (pair.a, p, pair.year) in near or (pair.t, p, pair.year) in near
            major = any(m.state == p and m.start <= pair.start <= m.end for m in great)
            same = region(p) in (region(pair.a), region(pair.t))
            if borders or major or same:
                key = (pair.crisis, pair.part, pair.a, pair.t, p)
                found[key] = (*key, borders, major, same)
    return pd.DataFrame(found.values(), columns=["crisis", "part", "a", "t", "p", *GROUNDS])
