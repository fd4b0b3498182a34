import pandas as pd
import pytest

from coalitions.game.checks import run_checks
from coalitions.game.printed_figure_1 import smallest_changes_figure_1
from coalitions.game.printed_figure_2 import all_searches, one_digit_changes
from coalitions.game.simulation import simulation_table


@pytest.fixture(scope="session")
def checks():
    return run_checks(n_games=3000, n_offers=301, seed=7)


@pytest.fixture(scope="session")
def simulation():
    return simulation_table(n_samples=4, n_crises=250, n_partners=8, seed=3)


@pytest.fixture(scope="session")
def searches():
    return {
        "changes_1": smallest_changes_figure_1(),
        "changes_2": all_searches(),
        "digits_2": one_digit_changes(),
    }


@pytest.fixture(scope="session")
def results(root):
    path = root / "data/published/propositions.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="session")
def steps(root):
    return pd.read_csv(root / "data/published/derivations.csv")
