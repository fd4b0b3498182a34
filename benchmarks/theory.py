"""Equilibria in closed form against backward induction over a grid of offers."""

import numpy as np
from measuring import Row, compare

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.equilibrium import Equilibrium, solve
from coalitions.game.parameters import draw_games


def rows(n_games: int = 20_000, n_offers: int = 601, turns: int = 2) -> list[Row]:
    """Return the row of games drawn at random."""
    games = draw_games(n_games, seed=1)
    return [
        compare(
            f"equilibria of {n_games:,} games",
            lambda: share_of_outcomes(solve(games)),
            f"search over {n_offers} offers",
            lambda: share_of_outcomes(solve_by_search(games, n_offers)),
            # Where a grid of offers cannot tell two outcomes apart they may differ.
            tolerance=1e-2,
            turns=turns,
        )
    ]


def share_of_outcomes(found: Equilibrium) -> np.ndarray:
    """Return the shares of games that end in the status quo, alone and in a coalition."""
    return np.bincount(found.outcome.ravel(), minlength=3) / found.outcome.size
