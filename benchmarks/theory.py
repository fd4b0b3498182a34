"""Time a 1000 x 1000 grid of Figure 2 and both solvers; fails when the grid takes over a second.

Run by ``make bench``. Needs no data.
"""

import sys
import time

import numpy as np

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.equilibrium import solve
from coalitions.game.implications import coalition_given_crisis
from coalitions.game.parameters import FIGURE_2, FIGURE_2_COST_CEILING, draw_games

LIMIT_SECONDS = 1.0


def seconds(task, repeats=5):
    """Time a task, best of several."""
    best = float("inf")
    for _ in range(repeats):
        started = time.perf_counter()
        task()
        best = min(best, time.perf_counter() - started)
    return best


def main():
    beta = np.linspace(-1.5, 1.5, 1000)[:, None]
    theta = np.linspace(0.01, 10.0, 1000)[None, :]
    grids = {
        formula: seconds(
            lambda formula=formula: coalition_given_crisis(
                FIGURE_2.but(beta=beta, theta=theta), FIGURE_2_COST_CEILING, formula
            )
        )
        for formula in ("printed", "game")
    }
    games = draw_games(100_000, seed=1)
    for formula, taken in grids.items():
        print(f"Figure 2, 1000 x 1000 points, {formula}: {taken:.3f} s")
    print(f"closed form, 100,000 games: {seconds(lambda: solve(games)):.3f} s")
    brute = seconds(lambda: solve_by_search(games, 601), repeats=1)
    print(f"brute force, 100,000 games, 601 offers: {brute:.2f} s")
    if max(grids.values()) > LIMIT_SECONDS:
        sys.exit(f"the grid took more than {LIMIT_SECONDS} s")


if __name__ == "__main__":
    main()
