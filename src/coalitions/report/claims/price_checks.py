"""A check on what the paper says of prices, which is in the game and not in the data."""

from coalitions.game.equilibrium import formation_threshold
from coalitions.game.parameters import draw_games
from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import CONDITIONAL, Judgement, check, integers

# The weakest record there is, for theta is an integer greater than one, and a strong one.
INSECURE, SECURE = 2, 30
_SEED = 3


@check()
def any_price_sooner_when_insecure(evidence: Evidence, argument: str) -> Judgement:
    """Hold if leaders who would pay all they have when secure would do so when insecure too.

    And if some would only then. What a leader pays at most is what the partner asks for where
    inequality (3) turns. Under the condition of Proposition 2, that c_A < S + p_A, if that has no
    exception. Argument: number of games to draw.
    """
    (number,) = integers(argument, 1)
    game = draw_games(number, _SEED)
    insecure, secure = (_pays_all(game.but(theta=theta)) for theta in (INSECURE, SECURE))
    condition = game.c_a < game.resources + game.p_a
    only_secure, only_insecure = secure & ~insecure, insecure & ~secure
    found = (
        f"the leader would pay all her resources in {insecure.mean():.1%} of {number:,} games with "
        f"the weakest record (theta = {INSECURE}) and in {secure.mean():.1%} with a strong one "
        f"(theta = {SECURE}); only when insecure in {only_insecure.sum():,}, only when secure in "
        f"{only_secure.sum():,}, of these {(only_secure & condition).sum():,} with c_A < S + p_A"
    )
    if not only_insecure.any() or (only_secure & condition).any():
        return found, False
    return found, CONDITIONAL if only_secure.any() else True


def _pays_all(game):
    most = game.c_p - formation_threshold(game) * (game.p_ap - game.p_a)
    return most >= game.resources
