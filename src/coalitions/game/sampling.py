"""Random games that cover the parameter space of the paper."""

import numpy as np

from coalitions.game.parameters import GameParameters


def draw_games(n: int, seed: int) -> GameParameters:
    """Draw games from the domain the paper states.

    Parameters
    ----------
    n : int
        Number of games.
    seed : int
        Seed of the generator.

    Returns
    -------
    GameParameters
        Arrays of shape ``(n,)``: theta and omega uniform on 2..30, S on (0, 2), p_A on (0, 1),
        p_AP on (p_A, 1), q on (0, 1), costs on (0, 2) and (0, 1). beta is centred on each game's
        own formation limit, so that neither outcome is rare.
    """
    rng = np.random.default_rng(seed)

    def positive(high):
        return high * (1 - rng.random(n))  # (0, high]: zero is outside the domain

    p_a = 0.01 + 0.97 * rng.random(n)
    p_ap = p_a + (1 - p_a) * positive(1.0)
    c_p = positive(1.0)
    limit = c_p / (p_ap - p_a) - 1
    return GameParameters(
        theta=rng.integers(2, 31, n),
        omega=rng.integers(2, 31, n),
        resources=positive(2.0),
        p_a=p_a,
        p_ap=p_ap,
        c_p=c_p,
        c_a=positive(2.0),
        q=rng.random(n),
        beta=limit + rng.normal(0.0, 1.0, n),
    )
