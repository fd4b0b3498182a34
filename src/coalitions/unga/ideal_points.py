"""States' ideal points in the UN General Assembly, re-estimated from the roll calls.

Each session is scaled on its own by a graded response model
(`coalitions.unga.graded_response`): yes, abstain and no are ordered along one dimension, with a
probit link, as in Bailey, Strezhnev and Voeten (2017, Journal of Conflict Resolution 61). Their
model is another in four ways. Resolutions that return in a later session keep their parameters and
so bridge sessions; a state's point is drawn towards that of the session before; points are
standardised over all sessions, with a standard normal prior on discriminations; and everything is
sampled from its joint posterior. Here nothing crosses from one session to the next, so:

- points have a standard normal prior in every session, and a distance between two states is in
  units of that session's spread: it tells who stands apart in a year, not whether the Assembly has
  drifted apart over the years;
- the dimension is whatever divides most votes of the session, which need not be the same one;
- intervals take the roll calls' parameters as known and are somewhat too narrow.

A tight prior on discriminations would stretch the points of sessions with many roll calls, as only
the points' own prior sets their scale; hence the weak one of `graded_response`.

Roll calls on which all votes cast are alike say nothing and are left out, and with them states that
voted on no other. All others count, however lopsided. A session with fewer than `FEWEST` roll calls
or states left is not scaled: that of 1964 took one recorded vote, so its points are missing.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from coalitions.errors import CoalitionsError
from coalitions.unga.graded_response import MISSING, fit_graded_response
from coalitions.unga.similarity import FIRST_SESSION, VOTES, assert_usable

# One dimension is identified from three variables (Anderson and Rubin 1956).
FEWEST = 3
UNITED_STATES, RUSSIA = 2, 365
# Standard deviations from the point to the 5th and 95th percentile of a normal posterior.
HALF_WIDTH = ndtri(0.95)

_OF_SESSION = {
    "items": "int64",
    "unanimous": "int64",
    "steps": "int64",
    "log_likelihood": "float64",
    "oriented_by": "str",
}
_SCALED = {"session": "int64", "state": "int64", "point": "float64", "sd": "float64"} | _OF_SESSION
_log = logging.getLogger(__name__)


class SessionError(CoalitionsError):
    """A session whose votes cannot be scaled."""


class TooFewVotes(SessionError):
    """A session with too few roll calls or states to scale."""


@dataclass(frozen=True, eq=False)
class SessionFit:
    """One scaled session.

    Which end of the dimension is which the votes of the United States and Russia tell, if both
    have a point; else `oriented` has to.

    Attributes
    ----------
    session : int
    points : pandas.DataFrame
        Index state; columns point and sd (mean and standard deviation of the posterior).
    items : int
        Roll calls the session is scaled with.
    unanimous : int
        Roll calls left out because all votes cast were alike.
    steps : int
        Steps of the EM iteration.
    log_likelihood : float
        Marginal log-likelihood of the votes.
    oriented_by : {"votes", ""}
        What fixed the direction; empty where it is arbitrary.
    """

    session: int
    points: pd.DataFrame
    items: int
    unanimous: int
    steps: int
    log_likelihood: float
    oriented_by: str


def fit_session(votes: pd.DataFrame) -> SessionFit:
    """Scale the votes of one session.

    Parameters
    ----------
    votes : pandas.DataFrame
        Columns roll_call, state (COW code), vote (1 yes, 2 abstain, 3 no; absences left out) and
        session, which is one and the same.

    Returns
    -------
    SessionFit

    Raises
    ------
    TooFewVotes
        When fewer than three roll calls divide the states, or fewer than three states are left.
    SessionError
        When there are other than one session.
    coalitions.unga.similarity.VoteError, DesignError
        When the votes cannot be used, as `coalitions.unga.similarity.assert_usable` tells.
    coalitions.unga.graded_response.GradedResponseError
        When the estimation does not converge.
    """
    assert_usable(votes)
    sessions = votes["session"].unique()
    if len(sessions) != 1:
        raise SessionError(
            "Votes of other than one session cannot be scaled together.",
            expected="one session",
            got=f"{len(sessions)}",
            next_step="use estimate_sessions",
        )
    session = int(sessions[0])
    cast = votes.pivot(index="state", columns="roll_call", values="vote")
    divided = cast.max() > cast.min()
    table = cast.loc[:, divided].dropna(how="all")
    if min(table.shape) < FEWEST:
        raise TooFewVotes(
            f"Session {session} has too few votes to scale.",
            expected=f"at least {FEWEST} roll calls that divide the states, and {FEWEST} states",
            got=f"{table.shape[1]} roll calls, {len(table)} states",
            where=f"session {session} ({session + FIRST_SESSION})",
            next_step="leave the session out: its points are missing",
        )
    responses = (max(VOTES) - table).fillna(MISSING).to_numpy(int)
    fit = fit_graded_response(responses)
    points = pd.DataFrame({"point": fit.trait, "sd": fit.trait_sd}, index=table.index)
    both = {UNITED_STATES, RUSSIA} <= set(points.index)
    if both:
        apart = points.loc[UNITED_STATES, "point"] - points.loc[RUSSIA, "point"]
        points["point"] *= np.sign(apart)
    return SessionFit(
        session,
        points,
        table.shape[1],
        int((~divided).sum()),
        len(fit.path),
        fit.log_likelihood,
        "votes" if both else "",
    )


def estimate_sessions(
    votes: pd.DataFrame,
    known: Mapping[int, SessionFit] | None = None,
    progress: Callable[[Any], Iterable[Any]] = iter,
) -> list[SessionFit]:
    """Scale every session on its own.

    Parameters
    ----------
    votes : pandas.DataFrame
        As for `fit_session`, of any number of sessions.
    known : mapping of int to SessionFit, optional
        Sessions that have been scaled before, as from `still_standing`.
    progress : callable
        Wraps the iteration, as `tqdm.tqdm` does.

    Returns
    -------
    list of SessionFit
        In the order of the sessions; those with too few votes are left out.

    Raises
    ------
    VoteError, GradedResponseError
        As for `fit_session`.
    """
    assert_usable(votes)
    known = {} if known is None else known
    fits = []
    for session, cast in progress(list(votes.groupby("session"))):
        try:
            fit = known[session] if session in known else fit_session(cast)
        except TooFewVotes as error:
            _log.warning("%s %s", error.what, error.got)
            continue
        _log.info(
            "session %d: %d states, %d roll calls, %d steps, log-likelihood %.2f",
            *(fit.session, len(fit.points), fit.items, fit.steps, fit.log_likelihood),
        )
        fits.append(fit)
    return fits


def between(votes: pd.DataFrame, first: int, stop: int | None = None) -> pd.DataFrame:
    """Return the votes of sessions from `first` on and before `stop`.

    Votes of no session stay, to be refused where they are used.
    """
    outside = votes["session"].lt(first)
    if stop is not None:
        outside |= votes["session"].ge(stop)
    return votes[~outside]


def still_standing(
    fits: Sequence[SessionFit], votes: pd.DataFrame, others: pd.DataFrame
) -> dict[int, SessionFit]:
    """Return what stands of a table's sessions in another edition of it, by session.

    Parameters
    ----------
    fits : list of SessionFit
        From the sessions of `votes`.
    votes, others : pandas.DataFrame
        As for `estimate_sessions`.

    Returns
    -------
    dict of int to SessionFit
        Sessions with the same votes in both.
    """
    cast = ["session", "roll_call", "state", "vote"]
    in_one = pd.concat([votes[cast], others[cast]]).drop_duplicates(keep=False)
    changed = set(in_one["session"])
    return {fit.session: fit for fit in fits if fit.session not in changed}


def scaled_table(fits: Sequence[SessionFit]) -> pd.DataFrame:
    """Put sessions into one table.

    Parameters
    ----------
    fits : list of SessionFit

    Returns
    -------
    pandas.DataFrame
        One row a session and state: session, state, point, sd, and what the session has in common:
        items, unanimous, steps, log_likelihood, oriented_by.
    """
    pieces = [
        fit.points.reset_index().assign(
            session=fit.session, **{name: getattr(fit, name) for name in _OF_SESSION}
        )
        for fit in fits
    ]
    none = pd.DataFrame(columns=list(_SCALED))
    return pd.concat(pieces or [none], ignore_index=True)[list(_SCALED)].astype(_SCALED)


def oriented(scaled: pd.DataFrame) -> pd.DataFrame:
    """Point sessions whose own votes do not tell the direction as the session before.

    Parameters
    ----------
    scaled : pandas.DataFrame
        From `scaled_table`, of all sessions.

    Returns
    -------
    pandas.DataFrame
        Sorted by session and state, with oriented_by "votes" or "session before".

    Raises
    ------
    SessionError
        When nothing tells the direction of a session.
    """
    pieces, before = [], pd.Series(dtype=float)
    for session, table in scaled.sort_values(["session", "state"]).groupby("session"):
        if table["oriented_by"].eq("").any():
            table = _as_before(table, before, session)
        before = table.set_index("state")["point"]
        pieces.append(table)
    return pd.concat(pieces or [scaled], ignore_index=True)


def ideal_points(scaled: pd.DataFrame) -> pd.DataFrame:
    """Return the points in the shape of the published table.

    Parameters
    ----------
    scaled : pandas.DataFrame
        From `oriented`.

    Returns
    -------
    pandas.DataFrame
        One row for each state and year, sorted: state, year (session + 1945), ideal_point
        (posterior mean), ideal_point_low and ideal_point_high (5th and 95th percentile of a normal
        posterior).
    """
    table = pd.DataFrame(
        {
            "state": scaled["state"],
            "year": scaled["session"] + FIRST_SESSION,
            "ideal_point": scaled["point"],
            "ideal_point_low": scaled["point"] - HALF_WIDTH * scaled["sd"],
            "ideal_point_high": scaled["point"] + HALF_WIDTH * scaled["sd"],
        }
    )
    return table.sort_values(["state", "year"], ignore_index=True)


def session_table(scaled: pd.DataFrame) -> pd.DataFrame:
    """Return what each session was scaled with.

    Parameters
    ----------
    scaled : pandas.DataFrame
        From `oriented`.

    Returns
    -------
    pandas.DataFrame
        One row a session: session, year, states, items, unanimous, steps, log_likelihood,
        oriented_by.
    """
    states = scaled.groupby("session")["state"].transform("size")
    counted = scaled.assign(year=scaled["session"] + FIRST_SESSION, states=states)
    sessions = counted.drop_duplicates("session", ignore_index=True)
    return sessions[["session", "year", "states", *_OF_SESSION]]


def _as_before(table, before, session):
    together = table.set_index("state")["point"].corr(before)
    if np.isnan(together) or together == 0:
        raise SessionError(
            f"Nothing tells the direction of session {session}.",
            expected="votes of the United States and Russia, or states with points in the session "
            "before",
            next_step="leave the session out: its points are missing",
        )
    point = np.sign(together) * table["point"]
    return table.assign(point=point, oriented_by="session before")
