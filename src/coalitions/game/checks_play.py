"""Checks of payments, formation and initiation against brute force."""

import numpy as np

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.check import Check, check
from coalitions.game.comparison import compare
from coalitions.game.equilibrium import (
    COALITION,
    STATUS_QUO,
    UNILATERAL,
    cost_cutoff_alone,
    cost_cutoff_coalition,
    formation_limit,
    formation_threshold,
    required_payment,
    reservation_payment,
    similarity_floor,
    similarity_initiation,
    turning_point,
)
from coalitions.game.parameters import GameParameters


def _solvers(game, n_offers):
    table = compare(game, n_offers)
    unexplained = ~table["agree"] & (table["margin"] > table["step"] * (1 + 1e-9))
    yield Check(
        "solvers_agree",
        "closed form and brute force play the same, but for the resolution of the grid",
        len(table),
        int(unexplained.sum()),
    )
    brute = solve_by_search(game, n_offers)
    alone = brute.outcome == UNILATERAL
    yield check(
        "one_best_action",
        "acting alone is the only best action where L initiates and acts alone",
        alone,
        brute.tied_actions == 1,
    )
    costly = solve_by_search(game, n_offers, rejection_cost=0.01)
    yield check(
        "rejection_cost_outcome",
        "a cost of being rejected changes neither outcome nor offer",
        True,
        (brute.outcome == costly.outcome) & (brute.offer == costly.offer),
    )
    yield check(
        "rejection_cost_unique",
        "with a cost of being rejected the best action is unique",
        alone,
        costly.tied_actions == 1,
    )


def _formation(game, n_offers):
    forms = solve_by_search(game, n_offers).coalition
    floor, threshold, limit = (
        similarity_floor(game),
        formation_threshold(game),
        formation_limit(game),
    )
    yield check(
        "floor_binds",
        "a coalition forms above beta_AP even below the floor on beta",
        (game.beta > threshold) & (game.beta < floor),
        forms,
    )
    at_stake = game.c_a < game.resources + game.p_a
    step = game.resources / (n_offers - 1) / game.gain
    above = game.beta > limit + step
    yield check(
        "limit_as_stated", "every partner above the limit beta-hat is taken on", above, forms
    )
    yield check(
        "limit_conditional",
        "every partner above the limit beta-hat is taken on where S is at least the military gain "
        "and c_A < S + p_A",
        above & (game.resources >= game.gain) & at_stake,
        forms,
    )
    more_secure = formation_threshold(game.but(theta=game.theta + 1)) > threshold
    yield check("security_as_stated", "beta_AP rises in theta at every c_A", True, more_secure)
    yield check(
        "security_conditional", "beta_AP rises in theta where c_A < S + p_A", at_stake, more_secure
    )
    closer = game.but(beta=game.beta + 0.5)
    yield check(
        "similar_partners",
        "a partner that is taken on is taken on when it is more similar",
        forms,
        solve_by_search(closer, n_offers).coalition,
    )


def _security_on_path(game, n_offers):
    brute = solve_by_search(game, n_offers)
    at_stake = game.c_a < game.resources + game.p_a
    yield check(
        "path_alone",
        "c_A < S + p_A in every crisis fought alone",
        brute.outcome == UNILATERAL,
        at_stake,
    )
    yield check(
        "path_coalition",
        "c_A < S + p_A in every crisis fought as a coalition",
        brute.outcome == COALITION,
        at_stake,
    )


