"""What the list of interstate wars says of the paper's first sentence."""

import pytest

from coalitions.dyads.wars import belligerents_by_side
from coalitions.readers import read

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def wars(raw, system):
    return belligerents_by_side(read(raw("cow_interstate_wars", "4.0"), system))


def test_deaths_and_days_of_known_wars(wars):
    by_number = wars.set_index("war")
    # The Seven Weeks War of 1866, added up by hand; Lebanon in 1982, 455 of Israel, 1,200 of Syria.
    assert by_number.loc[55, ["days", "deaths"]].tolist() == [42, 44_100]
    assert by_number.loc[205, ["days", "deaths"]].tolist() == [148, 1_655]


def test_the_middle_war_of_either_kind(wars):
    multilateral = wars[["states_side_1", "states_side_2"]].max(axis=1).ge(2)
    assert multilateral.sum() == 38
    assert wars.loc[multilateral, "deaths"].median() == 11_375
    assert wars.loc[~multilateral, "deaths"].median() == 5_368
    assert wars.loc[multilateral, "days"].median() == 168.5
    assert wars.loc[~multilateral, "days"].median() == 156
