"""A check on what the paper says of prices, which is in the game and not in the data."""

import numpy as np

from coalitions.game.equilibrium import formation_threshold
from coalitions.game.parameters import draw_games
from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import Judgement, check, integers

# The paper has theta an integer greater than one.
LEAST_SECURE = 2
_SEED = 3


@check()
def pays_any_price(evidence: Evidence, argument: str) -> Judgement:
    """Hold if the least secure leader would give all her resources. Argument: games to draw.

    What she gives at most is what the partner asks for where inequality (3) turns.
    """
    (games,) = integers(argument, 1)
    game = draw_games(games, _SEED).but(theta=LEAST_SECURE)
    most = game.c_p - formation_threshold(game) * (game.p_ap - game.p_a)
    share = np.clip(most / game.resources, 0, 1)
    found = (
        f"with the weakest record the leader gives at most {np.median(share):.0%} of her resources "
        f"in the middle one of {games:,} games, and all of them in {np.mean(share == 1):.0%}"
    )
    return found, bool((share == 1).all())