def _payments(game, n_offers):
    payment = required_payment(game)
    stronger = game.but(p_ap=game.p_ap + 0.5 * (1 - game.p_ap))
    change = required_payment(stronger) - payment
    rises = stronger.p_ap > game.p_ap
    due = (payment > 0) & (required_payment(stronger) > 0) & rises
    expected = -game.beta * (stronger.p_ap - game.p_ap)
    yield check(
        "price_of_power",
        "while a payment is due it changes with military gain at the rate -beta",
        due,
        np.isclose(change, expected, atol=1e-12),
    )
    yield check(
        "power_cheaper_positive",
        "stronger partners cost less when beta > 0",
        due & (game.beta > 0),
        change < 0,
    )
    yield check(
        "power_cheaper_negative",
        "stronger partners cost less when beta < 0",
        due & (game.beta < 0),
        change < 0,
    )
    dearer = required_payment(game.but(c_p=game.c_p * 1.1))
    closer = required_payment(game.but(beta=game.beta + 0.1))
    yield check(
        "price_of_cost_and_similarity",
        "a due payment rises in c_P and falls in beta",
        (payment > 0) & (game.gain > 0),
        (dearer > payment) & (closer < payment),
    )
    brute = solve_by_search(game, n_offers)
    insecure = solve_by_search(game.but(theta=np.full(game.shape, 2.0)), n_offers)
    both = brute.coalition & insecure.coalition
    yield check(
        "insecure_pay_more_same_partner",
        "the payment to one and the same partner is higher at theta = 2 than at a higher theta",
        both & (game.theta > 2) & (brute.offer > 0),
        insecure.offer > brute.offer,
    )
    most = reservation_payment(game)
    yield check(
        "insecure_willing_to_pay",
        "the most L would pay falls in theta where c_A < S + p_A",
        game.c_a < game.resources + game.p_a,
        reservation_payment(game.but(theta=game.theta + 1)) < most,
    )


def _initiation(game, n_offers, seed):
    alone, together = cost_cutoff_alone(game), cost_cutoff_coalition(game)
    dagger = similarity_initiation(game)
    close = np.abs(game.beta - dagger) * game.gain < 1e-9
    yield check(
        "cutoffs_order",
        "the coalition's cutoff is higher exactly above beta-dagger",
        ~close,
        (together > alone) == (game.beta > dagger),
    )
    between = _between_the_thresholds(game, seed)
    tempted = solve_by_search(between, n_offers)
    yield check(
        "hand_tying",
        "L tolerates the status quo between beta_AP and beta-dagger",
        tempted.coalition,
        tempted.outcome == STATUS_QUO,
    )
    brute = solve_by_search(game, n_offers)
    without = solve_by_search(game.but(c_p=1e6), 2)
    yield check(
        "partner_deters",
        "some leader who would initiate without a partner stays out because one is at hand",
        without.outcome == UNILATERAL,
        brute.outcome == STATUS_QUO,
    )
    yield check(
        "partner_never_deters",
        "whoever would initiate without a partner also initiates with one at hand",
        without.outcome == UNILATERAL,
        brute.outcome != STATUS_QUO,
    )
    turn = turning_point(game.theta, game.omega)
    for name, win, cutoff in (
        ("alone", game.p_a, cost_cutoff_alone),
        ("coalition", game.p_ap, cost_cutoff_coalition),
    ):
        higher = cutoff(game.but(theta=game.theta + 1e-4, domain="open"))
        lower = cutoff(game.but(theta=game.theta - 1e-4, domain="open"))
        clear = np.abs(win - turn) > 1e-3
        yield check(
            f"turning_{name}",
            f"the cutoff ({name}) falls in theta above p-dagger and rises below",
            clear,
            (higher < lower) == (win > turn),
        )
        yield check(
            f"turning_{name}_prose",
            f"security encourages a crisis ({name}) when success is likely (above p-dagger)",
            clear & (win > turn),
            higher > lower,
        )


def _between_the_thresholds(game, seed):
    # Costs below the cutoff for acting alone are the only ones at which the interval exists.
    cutoff = cost_cutoff_alone(game)
    rng = np.random.default_rng(seed)
    low_cost = game.but(c_a=rng.uniform(0.01, 1.0, game.shape) * np.maximum(cutoff, 1e-6))
    low, high = formation_threshold(low_cost), similarity_initiation(low_cost)
    chosen = low_cost.but(beta=low + rng.random(game.shape) * (high - low))
    exists = (cutoff > 0) & (high > low)
    names = ("theta", "omega", "resources", "p_a", "p_ap", "c_p", "q", "beta", "c_a")
    return GameParameters(**{name: getattr(chosen, name)[exists] for name in names})


def play_checks(game: GameParameters, n_offers: int, seed: int):
    """Check everything up to Proposition 4.

    Parameters
    ----------
    game : GameParameters
        Games of shape ``(n,)``; needs ``beta`` and ``c_a``.
    n_offers : int
        Offers on the grid of the brute force.
    seed : int
        Seed of the draws between the thresholds of Proposition 3.

    Yields
    ------
    Check
        One per statement.
    """
    yield from _solvers(game, n_offers)
    yield from _formation(game, n_offers)
    yield from _security_on_path(game, n_offers)
    yield from _payments(game, n_offers)
    yield from _initiation(game, n_offers, seed)
