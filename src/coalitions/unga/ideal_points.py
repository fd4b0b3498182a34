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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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

_log = logging.getLogger(__name__)


class SessionError(CoalitionsError):
    """A session whose votes cannot be scaled."""


class TooFewVotes(SessionError):
    """A session with too few roll calls or states to scale."""


@dataclass(frozen=True, eq=False)
class SessionFit:
    """One scaled session.

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
    oriented_by : {"votes", "session before"}
        Whether the United States and Russia fixed the direction.
    """

    session: int
    points: pd.DataFrame
    items: int
    unanimous: int
    steps: int
    log_likelihood: float
    oriented_by: str


def fit_session(votes: pd.DataFrame, before: pd.Series | None = None) -> SessionFit:
    """Scale the votes of one session.

    Parameters
    ----------
    votes : pandas.DataFrame
        Columns roll_call, state (COW code), vote (1 yes, 2 abstain, 3 no; absences left out) and
        session, which is one and the same.
    before : pandas.Series, optional
        Points of the session before, by state: they fix the direction where the United States or
        Russia has no point.

    Returns
    -------
    SessionFit

    Raises
    ------
    TooFewVotes
        When fewer than three roll calls divide the states, or fewer than three states are left.
    SessionError
        When there are other than one session, or nothing tells which end is which.
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
    sign, by = _direction(pd.Series(fit.trait, table.index), before, session)
    return SessionFit(
        session,
        pd.DataFrame({"point": sign * fit.trait, "sd": fit.trait_sd}, index=table.index),
        table.shape[1],
        int((~divided).sum()),
        len(fit.path),
        fit.log_likelihood,
        by,
    )


def estimate_sessions(
    votes: pd.DataFrame, known: Mapping[int, SessionFit] | None = None
) -> list[SessionFit]:
    """Scale every session on its own.

    Parameters
    ----------
    votes : pandas.DataFrame
        As for `fit_session`, of any number of sessions.
    known : mapping of int to SessionFit, optional
        Sessions that have been scaled before, as from `still_standing`.

    Returns
    -------
    list of SessionFit
        In the order of the sessions; those with too few votes are left out.

    Raises
    ------
    SessionError, VoteError, GradedResponseError
        As for `fit_session`.
    """
    assert_usable(votes)
    known = {} if known is None else known
    fits, before = [], None
    for session, cast in votes.groupby("session"):
        try:
            fit = known[session] if session in known else fit_session(cast, before)
        except TooFewVotes as error:
            _log.warning("%s %s", error.what, error.got)
            continue
        _log.info(
            "session %d: %d states, %d roll calls, %d steps, log-likelihood %.2f",
            *(fit.session, len(fit.points), fit.items, fit.steps, fit.log_likelihood),
        )
        fits.append(fit)
        before = fit.points["point"]
    return fits


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
        Sessions with the same votes in both, but for those that point as the session before does.
    """
    cast = ["session", "roll_call", "state", "vote"]
    changed = pd.concat([votes[cast], others[cast]]).drop_duplicates(keep=False)["session"]
    apart = set(changed)
    return {f.session: f for f in fits if f.session not in apart and f.oriented_by == "votes"}


def ideal_points(fits: Sequence[SessionFit]) -> pd.DataFrame:
    """Return the points in the shape of the published table.

    Parameters
    ----------
    fits : list of SessionFit

    Returns
    -------
    pandas.DataFrame
        One row for each state and year, sorted: state, year (session + 1945), ideal_point
        (posterior mean), ideal_point_low and ideal_point_high (5th and 95th percentile of a normal
        posterior).
    """
    pieces = [
        pd.DataFrame(
            {
                "state": fit.points.index,
                "year": fit.session + FIRST_SESSION,
                "ideal_point": fit.points["point"].to_numpy(),
                "ideal_point_low": (fit.points["point"] - HALF_WIDTH * fit.points["sd"]).to_numpy(),
                "ideal_point_high": (
                    fit.points["point"] + HALF_WIDTH * fit.points["sd"]
                ).to_numpy(),
            }
        )
        for fit in fits
    ]
    return pd.concat(pieces).sort_values(["state", "year"], ignore_index=True)


def session_table(fits: Sequence[SessionFit]) -> pd.DataFrame:
    """Return what each session was scaled with.

    Parameters
    ----------
    fits : list of SessionFit

    Returns
    -------
    pandas.DataFrame
        One row a session: session, year, states, items, unanimous, steps, log_likelihood,
        oriented_by.
    """
    return pd.DataFrame(
        {
            "session": fit.session,
            "year": fit.session + FIRST_SESSION,
            "states": len(fit.points),
            "items": fit.items,
            "unanimous": fit.unanimous,
            "steps": fit.steps,
            "log_likelihood": fit.log_likelihood,
            "oriented_by": fit.oriented_by,
        }
        for fit in fits
    )


def _direction(points, before, session):
    """Return the sign that puts the United States above Russia, and what decided it."""
    if {UNITED_STATES, RUSSIA} <= set(points.index):
        return np.sign(points[UNITED_STATES] - points[RUSSIA]), "votes"
    together = None if before is None else points.corr(before)
    if together is None or np.isnan(together) or together == 0:
        raise SessionError(
            f"Nothing tells the direction of session {session}.",
            expected="votes of the United States and Russia, or points of the session before",
            next_step="scale it together with the session before, by estimate_sessions",
        )
    return np.sign(together), "session before"
