"""A sheet a crisis for a human coder: what the sources hold, and the questions.

The questions are those of ``data/coding/edition_2/CODEBOOK.md``; the sheet shows no coding, so
that a coder starts from the sources alone. Narratives are fetched where the sheets are made, and
are not part of the project.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from coalitions.readers.system import StateSystem

QUESTIONS = (
    "Parts (1): one dispute, or several that share no cooperation?",
    "Issue (3): who demands or does what, who refuses or resists?",
    "Principals (3): which step of the order settles each side?",
    "Two-sidedness (2): on which ground did each principal's leaders perceive a threat?",
    "War (4): did it become a war between the two, and from which day?",
    "Partners (5, 6): for every state that did, said or lent anything military: contribution, "
    "direction, cooperation, message, time; enter or note it.",
)


@dataclass(frozen=True)
class Evidence:
    """The tidy tables that a sheet shows, one attribute a dataset.

    Attributes
    ----------
    dates : pandas.DataFrame
        From `coalitions.coding.crisis_dates.crisis_dates`.
    system_crises, actors, opponents, links, disputes, wars, narratives : pandas.DataFrame
        `coalitions.readers` tables of icb_system, icb_actor, icb_dyads, icb_mid_links,
        mid_participants, cow_interstate_wars and icb_summaries.
    system : coalitions.readers.system.StateSystem
    """

    dates: pd.DataFrame
    system_crises: pd.DataFrame
    actors: pd.DataFrame
    opponents: pd.DataFrame
    links: pd.DataFrame
    disputes: pd.DataFrame
    wars: pd.DataFrame
    narratives: pd.DataFrame
    system: StateSystem


def longest_narratives(collections: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Keep the longest narrative of each crisis, as some are cut off in one collection.

    Parameters
    ----------
    collections : iterable of pandas.DataFrame
        `coalitions.readers` tables of versions of icb_summaries.

    Returns
    -------
    pandas.DataFrame
        One row a crisis; of texts equally long the first.
    """
    every = pd.concat(collections, ignore_index=True)
    longest = every["text"].str.len().groupby(every["crisis"]).idxmax()
    return every.loc[longest]


def draw(crises: pd.Index, size: int, seed: int) -> list[int]:
    """Draw `size` of `crises` without replacement, sorted; all where `size` is larger."""
    chosen = np.random.default_rng(seed).choice(crises, min(size, len(crises)), replace=False)
    return sorted(chosen.tolist())


def crisis_sheet(crisis: int, evidence: Evidence) -> str:
    """Lay out one crisis.

    Parameters
    ----------
    crisis : int
        ICB number.
    evidence : Evidence

    Returns
    -------
    str
        Markdown: dates, actors, opponents, linked disputes with their sides, overlapping
        interstate wars of the states named, states that enter or leave the system meanwhile, the
        narrative, the questions.
    """
    dates = evidence.dates.loc[crisis]
    first, last = dates["start"], dates["end"]
    # An open crisis is shown with what a year holds.
    until = last if pd.notna(last) else first + pd.Timedelta(days=365)
    coded = evidence.system_crises.convert_dtypes().set_index("crisis")
    named, violence = coded["name"], coded["violence"]
    actors = evidence.actors[evidence.actors["crisis"].eq(crisis)]
    opponents = evidence.opponents[evidence.opponents["crisis"].eq(crisis)]
    linked = evidence.links.loc[evidence.links["crisis"].eq(crisis), "dispute"].unique()
    disputes = evidence.disputes[evidence.disputes["dispute"].isin(linked)]
    states = {*actors["state"], *opponents["state_a"], *opponents["state_b"], *disputes["state"]}
    wars = evidence.wars[
        evidence.wars["state"].isin(states)
        & evidence.wars["start"].le(until)
        & ~evidence.wars["end"].lt(first)
    ]
    spells = evidence.system.spells
    moves = spells[spells["start"].between(first, until) | spells["end"].between(first, until)]
    story = evidence.narratives.loc[evidence.narratives["crisis"].eq(crisis), "text"]
    return "\n".join(
        [
            f"# {crisis} {named.get(crisis, '')}".rstrip(),
            f"First day {_day(first)}, last day {_day(last)} (ICB, {dates['dates_from']}). "
            f"ICB's code of violence (1 none to 4 full-scale war): {violence.get(crisis, 'none')}.",
            _block(
                "ICB actors (state, trigger, end, triggering entity, source of threat)",
                actors[["state", "start", "end", "triggering_entity", "threat_source"]],
            ),
            _block("ICB opponents", opponents[["state_a", "state_b", "start", "end"]]),
            _block(
                "Disputes linked (dispute, side A, originator, highest act 1-5, dates)",
                disputes[["dispute", "state", "side_a", "originator", "hostility", "start", "end"]],
            ),
            _block("Interstate wars of these states", wars),
            _block("States that enter or leave the system", moves[["state", "start", "end"]]),
            "## Narrative",
            *story,
            "## Questions (sections of the codebook)",
            *(f"- {question}" for question in QUESTIONS),
            "",
        ]
    )


def blank_answers(crises: list[int], columns: tuple[list[str], list[str]]) -> list[str]:
    """Return the two answer files as CSV text: a line a crisis to fill in, and a bare header."""
    first, second = columns
    lines = [f"{crisis},a{',' * (len(first) - 2)}" for crisis in crises]
    return ["\n".join([",".join(first), *lines, ""]), ",".join(second) + "\n"]


def _block(title, table):
    days = {name: table[name].map(_day) for name in table.select_dtypes("datetime").columns}
    # Codes that are missing in some rows are read as floats.
    shown = table.convert_dtypes().assign(**days)
    rows = shown.astype("str").drop_duplicates().agg(" | ".join, axis=1) if len(shown) else []
    return "\n".join([f"## {title}", *(f"- {row}" for row in rows)])


def _day(value):
    return "open" if pd.isna(value) else f"{value:%Y-%m-%d}"
