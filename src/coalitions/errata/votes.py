"""Votes that contradict a state's bloc, and states whose votes are exchanged.

A state's bloc in a session is the states whose votes there are most like its own. Where nearly all
of them vote yes and the state votes no, or the reverse, its vote may be miscoded, or its own; a
session in which that happens far more often than in the state's others deserves a look. Two states
that for a session each vote as the other's bloc does are likely to be exchanged.
"""

import numpy as np
import pandas as pd

from coalitions.errata.candidates import candidates
from coalitions.unga.similarity import FIRST_SESSION

# So many states make a bloc, so many of them at least vote, and so large a share agrees.
BLOC, FEWEST, AGREED = 10, 6, 0.8
# Contradictions that make a session remarkable: so many, and so many times the state's usual rate.
CONTRADICTIONS, TIMES = 4, 5.0
# Steps (a no is two from a yes) that a roll call brings two states nearer to their blocs when they
# are exchanged; roll calls that make it likely, and how many to one that speaks against it.
GAIN, EXCHANGED, MAJORITY = 1.5, 6, 5
# Roll calls of the sessions around on which two states voted, from which they can be of one bloc.
KNOWN = 20
YES, NO = 1, 3


def contradictions(votes: pd.DataFrame) -> pd.DataFrame:
    """List the votes that are the opposite of what nearly all of the state's bloc voted.

    Parameters
    ----------
    votes : pandas.DataFrame
        Columns roll_call, state, vote (1 yes, 2 abstain, 3 no), session.

    Returns
    -------
    pandas.DataFrame
        Columns session, roll_call, state, vote, cast (votes of the state in the session).
    """
    parts = [_of_session(cast).assign(session=int(s)) for s, cast in votes.groupby("session")]
    columns = ["session", "roll_call", "state", "vote", "cast"]
    return pd.concat([pd.DataFrame(columns=columns), *parts], ignore_index=True)[columns]


def remarkable_sessions(found: pd.DataFrame, votes: pd.DataFrame, version: str) -> pd.DataFrame:
    """List the sessions in which a state contradicts its bloc far more than it otherwise does.

    Parameters
    ----------
    found : pandas.DataFrame
        From `contradictions`.
    votes : pandas.DataFrame
        What it was given.
    version : str

    Returns
    -------
    pandas.DataFrame
        As `coalitions.errata.candidates.candidates` returns them; the size is the number of
        contradicting votes.
    """
    cast = votes.groupby(["state", "session"]).size().rename("cast")
    counted = found.groupby(["state", "session"]).agg(n=("vote", "size"), calls=("roll_call", list))
    both = cast.to_frame().join(counted).reset_index()
    both["n"] = both["n"].fillna(0)
    sums = both.groupby("state")[["n", "cast"]].transform("sum")
    # Half a contradiction more, as a state without any elsewhere has a rate too.
    usual = (sums["n"] - both["n"] + 0.5) / (sums["cast"] - both["cast"]).clip(lower=1)
    rate = both["n"] / both["cast"]
    rows = both[both["n"].ge(CONTRADICTIONS) & rate.ge(TIMES * usual)]
    return candidates(
        "unga_votes",
        version,
        "against its bloc",
        state=rows["state"],
        year=rows["session"] + FIRST_SESSION,
        size=rows["n"],
        detail=[
            f"{n:.0f} of {c} votes, roll calls {'; '.join(map(str, sorted(calls)))}"
            for n, c, calls in zip(rows["n"], rows["cast"], rows["calls"], strict=True)
        ],
    )


