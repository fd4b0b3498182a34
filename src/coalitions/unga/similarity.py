"""Similarity of states' votes in the UN General Assembly, from roll calls.

S is Signorino and Ritter's (1999, International Studies Quarterly 43) with equal weights. Kappa
and pi are Cohen's and Scott's agreement beyond chance, which Häge (2011, Political Analysis 19)
puts in its place: two states that seldom vote no are alike under S even where their votes have
nothing to do with each other. All three put yes, abstain and no at equal steps, and leave
absences out pair by pair.
"""

import logging

import numpy as np
import pandas as pd
import pandera.pandas as pa

from coalitions.errors import CoalitionsError
from coalitions.keys import assert_key
from coalitions.schemas import conform

VOTES = (1, 2, 3)  # yes, abstain, no
MEASURES = ("s", "kappa", "pi")
# Session s opens in the autumn of this year plus s.
FIRST_SESSION = 1945

_REFUSED = {
    "vote": pa.Check.isin(VOTES, error="one is none of yes, abstain and no", ignore_na=False),
    "session": pa.Check(pd.Series.notna, error="one has no session", ignore_na=False),
}
CAST = pa.DataFrameSchema({c: pa.Column(None, k, nullable=True) for c, k in _REFUSED.items()})
_STEPS = np.abs(np.subtract.outer(VOTES, VOTES)).astype(float)
_log = logging.getLogger(__name__)


class VoteError(CoalitionsError):
    """Votes that cannot be compared or scaled."""


def add_sessions(votes: pd.DataFrame, roll_calls: pd.DataFrame) -> pd.DataFrame:
    """Fill in missing sessions of votes from the list of roll calls.

    Parameters
    ----------
    votes : pandas.DataFrame
        `coalitions.readers.unga_votes` table; its release of 2021 has no sessions.
    roll_calls : pandas.DataFrame
        Columns roll_call and session, one row a roll call.

    Returns
    -------
    pandas.DataFrame
        `votes` with sessions; still missing where the list does not have the roll call.
    """
    assert_key(roll_calls, ["roll_call"], "roll calls")
    listed = votes["roll_call"].map(roll_calls.set_index("roll_call")["session"])
    return votes.assign(session=votes["session"].fillna(listed))


def assert_usable(votes: pd.DataFrame) -> None:
    """Refuse votes that are not what they should be, or belong to no session.

    Parameters
    ----------
    votes : pandas.DataFrame
        As for `vote_similarity`.

    Raises
    ------
    VoteError
        When a vote is none of 1, 2, 3 or has no session.
    DesignError
        When a state votes twice on a roll call.
    """
    assert_key(votes, ["roll_call", "state"], "votes")
    conform(
        votes.reset_index(drop=True),
        CAST,
        "Votes in the General Assembly",
        error=VoteError,
        expected="1 (yes), 2 (abstain) or 3 (no), absences left out, each in a session",
        next_step="take the table of the reader unga_votes: its version 2017 has sessions, to "
        "others add those of unga_roll_calls",
    )


def vote_similarity(votes: pd.DataFrame) -> pd.DataFrame:
    """Compare the votes of every two states, session by session.

    A session of a single roll call is left out, because one question tells nothing of how alike
    two states are; that is the session of 1964, which has no ideal points either.

    Parameters
    ----------
    votes : pandas.DataFrame
        Columns roll_call, state, vote (1 yes, 2 abstain, 3 no) and session; one row for each
        vote cast.

    Returns
    -------
    pandas.DataFrame
        One row for each year and pair of states that voted together, sorted: state_a, state_b
        (the higher code), year (session + 1945, as in the published ideal points), votes (roll
        calls on which both voted), and s, kappa and pi, each from -1 (opposite) to 1 (alike).
        Kappa and pi are missing where both states cast one and the same vote throughout, as
        nothing then tells agreement from chance.

    Raises
    ------
    VoteError
        When a vote is none of 1, 2, 3 or has no session.
    DesignError
        When a state votes twice on a roll call.
    """
    assert_usable(votes)
    parts = []
    for session, cast in votes.groupby("session"):
        if len(cast["roll_call"].unique()) == 1:
            _log.info("session %d left out: a single roll call", session)
            continue
        parts.append(_of_session(cast).assign(year=int(session) + FIRST_SESSION))
    columns = ["state_a", "state_b", "year", "votes", *MEASURES]
    if not parts:
        return pd.DataFrame(columns=columns)
    found = pd.concat(parts, ignore_index=True)[columns]
    _log.info("%d dyad-years in %d sessions", len(found), len(parts))
    return found.sort_values(["state_a", "state_b", "year"], ignore_index=True)


