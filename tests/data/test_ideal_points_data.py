"""Points re-estimated from the real votes, held against the published ones.

Every session takes a second or so; these stand for all. Both sets of points come from the same
votes by the same kind of model, so they must agree closely where a session has votes enough, here
60 or more. The sessions of 1953 and 1955 have 25 and 27, and agree least of all sessions: there the
published points lean on the sessions around them.
"""

import pandas as pd
import pytest

from coalitions.readers import read
from coalitions.report.ideal_points_figure import session_correlations
from coalitions.unga.ideal_points import (
    TooFewVotes,
    estimate_sessions,
    fit_session,
    ideal_points,
    oriented,
    scaled_table,
    session_table,
)

pytestmark = pytest.mark.data

AMPLE = (1956, 1961, 1976, 1990, 2005)
SPARSE = (1953, 1955)


@pytest.fixture(scope="module")
def votes(raw, system):
    return read(raw("unga_votes", "2017"), system)


@pytest.fixture(scope="module")
def published(raw, system):
    return read(raw("unga_ideal_points", "2016"), system)


@pytest.fixture(scope="module")
def fits(votes):
    return estimate_sessions(votes[votes["year"].isin(AMPLE + SPARSE)])


@pytest.fixture(scope="module")
def correlations(fits, published):
    scaled = oriented(scaled_table(fits))
    found = session_correlations(published, ideal_points(scaled), session_table(scaled))
    return found.set_index("year")


@pytest.mark.parametrize("year", AMPLE)
def test_points_agree_closely_with_the_published_where_votes_are_ample(correlations, year):
    assert correlations.loc[year, "items"] >= 60
    assert correlations.loc[year, ["pearson", "spearman"]].min() > 0.93


@pytest.mark.parametrize("year", SPARSE)
def test_points_still_agree_where_votes_are_few(correlations, year):
    assert correlations.loc[year, "items"] < 30
    assert correlations.loc[year, ["pearson", "spearman"]].min() > 0.7


def test_states_are_those_of_the_published_table(fits, published):
    """But for Germany in the year it was united, which votes as 255 and has its point as 260."""
    ours = pd.MultiIndex.from_frame(ideal_points(oriented(scaled_table(fits)))[["state", "year"]])
    years = published["year"].isin(AMPLE + SPARSE)
    theirs = pd.MultiIndex.from_frame(published.loc[years, ["state", "year"]])
    assert set(ours.symmetric_difference(theirs)) == {(255, 1990), (260, 1990)}


def test_session_of_1976_is_climbed_to_the_higher_of_its_two_maxima(fits):
    """From the first principal component alone the climb ends at -3041, Russia in the middle."""
    fit = next(fit for fit in fits if fit.session == 31)
    assert fit.log_likelihood == pytest.approx(-2970.3, abs=0.5)
    assert fit.points.loc[365, "point"] < -1


def test_session_of_1964_took_too_few_votes(votes):
    with pytest.raises(TooFewVotes, match="Session 19"):
        fit_session(votes[votes["session"].eq(19)])
