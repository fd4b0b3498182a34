"""Voting similarity of all states, from the real roll calls."""

import pandas as pd
import pytest

from coalitions.readers import read
from coalitions.unga.similarity import add_sessions, vote_similarity

pytestmark = pytest.mark.data

USA, UK, USSR, YEMEN = 2, 200, 365, 678


@pytest.fixture(scope="module")
def votes(raw, system):
    return read(raw("unga_votes", "2017"), system)


@pytest.fixture(scope="module")
def similarity(votes):
    return vote_similarity(votes)


def of_pair(similarity, a, b):
    return similarity.query("state_a == @a and state_b == @b").set_index("year")


def test_every_session_but_that_of_1964(similarity):
    assert sorted(similarity["year"].unique()) == [y for y in range(1946, 2016) if y != 1964]


def test_key_and_order_of_the_pair(similarity):
    assert not similarity.duplicated(["state_a", "state_b", "year"]).any()
    assert similarity["state_a"].lt(similarity["state_b"]).all()


@pytest.mark.parametrize("year", [1946, 1970, 1989, 2015])
def test_all_pairs_of_the_states_that_voted(votes, similarity, year):
    n = len(votes.loc[votes["year"].eq(year), "state"].unique())
    assert similarity["year"].eq(year).sum() == n * (n - 1) / 2


@pytest.mark.parametrize("year", [1955, 1993])
def test_joint_votes_counted_one_by_one(votes, similarity, year):
    # Some states of these years never voted on the same roll call.
    of_year = votes.loc[votes["year"].eq(year), ["roll_call", "state"]]
    pairs = of_year.merge(of_year, on="roll_call", suffixes=("_a", "_b"))
    pairs = pairs[pairs["state_a"] < pairs["state_b"]]
    counted = pairs.groupby(["state_a", "state_b"]).size()
    found = similarity[similarity["year"].eq(year)].set_index(["state_a", "state_b"])["votes"]
    assert len(found) < of_year["state"].nunique() * (of_year["state"].nunique() - 1) / 2
    pd.testing.assert_series_equal(found, counted, check_names=False)


@pytest.mark.parametrize("measure", ["s", "kappa", "pi"])
def test_the_blocs_of_the_cold_war(similarity, measure):
    allies, rivals = (of_pair(similarity, USA, b)[measure] for b in (UK, USSR))
    early = range(1950, 1960)
    assert (allies[early] - rivals[early]).min() > 0.3
    assert rivals[early].mean() < 0.05


def test_states_merged_in_1990_vote_on_that_autumn(similarity):
    assert of_pair(similarity, USA, YEMEN).index.max() == 1990


def test_dissimilar_votes_go_with_distant_ideal_points(raw, system, similarity):
    points = read(raw("unga_ideal_points", "2016"), system)
    points = points.set_index(["state", "year"])["ideal_point"]
    divergence = [
        points.reindex(pd.MultiIndex.from_frame(similarity[[state, "year"]])).to_numpy()
        for state in ("state_a", "state_b")
    ]
    distance = pd.Series(abs(divergence[0] - divergence[1]), similarity.index)
    assert distance.notna().sum() > 600_000
    correlations = similarity[["s", "kappa", "pi"]].corrwith(distance)
    assert correlations["s"] < -0.75
    assert correlations.max() < -0.55


def test_release_of_2021_takes_its_sessions_from_the_roll_calls(raw, system, votes):
    later = read(raw("unga_votes", "2021"), system)
    dated = add_sessions(later, read(raw("unga_roll_calls", "2021")))
    sessions = dated.groupby("roll_call")["session"].first()
    assert sessions.notna().all()
    both = pd.concat([sessions, votes.groupby("roll_call")["session"].first()], axis=1).dropna()
    assert len(both) > 5000
    # One roll call of 2005 stands under the session before in the older release.
    differing = both[both.iloc[:, 0].ne(both.iloc[:, 1])]
    assert differing.to_numpy().tolist() == [[60, 59]]
