import pytest

from coalitions.game.bridge import simulation_table
from coalitions.game.checks import run_checks


@pytest.fixture(scope="session")
def checks():
    return run_checks(n_games=3000, n_offers=301, seed=7)


@pytest.fixture(scope="session")
def simulation():
    return simulation_table(n_samples=4, n_crises=250, n_partners=8, seed=3)