def exchanged_states(votes: pd.DataFrame, version: str) -> pd.DataFrame:
    """List pairs of states that for a session each vote as the other's bloc does.

    Blocs are those of the two sessions before and after, since exchanged votes would make a bloc of
    their own. A roll call speaks for an exchange when it brings the two together by `GAIN` steps
    nearer to the blocs, and against it when it takes them away by as much.

    Parameters
    ----------
    votes : pandas.DataFrame
        Columns roll_call, state, vote (1 yes, 2 abstain, 3 no), session.
    version : str

    Returns
    -------
    pandas.DataFrame
        As `coalitions.errata.candidates.candidates` returns them; the size is the number of roll
        calls that speak for it.
    """
    sessions = {
        int(s): cast.pivot(index="state", columns="roll_call", values="vote")
        for s, cast in votes.groupby("session")
    }
    rows = [row for s in sessions for row in _exchanges(sessions, s)]
    return candidates(
        "unga_votes",
        version,
        "exchanged with another state",
        state=[state for state, *_ in rows],
        year=[session + FIRST_SESSION for _, _, session, *_ in rows],
        size=[speaking for *_, speaking, _ in rows],
        detail=[
            f"with {other}: {speaking} roll calls for it, {against} against"
            for _, other, _, speaking, against in rows
        ],
    )


def _exchanges(sessions, session):
    """Yield state, other state, session, and how many roll calls speak for it and against it."""
    table = sessions[session]
    apart = np.zeros((len(table), len(table)))
    together = apart.copy()
    for near in (session + step for step in (-2, -1, 1, 2)):
        if near in sessions:
            squares, both = _squares_apart(sessions[near].reindex(table.index).to_numpy(float))
            apart, together = apart + squares, together + both
    bloc = _bloc_means(table.to_numpy(float), apart, together)
    given = table.to_numpy(float)
    own = np.abs(given - bloc)
    codes = table.index.to_numpy()
    for i in range(len(codes) - 1):
        rest = slice(i + 1, None)
        gain = own[i] + own[rest] - np.abs(given[rest] - bloc[i]) - np.abs(given[i] - bloc[rest])
        speaking, against = (gain >= GAIN).sum(axis=1), (gain <= -GAIN).sum(axis=1)
        for j in np.nonzero((speaking >= EXCHANGED) & (speaking >= MAJORITY * against))[0]:
            yield codes[i], codes[i + 1 + j], session, int(speaking[j]), int(against[j])


def _bloc_means(given, apart, together):
    """Return the mean vote of each state's bloc on each roll call, missing where it has none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.where(together >= KNOWN, apart / together, np.inf)
    np.fill_diagonal(distance, np.inf)
    nearest = np.argsort(distance, axis=1, kind="stable")[:, :BLOC]
    alike = np.isfinite(np.take_along_axis(distance, nearest, axis=1))
    members = np.where(alike[:, :, None], given[nearest], np.nan)
    voting = np.isfinite(members).sum(axis=1)
    sums = np.nansum(members, axis=1)
    return np.where(voting > 0, sums / np.maximum(voting, 1), np.nan)


def _squares_apart(given):
    """Return the sum of squared differences of two states' votes, and on how many both voted."""
    known = np.isfinite(given).astype(float)
    filled = np.where(known > 0, given, 0.0)
    squares = (filled**2) @ known.T
    return squares + squares.T - 2 * filled @ filled.T, known @ known.T


def _of_session(cast):
    """Return the contradicting votes of one session."""
    table = cast.pivot(index="state", columns="roll_call", values="vote")
    given = table.to_numpy(float)
    known = np.isfinite(given)
    apart, together = _squares_apart(given)
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.where(together >= FEWEST, apart / together, np.inf)
    np.fill_diagonal(distance, np.inf)
    nearest = np.argsort(distance, axis=1, kind="stable")[:, :BLOC]
    near = np.take_along_axis(distance, nearest, axis=1)
    counts = {}
    for vote in (YES, NO):
        same = (given == vote)[nearest] & np.isfinite(near)[:, :, None]
        counts[vote] = same.sum(axis=1)
    voting = (known[nearest] & np.isfinite(near)[:, :, None]).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        yes, no = (counts[v] / voting >= AGREED for v in (YES, NO))
    against = (voting >= FEWEST) & (((given == NO) & yes) | ((given == YES) & no))
    state, call = np.nonzero(against)
    return pd.DataFrame(
        {
            "roll_call": table.columns.to_numpy()[call],
            "state": table.index.to_numpy()[state],
            "vote": given[state, call].astype(int),
            "cast": known.sum(axis=1)[state],
        }
    )
