"""Numerical checks of every result over random games; brute force wherever it can decide."""

import numpy as np
import pandas as pd

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.comparison import compare
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
    turning_point,
    weighted_payment,
)
from coalitions.game.hypotheses import (
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
_COST_CEILINGS = (0.6, 2.0)


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
    table = pd.DataFrame(checks, columns=["key", "statement", "cases", "exceptions"])
    table["share"] = table["exceptions"] / table["cases"].clip(lower=1)
    table["holds"] = (table["cases"] > 0) & (table["exceptions"] == 0)
    return table


def _check(key, statement, applies, true):
    # The last two say, game by game, where the statement says something and where it is true.
    applies, true = np.broadcast_arrays(applies, true)
    return key, statement, int(applies.sum()), int((applies & ~true).sum())


def _record():
    theta, omega = np.meshgrid(_ELEMENTS, _ELEMENTS, indexing="ij")
    quo, failed, succeeded = survival_status_quo, survival_failure, survival_success
    yield _check(
        "security_rises_in_theta",
        "sigma(q) rises with a favorable element",
        True,
        quo(theta + 1, omega) > quo(theta, omega),
    )
    yield _check(
        "security_falls_in_omega",
        "sigma(q) falls with an unfavorable element",
        True,
        quo(theta, omega + 1) < quo(theta, omega),
    )
    for name, words, better, worse in (
        ("stakes", "what the outcome decides, sigma(1) - sigma(0),", succeeded, failed),
        ("loss", "what failure costs, sigma(q) - sigma(0),", quo, failed),
        ("reward", "what success adds, sigma(1) - sigma(q),", succeeded, quo),
    ):
        part = better(theta, omega) - worse(theta, omega)
        for key, change, more in (
            ("theta", "with a favorable element", (theta + 1, omega)),
            ("omega", "with an unfavorable element", (theta, omega + 1)),
            ("proportional", "when both elements grow in proportion", (1.1 * theta, 1.1 * omega)),
        ):
            smaller = better(*more) - worse(*more) < part
            yield _check(f"{name}_{key}", f"{words} falls {change}", True, smaller)


def _solvers(game, brute, n_offers):
    table = compare(game, n_offers)
    yield _check(
        "solvers_agree",
        "closed form and brute force play the same, but for the resolution of the grid",
        True,
        table["agree"] | (table["margin"] <= table["step"] * (1 + 1e-9)),
    )
    alone = brute.outcome == UNILATERAL
    yield _check(
        "one_best_action",
        "acting alone is the only best action where L initiates and acts alone",
        alone,
        brute.tied_actions == 1,
    )
    costly = solve_by_search(game, n_offers, rejection_cost=0.01)
    yield _check(
        "rejection_cost_outcome",
        "a cost of being rejected changes neither outcome nor offer",
        True,
        (brute.outcome == costly.outcome) & (brute.offer == costly.offer),
    )
    yield _check(
        "rejection_cost_unique",
        "with a cost of being rejected the best action is unique",
        alone,
        costly.tied_actions == 1,
    )


def _formation(game, brute, n_offers):
    forms, threshold = brute.coalition, formation_threshold(game)
    yield _check(
        "floor_binds",
        "a coalition forms above beta_AP even below the floor on beta",
        (game.beta > threshold) & (game.beta < similarity_floor(game)),
        forms,
    )
    at_stake = game.c_a < game.resources + game.p_a
    above = game.beta > formation_limit(game) + game.resources / (n_offers - 1) / game.gain
    limit = "every partner above the limit beta-hat is taken on"
    yield _check("limit_as_stated", limit, above, forms)
    yield _check(
        "limit_conditional",
        f"{limit} where S is at least the military gain and c_A < S + p_A",
        above & (game.resources >= game.gain) & at_stake,
        forms,
    )
    more_secure = formation_threshold(game.but(theta=game.theta + 1)) > threshold
    yield _check("security_as_stated", "beta_AP rises in theta at every c_A", True, more_secure)
    yield _check(
        "security_conditional", "beta_AP rises in theta where c_A < S + p_A", at_stake, more_secure
    )
    yield _check(
        "similar_partners",
        "a partner that is taken on is taken on when it is more similar",
        forms,
        solve_by_search(game.but(beta=game.beta + 0.5), n_offers).coalition,
    )
    for name, how, outcome in (
        ("alone", "alone", UNILATERAL),
        ("coalition", "as a coalition", COALITION),
    ):
        fought = brute.outcome == outcome
        yield _check(
            f"path_{name}", f"c_A < S + p_A in every crisis fought {how}", fought, at_stake
        )


def _payments(game, brute, n_offers):
    payment = required_payment(game)
    stronger = game.but(p_ap=game.p_ap + 0.5 * (1 - game.p_ap))
    change = required_payment(stronger) - payment
    due = (payment > 0) & (required_payment(stronger) > 0) & (stronger.p_ap > game.p_ap)
    yield _check(
        "price_of_power",
        "while a payment is due it changes with military gain at the rate -beta",
        due,
        np.isclose(change, -game.beta * (stronger.p_ap - game.p_ap), atol=1e-12),
    )
    for name, sign, where in (
        ("positive", ">", game.beta > 0),
        ("negative", "<", game.beta < 0),
    ):
        yield _check(
            f"power_cheaper_{name}",
            f"stronger partners cost less when beta {sign} 0",
            due & where,
            change < 0,
        )
    dearer = required_payment(game.but(c_p=game.c_p * 1.1))
    closer = required_payment(game.but(beta=game.beta + 0.1))
    yield _check(
        "price_of_cost_and_similarity",
        "a due payment rises in c_P and falls in beta",
        (payment > 0) & (game.gain > 0),
        (dearer > payment) & (closer < payment),
    )
    insecure = solve_by_search(game.but(theta=2.0), n_offers)
    yield _check(
        "insecure_pay_more_same_partner",
        "the payment to one and the same partner is higher at theta = 2 than at a higher theta",
        brute.coalition & insecure.coalition & (game.theta > 2) & (brute.offer > 0),
        insecure.offer > brute.offer,
    )
    yield _check(
        "insecure_willing_to_pay",
        "the most L would pay falls in theta where c_A < S + p_A",
        game.c_a < game.resources + game.p_a,
        reservation_payment(game.but(theta=game.theta + 1)) < reservation_payment(game),
    )


def _initiation(game, brute, n_offers, seed):
    dagger = similarity_initiation(game)
    yield _check(
        "cutoffs_order",
        "the coalition's cutoff is higher exactly above beta-dagger",
        np.abs(game.beta - dagger) * game.gain >= 1e-9,
        (cost_cutoff_coalition(game) > cost_cutoff_alone(game)) == (game.beta > dagger),
    )
    tempted = solve_by_search(_between_the_thresholds(game, seed), n_offers)
    yield _check(
        "hand_tying",
        "L tolerates the status quo between beta_AP and beta-dagger",
        tempted.coalition,
        tempted.outcome == STATUS_QUO,
    )
    without = solve_by_search(game.but(c_p=1e6), 2)
    yield _check(
        "partner_deters",
        "some leader who would initiate without a partner stays out because one is at hand",
        without.outcome == UNILATERAL,
        brute.outcome == STATUS_QUO,
    )
    yield _check(
        "partner_never_deters",
        "whoever would initiate without a partner also initiates with one at hand",
        without.outcome == UNILATERAL,
        brute.outcome != STATUS_QUO,
    )
    turn = turning_point(game)
    for name, win, cutoff in (
        ("alone", game.p_a, cost_cutoff_alone),
        ("coalition", game.p_ap, cost_cutoff_coalition),
    ):
        higher = cutoff(game.but(theta=game.theta + 1e-4, domain="open"))
        lower = cutoff(game.but(theta=game.theta - 1e-4, domain="open"))
        clear = np.abs(win - turn) > 1e-3
        yield _check(
            f"turning_{name}",
            f"the cutoff ({name}) falls in theta above p-dagger and rises below",
            clear,
            (higher < lower) == (win > turn),
        )
        yield _check(
            f"turning_{name}_prose",
            f"security encourages a crisis ({name}) when success is likely (above p-dagger)",
            clear & (win > turn),
            higher > lower,
        )


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
        for axis, values, statement, bad in (
            ("beta", np.linspace(-3, 3, 61), "never falls in similarity", ("falls", "both")),
            ("theta", _THETAS, "never rises in security through theta", ("rises", "both")),
            ("omega", _THETAS, "never falls in omega (insecurity)", ("falls", "both")),
        ):
            moves = pd.concat(
                direction_of_probability(game, axis, values, ceiling, formula)
                for ceiling in _COST_CEILINGS
            )
            yield _check(
                f"{axis}_{formula}",
                f"Pr(C|crisis), {formula} reading, {statement} where it moves at all",
                moves.isin(["rises", "falls", "both"]),
                ~moves.isin(bad),
            )


def _variance(seed, n):
    rng = np.random.default_rng(seed)
    game = GameParameters(
        theta=_THETAS, omega=10, resources=0.5, p_a=0.5, p_ap=0.75, c_p=0.2, c_a=0.2, q=0.3
    )
    pools = zip(rng.normal(-0.35, 0.3, n), rng.uniform(0.05, 0.5, n), strict=True)
    similarities = [Similarity(float(mean), float(sd)) for mean, sd in pools]
    spreads = [outcome_spread(game, similarity) for similarity in similarities]
    likely = [variance_condition(similarity, game) for similarity in similarities]
    condition = "where the median partner lies above beta_AP at every theta"
    variance = "the variance of the outcome rises in theta"
    rises = [variance_rises_with_security(spread) for spread in spreads]
    yield _check("variance_as_stated", variance, True, rises)
    yield _check("variance_conditional", f"{variance} {condition}", likely, rises)
    yield _check(
        "misses_forecasting_coalition",
        "misses of an unconditional forecast of a coalition rise in theta",
        True,
        [(np.diff(spread["misses_forecasting_coalition"]) >= 0).all() for spread in spreads],
    )
    misses = "misses of the better unconditional forecast rise in theta"
    rises = [(np.diff(spread["misses_best_forecast"]) >= -1e-15).all() for spread in spreads]
    yield _check("misses_best_forecast", misses, True, rises)
    yield _check("misses_best_conditional", f"{misses} {condition}", likely, rises)


def _latent(game):
    secure = game.but(theta=game.theta + 1)
    yield _check(
        "latent_spread",
        "a constant shock to L's gain spreads less, in units of beta, for the insecure",
        True,
        latent_scale(secure) <= latent_scale(game),
    )
    dearer, secure_dearer = (g.but(c_a=game.c_a + 0.1) for g in (game, secure))
    spread = formation_threshold(dearer) - formation_threshold(game)
    yield _check(
        "cost_spread",
        "random crisis costs spread beta_AP less for the insecure",
        True,
        spread < formation_threshold(secure_dearer) - formation_threshold(secure),
    )


def _footnote_4(game, n_offers):
    closer = game.but(beta=game.beta + 0.2)
    insecure = game.but(theta=np.maximum(2.0, game.theta - 3))
    similarity = "similar partners stay acceptable when they become more similar"
    for key, rule, forms, price in (
        ("prize_shared", OUT_OF_PRIZE, forms_out_of_prize, required_payment),
        ("prize_weighted", OUT_OF_PRIZE_WEIGHTED, forms_out_of_prize_weighted, weighted_payment),
    ):
        step = game.p_ap / (n_offers - 1) * (1 + 1e-9)
        slack = np.minimum(reservation_payment(game), game.p_ap) - price(game)
        yield _check(
            f"{key}_solvers",
            f"closed form and brute force agree ({rule.name})",
            np.abs(slack) > step,  # elsewhere the grid decides
            solve_by_search(game, n_offers, rule).coalition == forms(game),
        )
        yield _check(f"{key}_similarity", f"{similarity} ({rule.name})", forms(game), forms(closer))
        yield _check(
            f"{key}_security",
            f"acceptable partners stay acceptable to a less secure L, c_A < S + p_A ({rule.name})",
            forms(game) & (game.c_a < game.resources + game.p_a),
            forms(insecure),
        )
    yield _check(
        "prize_weighted_similarity_conditional",
        f"{similarity}, c_P at most the military gain ({OUT_OF_PRIZE_WEIGHTED.name})",
        forms_out_of_prize_weighted(game) & (game.c_p <= game.gain),
        forms_out_of_prize_weighted(closer),
    )