def add_affinity(
    dyads: pd.DataFrame, similarity: pd.DataFrame, lag: int, measure: str = "s"
) -> pd.DataFrame:
    """Add affinity_pt and affinity_ap: similarity of P's votes to those of T and of A, lagged.

    Parameters
    ----------
    dyads : pandas.DataFrame
        Columns a, t, p, year.
    similarity : pandas.DataFrame
        From `vote_similarity`.
    lag : int
        Years before the crisis at which votes are compared.
    measure : {"s", "kappa", "pi"}

    Returns
    -------
    pandas.DataFrame
        The dyads with both columns (-1 to 1), missing where the two states have no votes in
        common in that year.
    """
    key = ["state_a", "state_b", "year"]
    assert_key(similarity, key, "pairs of states")
    values = similarity.set_index(key)[measure].astype(float)

    def between(first, second):
        pair = np.sort(dyads[[first, second]].to_numpy(), axis=1)
        keys = pd.MultiIndex.from_arrays([*pair.T, dyads["year"] - lag])
        found = values.reindex(keys).to_numpy()
        _log.info(
            "%s of %s and %s: %d of %d rows found",
            measure,
            first,
            second,
            np.isfinite(found).sum(),
            len(found),
        )
        return found

    return dyads.assign(affinity_pt=between("p", "t"), affinity_ap=between("a", "p"))


def _of_session(cast):
    """Compare all pairs of states over the roll calls of one session."""
    codes, state = np.unique(cast["state"], return_inverse=True)
    calls, call = np.unique(cast["roll_call"], return_inverse=True)
    # Counts stay far below 2 ** 24, up to which single precision is exact.
    chosen = np.zeros((len(VOTES), len(codes), len(calls)), dtype=np.float32)
    chosen[cast["vote"].to_numpy() - VOTES[0], state, call] = 1
    flat = chosen.reshape(-1, len(calls))
    cross = (flat @ flat.T).reshape(len(VOTES), len(codes), len(VOTES), len(codes))
    a, b = np.triu_indices(len(codes), k=1)
    counts = cross[:, a, :, b].astype(float)
    together = counts.sum(axis=(1, 2)) > 0
    a, b, counts = a[together], b[together], counts[together]
    return pd.DataFrame({"state_a": codes[a], "state_b": codes[b], **_measures(counts)})


def _measures(counts):
    """Return joint votes and the three measures of cross-counts, shape (pairs, 3, 3).

    Distances are summed as whole numbers, so that rounding does not turn no distance into some.
    """
    n = counts.sum(axis=(1, 2))
    of_a, of_b = counts.sum(axis=2), counts.sum(axis=1)
    of_both = of_a + of_b
    apart = np.einsum("nij,ij->n", counts, _STEPS)
    # Cohen draws each state's vote from its own votes, Scott both from the two states' pooled.
    by_own = np.einsum("ni,ij,nj->n", of_a, _STEPS, of_b)
    by_pooled = np.einsum("ni,ij,nj->n", of_both, _STEPS, of_both)
    # Where chance leaves no distance there is none either, and 0 / 0 is missing.
    with np.errstate(invalid="ignore"):
        return {
            "votes": n.astype(int),
            "s": 1 - 2 * apart / (_STEPS.max() * n),
            "kappa": 1 - n * apart / by_own,
            "pi": 1 - 4 * n * apart / by_pooled,
        }
