"""Numerical checks of every result over random games; brute force wherever it can decide.

What a check states stands in ``statements.csv``. Here it is a key and two arrays of truth values:
in which games the statement says something, and in which of them it is true.
"""

from importlib.resources import files

import numpy as np
import pandas as pd

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.comparison import compare_solvers
from coalitions.game.equilibrium import (
    cost_cutoff_alone,
    cost_cutoff_coalition,
    formation_limit,
    formation_threshold,
    forms_out_of_prize,
    forms_out_of_prize_weighted,
    latent_scale,
    required_payment,
    reservation_payment,
    similarity_floor,
    similarity_initiation,
    threshold_in_power,
    turning_point,
    weighted_payment,
)
from coalitions.game.implications import (
    Similarity,
    direction_of_probability,
    outcome_spread,
    variance_condition,
    variance_rises_with_security,
)
from coalitions.game.parameters import GameParameters, draw_games
from coalitions.game.payoffs import (
    COALITION,
    OUT_OF_PRIZE,
    OUT_OF_PRIZE_WEIGHTED,
    STATUS_QUO,
    UNILATERAL,
    survival_failure,
    survival_status_quo,
    survival_success,
)

_ELEMENTS = np.arange(2.0, 41.0)
_THETAS = np.arange(2.0, 31.0)
COST_CEILINGS = (0.6, 2.0)
"""Upper ends of the uniform distribution of the crisis cost in the checks of equation (4)."""


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
        One row per check: ``key``; ``statement``, which may be false; ``cases``, the games in
        which it says something; ``exceptions``, those among them in which it is false; ``share``
        (exceptions over cases, zero without cases); and ``holds``, that there were cases and no
        exception.
    """
    game = draw_games(n_games, seed)
    brute = solve_by_search(game, n_offers)
    some = draw_games(max(10, n_games // 10), seed + 1)
    checks = [
        *_record(),
        *_solvers(game, brute, n_offers),
        *_formation(game, brute, n_offers),
        *_payments(game, brute, n_offers),
        *_initiation(game, brute, n_offers, seed + 5),
        *_selection(draw_games(max(10, n_games // 4), seed + 3), seed + 4),
        *_variance(seed + 2, max(10, n_games // 100)),
        *_latent(some),
        *_footnote_4(some, n_offers),
    ]
    rows = []
    for key, applies, true in checks:
        applies, true = np.broadcast_arrays(applies, true)
        rows.append((key, applies.sum(), (applies & ~true).sum()))
    table = pd.DataFrame(rows, columns=["key", "cases", "exceptions"])
    statements = pd.read_csv(str(files("coalitions.game") / "statements.csv"), index_col="key")
    table.insert(1, "statement", statements.loc[table["key"], "statement"].to_numpy())
    table["share"] = table["exceptions"] / table["cases"].clip(lower=1)
    table["holds"] = (table["cases"] > 0) & (table["exceptions"] == 0)
    return table


def _record():
    theta, omega = np.meshgrid(_ELEMENTS, _ELEMENTS, indexing="ij")
    quo, failed, succeeded = survival_status_quo, survival_failure, survival_success
    yield "security_rises_in_theta", True, quo(theta + 1, omega) > quo(theta, omega)
    yield "security_falls_in_omega", True, quo(theta, omega + 1) < quo(theta, omega)
    parts = {"stakes": (succeeded, failed), "loss": (quo, failed), "reward": (succeeded, quo)}
    for name, (better, worse) in parts.items():
        part = better(theta, omega) - worse(theta, omega)
        for change, more in (
            ("theta", (theta + 1, omega)),
            ("omega", (theta, omega + 1)),
            ("proportional", (1.1 * theta, 1.1 * omega)),
        ):
            yield f"{name}_{change}", True, better(*more) - worse(*more) < part
    shares = {
        "loss": lambda *record: 1 - failed(*record) / quo(*record),
        "reward": lambda *record: 1 - (1 - succeeded(*record)) / (1 - quo(*record)),
    }
    for name, share in shares.items():
        for change, more in (("theta", (theta + 1, omega)), ("omega", (theta, omega + 1))):
            yield f"{name}_share_{change}", True, share(*more) < share(theta, omega)


def _solvers(game, brute, n_offers):
    table = compare_solvers(game, n_offers)
    explained = table["margin"] <= table["step"] * (1 + 1e-9)
    yield "solvers_agree", True, table["agree"] | explained
    alone = brute.outcome == UNILATERAL
    yield "one_best_action", alone, brute.tied_actions == 1
    costly = solve_by_search(game, n_offers, rejection_cost=0.01)
    same_path = (brute.outcome == costly.outcome) & (brute.offer == costly.offer)
    yield "rejection_cost_outcome", True, same_path
    yield "rejection_cost_unique", alone, costly.tied_actions == 1


def _formation(game, brute, n_offers):
    forms, threshold = brute.coalition, formation_threshold(game)
    yield "floor_binds", (game.beta > threshold) & (game.beta < similarity_floor(game)), forms
    at_stake = game.c_a < game.resources + game.p_a
    above = game.beta > formation_limit(game) + game.resources / (n_offers - 1) / game.gain
    yield "limit_as_stated", above, forms
    yield "limit_conditional", above & (game.resources >= game.gain) & at_stake, forms
    more_secure = formation_threshold(game.but(theta=game.theta + 1)) > threshold
    yield "security_as_stated", True, more_secure
    yield "security_conditional", at_stake, more_secure
    closer = solve_by_search(game.but(beta=game.beta + 0.5), n_offers)
    yield "similar_partners", forms, closer.coalition
    yield "path_alone", brute.outcome == UNILATERAL, at_stake
    yield "path_coalition", brute.outcome == COALITION, at_stake


def _payments(game, brute, n_offers):
    payment = required_payment(game)
    stronger = game.but(p_ap=game.p_ap + 0.5 * (1 - game.p_ap))
    change = required_payment(stronger) - payment
    due = (payment > 0) & (required_payment(stronger) > 0) & (stronger.p_ap > game.p_ap)
    at_rate = np.isclose(change, -game.beta * (stronger.p_ap - game.p_ap), atol=1e-12)
    yield "price_of_power", due, at_rate
    yield "power_cheaper_positive", due & (game.beta > 0), change < 0
    yield "power_cheaper_negative", due & (game.beta < 0), change < 0
    dearer = required_payment(game.but(c_p=game.c_p * 1.1)) > payment
    cheaper = required_payment(game.but(beta=game.beta + 0.1)) < payment
    yield "price_of_cost_and_similarity", (payment > 0) & (game.gain > 0), dearer & cheaper
    insecure = solve_by_search(game.but(theta=2.0), n_offers)
    both_pay = brute.coalition & insecure.coalition & (game.theta > 2) & (brute.offer > 0)
    yield "insecure_pay_more_same_partner", both_pay, insecure.offer > brute.offer
    less_willing = reservation_payment(game.but(theta=game.theta + 1)) < reservation_payment(game)
    at_stake = game.c_a < game.resources + game.p_a
    yield "insecure_willing_to_pay", at_stake, less_willing
    pays_all, pays_all_secure = (
        reservation_payment(g) > game.resources for g in (game, game.but(theta=game.theta + 1))
    )
    yield "any_price", pays_all_secure, pays_all
    yield "any_price_conditional", pays_all_secure & at_stake, pays_all


def _initiation(game, brute, n_offers, seed):
    dagger = similarity_initiation(game)
    clear = np.abs(game.beta - dagger) * game.gain >= 1e-9
    higher = cost_cutoff_coalition(game) > cost_cutoff_alone(game)
    yield "cutoffs_order", clear, higher == (game.beta > dagger)
    tempted = solve_by_search(_between_the_thresholds(game, seed), n_offers)
    yield "hand_tying", tempted.coalition, tempted.outcome == STATUS_QUO
    without = solve_by_search(game.but(c_p=1e6), 2)
    yield "partner_deters", without.outcome == UNILATERAL, brute.outcome == STATUS_QUO
    yield "partner_never_deters", without.outcome == UNILATERAL, brute.outcome != STATUS_QUO
    turn = turning_point(game)
    for name, win, cutoff in (
        ("alone", game.p_a, cost_cutoff_alone),
        ("coalition", game.p_ap, cost_cutoff_coalition),
    ):
        more, less = (
            cutoff(game.but(theta=game.theta + step, domain="open")) for step in (1e-4, -1e-4)
        )
        clear = np.abs(win - turn) > 1e-3
        yield f"turning_{name}", clear, (more < less) == (win > turn)
        yield f"turning_{name}_prose", clear & (win > turn), more > less


def _between_the_thresholds(game: GameParameters, seed: int) -> GameParameters:
    # Costs below the cutoff for acting alone are the only ones at which the interval exists.
    cutoff = cost_cutoff_alone(game)
    rng = np.random.default_rng(seed)
    low_cost = game.but(c_a=rng.uniform(0.01, 1.0, game.shape) * np.maximum(cutoff, 1e-6))
    low, high = formation_threshold(low_cost), similarity_initiation(low_cost)
    between = low_cost.but(beta=low + rng.random(game.shape) * (high - low))
    return between.map(lambda value: value[(cutoff > 0) & (high > low)])


def _selection(game, seed):
    # Similarity below its limit and a modest status quo: elsewhere most probabilities are flat.
    below = np.random.default_rng(seed).exponential(0.3, game.shape)
    game = game.but(q=0.6 * game.q, beta=formation_limit(game) - below)
    for formula in ("printed", "game"):
        for axis, values, wrong in (
            ("beta", np.linspace(-3, 3, 61), "falls"),
            ("theta", _THETAS, "rises"),
            ("omega", _THETAS, "falls"),
        ):
            moves = pd.concat(
                direction_of_probability(game, axis, values, ceiling, formula)
                for ceiling in COST_CEILINGS
            )
            moving = moves.isin(["rises", "falls", "both"])
            yield f"{axis}_{formula}", moving, ~moves.isin([wrong, "both"])


def _variance(seed, n):
    rng = np.random.default_rng(seed)
    game = GameParameters(
        theta=_THETAS, omega=10, resources=0.5, p_a=0.5, p_ap=0.75, c_p=0.2, c_a=0.2, q=0.3
    )
    pools = zip(rng.normal(-0.35, 0.3, n), rng.uniform(0.05, 0.5, n), strict=True)
    similarities = [Similarity(float(mean), float(sd)) for mean, sd in pools]
    spreads = [outcome_spread(game, similarity) for similarity in similarities]
    likely = [variance_condition(similarity, game) for similarity in similarities]
    rises = [variance_rises_with_security(spread) for spread in spreads]
    yield "variance_as_stated", True, rises
    yield "variance_conditional", likely, rises
    steps = [np.diff(spread["misses_forecasting_coalition"]) for spread in spreads]
    yield "misses_forecasting_coalition", True, [(step >= 0).all() for step in steps]
    steps = [np.diff(spread["misses_best_forecast"]) for spread in spreads]
    rises = [(step >= -1e-15).all() for step in steps]
    yield "misses_best_forecast", True, rises
    yield "misses_best_conditional", likely, rises


def _latent(game):
    secure = game.but(theta=game.theta + 1)
    power, power_secure = (threshold_in_power(g) for g in (game, secure))
    matters_less = np.abs(power) < np.abs(power_secure)
    at_stake = game.c_a < game.resources + game.p_a
    yield "similarity_matters_less", True, latent_scale(game) < latent_scale(secure)
    yield "power_matters_less", True, matters_less
    yield "power_matters_less_conditional", at_stake & (power < 0), matters_less
    yield "latent_spread", True, latent_scale(secure) <= latent_scale(game)
    spread, spread_secure = (
        formation_threshold(g.but(c_a=g.c_a + 0.1)) - formation_threshold(g) for g in (game, secure)
    )
    yield "cost_spread", True, spread < spread_secure


def _footnote_4(game, n_offers):
    closer = game.but(beta=game.beta + 0.2)
    insecure = game.but(theta=np.maximum(2.0, game.theta - 3))
    step = game.p_ap / (n_offers - 1) * (1 + 1e-9)
    most = np.minimum(reservation_payment(game), game.p_ap)
    for key, rule, forms, price in (
        ("prize_shared", OUT_OF_PRIZE, forms_out_of_prize, required_payment),
        ("prize_weighted", OUT_OF_PRIZE_WEIGHTED, forms_out_of_prize_weighted, weighted_payment),
    ):
        found = forms(game)
        settled = np.abs(most - price(game)) > step  # elsewhere the grid decides
        yield f"{key}_solvers", settled, solve_by_search(game, n_offers, rule).coalition == found
        yield f"{key}_similarity", found, forms(closer)
        at_stake = game.c_a < game.resources + game.p_a
        yield f"{key}_security", found & at_stake, forms(insecure)
    cheap = found & (game.c_p <= game.gain)
    yield "prize_weighted_similarity_conditional", cheap, forms_out_of_prize_weighted(closer)
