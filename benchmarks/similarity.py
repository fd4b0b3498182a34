"""S-scores of every two states from their votes, against a loop over pairs in pandas."""

import itertools

import numpy as np
import pandas as pd
from measuring import Row, by_turns, compare, traced
from raw_tables import read_tables

from coalitions.unga.similarity import FIRST_SESSION, vote_similarity

# A sample: the loop takes minutes for all states of one session.
SESSIONS, STATES = range(50, 55), 16


def rows() -> list[Row]:
    """Return a sample's row, and what all pairs of all years take."""
    _, tables = read_tables("unga_votes")
    votes = tables["unga_votes"]
    sample = votes[votes["session"].isin(SESSIONS)]
    most = sample["state"].value_counts().index[:STATES]
    sample = sample[sample["state"].isin(most)]
    found = vote_similarity(votes)
    years = f"{found['year'].min()}-{found['year'].max()}"
    what = f"S, kappa and pi of all {len(found):,} dyad-years, {years}"

    def everything():
        return vote_similarity(votes)

    (seconds,) = by_turns(everything, turns=2)
    return [against_loop(sample), Row(what, seconds, "", memory=traced(everything))]


def against_loop(votes: pd.DataFrame, turns: int = 2) -> Row:
    """Hold `vote_similarity` against the loop."""
    states, sessions = votes["state"].nunique(), votes["session"].nunique()
    pairs = states * (states - 1) // 2
    return compare(
        f"S-scores, {pairs:,} pairs of states in {sessions} sessions",
        lambda: in_order(vote_similarity(votes)),
        "loop over pairs, pandas",
        lambda: in_order(pair_by_pair(votes)),
        tolerance=1e-12,
        turns=turns,
    )


def in_order(scores: pd.DataFrame) -> np.ndarray:
    """Return keys and S, sorted."""
    columns = ["state_a", "state_b", "year", "votes", "s"]
    return scores[columns].sort_values(columns[:3]).to_numpy(float)


def pair_by_pair(votes: pd.DataFrame) -> pd.DataFrame:
    """Compare as one first writes it: a join of two states' votes for every pair."""
    found = []
    for session, cast in votes.groupby("session"):
        votes_of = {
            state: own.set_index("roll_call")["vote"] for state, own in cast.groupby("state")
        }
        for a, b in itertools.combinations(sorted(votes_of), 2):
            both = pd.concat([votes_of[a], votes_of[b]], axis=1, join="inner", keys=["a", "b"])
            if len(both):
                apart = (both["a"] - both["b"]).abs()
                s = 1 - 2 * apart.sum() / (2 * len(both))
                found.append((a, b, int(session) + FIRST_SESSION, len(both), s))
    return pd.DataFrame(found, columns=["state_a", "state_b", "year", "votes", "s"])
