"""Who joined whose coalition.

Every coding is a function from directed crises (crisis, part, start, end, year, a, t) and the
evidence to partner calls (crisis, part, a, t, p): the rules of `RULES`, which run on existing data,
and `cases`, which takes over the project's own coding.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import networkx as nx
import pandas as pd

from coalitions.coding.cases import Cases, partner_calls
from coalitions.coding.editions import Edition
from coalitions.keys import KEY
from coalitions.settings import CaseChoice


@dataclass(frozen=True)
class PartnerEvidence:
    """Tables the codings draw on: as their readers return them, and the cases as chosen.

    Attributes
    ----------
    case_crises : pandas.DataFrame
        ``Cases.crises`` of `coalitions.coding.cases`, empty where the cases are not drawn on.
    case_calls : pandas.DataFrame
        From `coalitions.coding.cases.partner_calls`, empty likewise.
    edition : coalitions.coding.editions.Edition or None
        Of the cases; None where they are not drawn on.
    two_sided : {"evidence", "both_actors"}
        As in `coalitions.settings.CaseChoice`.
    """

    dyads: pd.DataFrame
    mid_links: pd.DataFrame
    mid_participants: pd.DataFrame
    wars: pd.DataFrame
    case_crises: pd.DataFrame = field(default_factory=pd.DataFrame)
    case_calls: pd.DataFrame = field(default_factory=pd.DataFrame)
    edition: Edition | None = None
    two_sided: str = "evidence"


def gather(
    tables: Mapping[str, pd.DataFrame], cases: Cases | None = None, choice: CaseChoice | None = None
) -> PartnerEvidence:
    """Collect the evidence of a run.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tidy tables by dataset.
    cases : coalitions.coding.cases.Cases, optional
        The project's own coding.
    choice : coalitions.settings.CaseChoice, optional
        Which of its partner calls count.
    """
    names = ("icb_dyads", "icb_mid_links", "mid_participants", "cow_interstate_wars")
    evidence = PartnerEvidence(*(tables[name] for name in names))
    if cases is None or choice is None:
        return evidence
    calls = partner_calls(cases, choice)
    return replace(
        evidence,
        case_crises=cases.crises,
        case_calls=calls,
        edition=cases.edition,
        two_sided=choice.two_sided,
    )


def cases(crises: pd.DataFrame, evidence: PartnerEvidence) -> pd.DataFrame:
    """Take the partners coded case by case."""
    calls = evidence.case_calls.merge(crises[["crisis", "part", "a", "t"]], validate="m:1")
    return calls[KEY].sort_values(KEY, ignore_index=True)


def sides(crises: pd.DataFrame, evidence: PartnerEvidence) -> pd.DataFrame:
    """Take every state on A's side of the crisis as A's partner.

    Sides follow from the crisis dyads alone: a state stands with A when the shortest chain of
    opposed pairs leads to it in an even number of steps from A and in an odd number from T (an
    enemy's enemy). Where the two contradict each other it stands on neither side.
    """
    # One graph of all crises: a node is a state in a crisis, so crises never touch.
    d = evidence.dyads
    nodes_a, nodes_b = (
        zip(d["crisis"], d["state_a"], strict=True),
        zip(d["crisis"], d["state_b"], strict=True),
    )
    opposed = nx.Graph(list(zip(nodes_a, nodes_b, strict=True)))
    rows = []
    for crisis, part, a, t in crises[["crisis", "part", "a", "t"]].itertuples(index=False):
        from_a, from_t = _steps(opposed, (crisis, a)), _steps(opposed, (crisis, t))
        rows += [
            (crisis, part, a, t, node[1])
            for node in from_a.keys() & from_t.keys()
            if from_a[node] % 2 == 0 and from_t[node] % 2 == 1
        ]
    return _partners(pd.DataFrame(rows, columns=KEY), crises)


def mid_display(crises: pd.DataFrame, evidence: PartnerEvidence) -> pd.DataFrame:
    """Take participants of the linked dispute on A's side that displayed force (level >= 3)."""
    return _mid(crises, evidence, 3)


def mid_force(crises: pd.DataFrame, evidence: PartnerEvidence) -> pd.DataFrame:
    """Take participants of the linked dispute on A's side that used force (level >= 4)."""
    return _mid(crises, evidence, 4)


def war(crises: pd.DataFrame, evidence: PartnerEvidence) -> pd.DataFrame:
    """Take states that fought on A's side, against T, in an interstate war during the crisis."""
    fought = evidence.wars.rename(columns={"war": "conflict"})
    return _co_belligerents(crises, fought)


RULES = {"sides": sides, "mid_display": mid_display, "mid_force": mid_force, "war": war}
_DRAWS_ON = {"mid_display": "mid_participants", "mid_force": "mid_participants", "war": "wars"}


def last_year(coding: str, evidence: PartnerEvidence) -> int | None:
    """Return the last year a rule's data cover, or None where nothing bounds it."""
    if coding not in _DRAWS_ON:
        return None
    years = getattr(evidence, _DRAWS_ON[coding])["start"].dt.year
    return int(years.max()) if len(years) else None


def _steps(graph, node):
    return nx.single_source_shortest_path_length(graph, node) if node in graph else {}


def _mid(crises, evidence, hostility):
    fought = evidence.mid_participants.rename(columns={"dispute": "conflict", "side_a": "side"})
    # Hewitt's matches name the disputes of a crisis dyad; dyads he does not match go by dates.
    links = evidence.mid_links[evidence.mid_links["match"]]
    links = links[["crisis", "dispute", "state_a", "state_b"]]
    both_ways = [links.set_axis(["crisis", "conflict", *order], axis=1) for order in ("at", "ta")]
    by_link = crises.merge(pd.concat(both_ways), on=["crisis", "a", "t"])
    linked = pd.MultiIndex.from_frame(by_link[["crisis", "a", "t"]])
    rest = crises[~pd.MultiIndex.from_frame(crises[["crisis", "a", "t"]]).isin(linked)]
    joined = fought[fought["hostility"].ge(hostility)]
    return pd.concat(
        [
            _co_belligerents(by_link, fought, joined),
            _co_belligerents(rest, fought, joined),
        ]
    ).drop_duplicates(ignore_index=True)


def _co_belligerents(crises, fought, joined=None):
    """Return those in `joined` on A's side of a conflict in which T stood on the other side."""
    joined = fought if joined is None else joined

    def during_crisis(table, spells, who):
        spells = spells[["conflict", "state", "side", "start", "end"]].rename(
            columns={"state": who, "side": f"side_{who}", "start": "from", "end": "to"}
        )
        keys = [k for k in ("conflict", who) if k in table.columns]
        both = table.merge(spells, on=keys)
        # What has no end still goes on.
        begun = both["from"].le(both["end"]) | both["end"].isna()
        not_over = both["to"].ge(both["start"]) | both["to"].isna()
        return both[begun & not_over].drop(columns=["from", "to"])

    table = during_crisis(crises, fought, "a")
    table = during_crisis(table, fought, "t")
    table = table[table["side_a"].ne(table["side_t"])]
    table = during_crisis(table, joined, "p")
    table = table[table["side_p"].eq(table["side_a"])]
    return _partners(table, crises)


def _partners(table, crises):
    table = table[table["p"].ne(table["a"]) & table["p"].ne(table["t"])]
    # In a crisis of several parts the principal of one part is no partner in another: parts
    # are told apart because there was no cooperation between them.
    principals = pd.MultiIndex.from_frame(crises[["crisis", "a"]])
    others = pd.MultiIndex.from_frame(table[["crisis", "p"]].rename(columns={"p": "a"}))
    table = table[~others.isin(principals)]
    return table[KEY].drop_duplicates().sort_values(KEY, ignore_index=True)
