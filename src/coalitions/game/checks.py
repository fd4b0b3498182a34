"""Numerical checks of every result over random games; brute force wherever it can decide."""

from dataclasses import astuple, fields

import pandas as pd

from coalitions.game.check import Check
from coalitions.game.checks_hypotheses import hypothesis_checks
from coalitions.game.checks_play import play_checks
from coalitions.game.checks_record import record_checks
from coalitions.game.sampling import draw_games


def run_checks(n_games: int = 20_000, n_offers: int = 601, seed: int = 20160101) -> pd.DataFrame:
    """Check every result of the model over random games.

    Parameters
    ----------
    n_games : int
        Games drawn from the paper's parameter space; at least ten.
    n_offers : int
        Offers on the grid of the brute force; at least two.
    seed : int
        Seed of the draws.

    Returns
    -------
    pandas.DataFrame
        One row per check: ``key``, ``statement``, ``cases``, ``exceptions``, ``share``
        (exceptions over cases, zero without cases) and ``holds``.
    """
    game = draw_games(n_games, seed)
    checks = [
        *record_checks(),
        *play_checks(game, n_offers, seed + 5),
        *hypothesis_checks(n_games, n_offers, seed),
    ]
    table = pd.DataFrame([astuple(c) for c in checks], columns=[f.name for f in fields(Check)])
    table["share"] = table["exceptions"] / table["cases"].clip(lower=1)
    table["holds"] = [one.holds for one in checks]
    return table
