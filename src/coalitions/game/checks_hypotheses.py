"""Checks of equation (4), the hypotheses and footnote 4."""

import numpy as np
import pandas as pd

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.check import check
from coalitions.game.equilibrium import (
    formation_limit,
    formation_threshold,
    required_payment,
    reservation_payment,
)
from coalitions.game.hypotheses import (
    Similarity,
    direction_of_probability,
    latent_scale,
    outcome_spread,
    variance_condition,
    variance_rises_with_security,
)
from coalitions.game.parameters import GameParameters
from coalitions.game.payoffs import OUT_OF_PRIZE, OUT_OF_PRIZE_WEIGHTED
from coalitions.game.sampling import draw_games
from coalitions.game.variants import (
    forms_out_of_prize,
    forms_out_of_prize_weighted,
    weighted_payment,
)

_COST_CEILINGS = (0.6, 2.0)
_THETAS = np.arange(2.0, 31.0)


def _selection(game, seed):
    # Similarity below its limit and a modest status quo: elsewhere most probabilities are flat.
    below = np.random.default_rng(seed).exponential(0.3, game.shape)
    game = game.but(q=0.6 * game.q, beta=formation_limit(game) - below)
    for formula in ("printed", "game"):
        for axis, values, statement, bad in (
            ("beta", np.linspace(-3, 3, 61), "never falls in similarity", ("falls", "both")),
            ("theta", _THETAS, "never rises in security through theta", ("rises", "both")),
            ("omega", _THETAS, "never falls in omega (insecurity)", ("falls", "both")),
        ):
            moves = pd.concat(
                direction_of_probability(game, axis, values, ceiling, formula)
                for ceiling in _COST_CEILINGS
            )
            changing = moves.isin(["rises", "falls", "both"]).to_numpy()
            yield check(
                f"{axis}_{formula}",
                f"Pr(C|crisis), {formula} reading, {statement} where it moves at all",
                changing,
                ~moves.isin(bad).to_numpy(),
            )


def _variance(seed, n):
    rng = np.random.default_rng(seed)
    base = {"omega": 10.0, "resources": 0.5, "p_a": 0.5, "p_ap": 0.75, "c_p": 0.2, "q": 0.3}
    game = GameParameters(theta=_THETAS, c_a=0.2, **base)
    holds, median_above, coalition_rises, best = [], [], [], []
    for mean, sd in zip(rng.normal(-0.35, 0.3, n), rng.uniform(0.05, 0.5, n), strict=True):
        similarity = Similarity(float(mean), float(sd))
        spread = outcome_spread(game, similarity)
        holds.append(variance_rises_with_security(spread))
        median_above.append(variance_condition(similarity, game))
        coalition_rises.append((np.diff(spread["misses_forecasting_coalition"]) >= 0).all())
        best.append((np.diff(spread["misses_best_forecast"]) >= -1e-15).all())
    holds, median_above = np.array(holds), np.array(median_above)
    yield check("variance_as_stated", "the variance of the outcome rises in theta", True, holds)
    yield check(
        "variance_conditional",
        "the variance of the outcome rises in theta where the median "
        "partner lies above beta_AP at every theta",
        median_above,
        holds,
    )
    yield check(
        "misses_forecasting_coalition",
        "misses of an unconditional forecast of a coalition rise in theta",
        True,
        np.array(coalition_rises),
    )
    yield check(
        "misses_best_forecast",
        "misses of the better unconditional forecast rise in theta",
        True,
        np.array(best),
    )
    yield check(
        "misses_best_conditional",
        "misses of the better unconditional forecast rise in theta wh"
        "ere the median partner lies above beta_AP at every theta",
        median_above,
        np.array(best),
    )


def _latent(game):
    steeper = latent_scale(game.but(theta=game.theta + 1)) > latent_scale(game)
    yield check(
        "latent_spread",
        "a constant shock to L's gain spreads less, in units of beta, for the insecure",
        True,
        ~steeper,
    )
    dearer, secure = game.but(c_a=game.c_a + 0.1), game.but(theta=game.theta + 1)
    spread = formation_threshold(dearer) - formation_threshold(game)
    secure_dearer = secure.but(c_a=dearer.c_a)
    spread_secure = formation_threshold(secure_dearer) - formation_threshold(secure)
    yield check(
        "cost_spread",
        "random crisis costs spread beta_AP less for the insecure",
        True,
        spread < spread_secure,
    )


def _footnote_4(game, n_offers):
    for key, rule, forms, price in (
        ("prize_shared", OUT_OF_PRIZE, forms_out_of_prize, required_payment),
        (
            "prize_weighted",
            OUT_OF_PRIZE_WEIGHTED,
            forms_out_of_prize_weighted,
            weighted_payment,
        ),
    ):
        brute = solve_by_search(game, n_offers, rule).coalition
        step = game.p_ap / (n_offers - 1) * (1 + 1e-9)
        slack = np.minimum(reservation_payment(game), game.p_ap) - price(game)
        settled = np.abs(slack) > step  # elsewhere the grid decides
        yield check(
            f"{key}_solvers",
            f"closed form and brute force agree ({rule.name})",
            settled,
            brute == forms(game),
        )
        closer = game.but(beta=game.beta + 0.2)
        yield check(
            f"{key}_similarity",
            f"similar partners stay acceptable when they become more similar ({rule.name})",
            forms(game),
            forms(closer),
        )
        insecure = game.but(theta=np.maximum(2.0, game.theta - 3))
        yield check(
            f"{key}_security",
            f"acceptable partners stay acceptable to a less secure L, c_A < S + p_A ({rule.name})",
            forms(game) & (game.c_a < game.resources + game.p_a),
            forms(insecure),
        )
    cheap = game.c_p <= game.gain
    yield check(
        "prize_weighted_similarity_conditional",
        "similar partners stay acceptable when they become more similar, c_P at most the military "
        f"gain ({OUT_OF_PRIZE_WEIGHTED.name})",
        forms_out_of_prize_weighted(game) & cheap,
        forms_out_of_prize_weighted(game.but(beta=game.beta + 0.2)),
    )


def hypothesis_checks(n_games: int, n_offers: int, seed: int):
    """Check equation (4), Hypotheses 1 to 3 and the variants of footnote 4.

    Parameters
    ----------
    n_games : int
        Games the caller checks elsewhere; these checks draw a fraction of that number.
    n_offers : int
        Offers on the grid of the brute force.
    seed : int
        Seed of the draws.

    Yields
    ------
    Check
        One per statement.
    """
    some = draw_games(max(10, n_games // 10), seed + 1)
    yield from _selection(draw_games(max(10, n_games // 4), seed + 3), seed + 4)
    yield from _variance(seed + 2, max(10, n_games // 100))
    yield from _latent(some)
    yield from _footnote_4(some, n_offers)
