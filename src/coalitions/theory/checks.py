"""Numerical checks of every result over random games; brute force wherever it can decide."""

from dataclasses import astuple, dataclass, fields

import numpy as np
import pandas as pd

from coalitions.theory.backward_induction import solve_by_search
from coalitions.theory.comparison import compare
from coalitions.theory.equilibrium import (
    COALITION,
    STATUS_QUO,
    UNILATERAL,
    cost_cutoff_alone,
    cost_cutoff_coalition,
    formation_limit,
    formation_threshold,
    required_payment,
    similarity_floor,
    similarity_initiation,
    turning_point,
)
from coalitions.theory.hypotheses import (
    Similarity,
    direction_of_probability,
    latent_scale,
    outcome_spread,
    variance_condition,
    variance_rises_with_security,
)
from coalitions.theory.parameters import GameParameters
from coalitions.theory.payoffs import OUT_OF_PRIZE, OUT_OF_PRIZE_WEIGHTED
from coalitions.theory.sampling import draw_games
from coalitions.theory.variants import (
    forms_out_of_prize,
    forms_out_of_prize_weighted,
    weighted_payment,
)

_COST_CEILINGS = (0.6, 2.0)
_THETAS = np.arange(2.0, 31.0)


@dataclass(frozen=True)
class Check:
    """How often a statement holds.

    Parameters
    ----------
    key : str
        Short name.
    statement : str
        What is checked, as a statement that may be false.
    cases : int
        Games in which the statement says something.
    exceptions : int
        Games among them in which it is false.
    """

    key: str
    statement: str
    cases: int
    exceptions: int

    @property
    def holds(self) -> bool:
        """Whether there were cases and none of them was an exception."""
        return self.cases > 0 and self.exceptions == 0


def _check(key, statement, applies, true):
    applies = np.broadcast_to(applies, np.shape(true)) if np.ndim(applies) == 0 else applies
    return Check(key, statement, int(np.sum(applies)), int(np.sum(applies & ~np.asarray(true))))


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


def _formation(game, n_offers):
    forms = solve_by_search(game, n_offers).coalition
    floor, threshold, limit = (
        similarity_floor(game),
        formation_threshold(game),
        formation_limit(game),
    )
    yield _check(
        "floor_binds",
        "a coalition forms above beta_AP even below the floor on beta",
        (game.beta > threshold) & (game.beta < floor),
        forms,
    )
    at_stake = game.c_a < game.resources + game.p_a
    step = game.resources / (n_offers - 1) / game.gain
    above = game.beta > limit + step
    yield _check(
        "limit_as_stated", "every partner above the limit beta-hat is taken on", above, forms
    )
    yield _check(
        "limit_conditional",
        "the same where S is at least the military gain and c_A < S + p_A",
        above & (game.resources >= game.gain) & at_stake,
        forms,
    )
    more_secure = formation_threshold(game.but(theta=game.theta + 1)) > threshold
    yield _check("security_as_stated", "beta_AP rises in theta at every c_A", True, more_secure)
    yield _check(
        "security_conditional", "beta_AP rises in theta where c_A < S + p_A", at_stake, more_secure
    )
    closer = game.but(beta=game.beta + 0.5)
    yield _check(
        "similar_partners",
        "a partner that is taken on is taken on when it is more similar",
        forms,
        solve_by_search(closer, n_offers).coalition,
    )


def _security_on_path(game, n_offers):
    brute = solve_by_search(game, n_offers)
    at_stake = game.c_a < game.resources + game.p_a
    yield _check(
        "path_alone",
        "c_A < S + p_A in every crisis fought alone",
        brute.outcome == UNILATERAL,
        at_stake,
    )
    yield _check(
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
    yield _check(
        "price_of_power",
        "while a payment is due it changes with military gain at the rate -beta",
        due,
        np.isclose(change, expected, atol=1e-12),
    )
    yield _check(
        "power_cheaper_positive",
        "stronger partners cost less when beta > 0",
        due & (game.beta > 0),
        change < 0,
    )
    yield _check(
        "power_cheaper_negative",
        "stronger partners cost less when beta < 0",
        due & (game.beta < 0),
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
    brute = solve_by_search(game, n_offers)
    insecure = solve_by_search(game.but(theta=np.full(game.shape, 2.0)), n_offers)
    both = brute.coalition & insecure.coalition
    yield _check(
        "insecure_pay_more_same_partner",
        "the payment to one and the same partner is higher at theta = 2 than at a higher theta",
        both & (game.theta > 2) & (brute.offer > 0),
        insecure.offer > brute.offer,
    )
    most = _reservation(game)
    yield _check(
        "insecure_willing_to_pay",
        "the most L would pay falls in theta where c_A < S + p_A",
        game.c_a < game.resources + game.p_a,
        _reservation(game.but(theta=game.theta + 1)) < most,
    )


def _reservation(game):
    # The payment at which L is indifferent; it follows from beta_AP by way of P's price.
    return game.c_p - formation_threshold(game) * game.gain


def _initiation(game, n_offers, seed):
    alone, together = cost_cutoff_alone(game), cost_cutoff_coalition(game)
    dagger = similarity_initiation(game)
    close = np.abs(game.beta - dagger) * game.gain < 1e-9
    yield _check(
        "cutoffs_order",
        "the coalition's cutoff is higher exactly above beta-dagger",
        ~close,
        (together > alone) == (game.beta > dagger),
    )
    between = _between_the_thresholds(game, seed)
    tempted = solve_by_search(between, n_offers)
    yield _check(
        "hand_tying",
        "L tolerates the status quo between beta_AP and beta-dagger",
        tempted.coalition,
        tempted.outcome == STATUS_QUO,
    )
    brute = solve_by_search(game, n_offers)
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
    turn = turning_point(game.theta, game.omega)
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
            yield _check(
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
    yield _check("variance_as_stated", "the variance of the outcome rises in theta", True, holds)
    yield _check(
        "variance_conditional",
        "the same where the median partner lies above beta_AP at every theta",
        median_above,
        holds,
    )
    yield _check(
        "misses_forecasting_coalition",
        "misses of an unconditional forecast of a coalition rise in theta",
        True,
        np.array(coalition_rises),
    )
    yield _check(
        "misses_best_forecast",
        "misses of the better unconditional forecast rise in theta",
        True,
        np.array(best),
    )
    yield _check(
        "misses_best_conditional",
        "the same where the median partner lies above beta_AP at every theta",
        median_above,
        np.array(best),
    )


def _latent(game):
    steeper = latent_scale(game.but(theta=game.theta + 1)) > latent_scale(game)
    yield _check(
        "latent_spread",
        "a constant shock to L's gain spreads less, in units of beta, for the insecure",
        True,
        ~steeper,
    )
    interest = np.abs(game.resources + game.p_a - game.c_a)
    spread_by_cost = 1 / (game.p_ap + game.theta)
    yield _check(
        "cost_spread",
        "random crisis costs spread beta_AP less for the insecure",
        interest > 0,
        1 / (game.p_ap + game.theta + 1) > spread_by_cost,
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
        slack = np.minimum(_reservation(game), game.p_ap) - price(game)
        settled = np.abs(slack) > step  # elsewhere the grid decides
        yield _check(
            f"{key}_solvers",
            f"closed form and brute force agree ({rule.name})",
            settled,
            brute == forms(game),
        )
        closer = game.but(beta=game.beta + 0.2)
        yield _check(
            f"{key}_similarity",
            f"similar partners stay acceptable when they become more similar ({rule.name})",
            forms(game),
            forms(closer),
        )
        insecure = game.but(theta=np.maximum(2.0, game.theta - 3))
        yield _check(
            f"{key}_security",
            f"acceptable partners stay acceptable to a less secure L, c_A < S + p_A ({rule.name})",
            forms(game) & (game.c_a < game.resources + game.p_a),
            forms(insecure),
        )
    cheap = game.c_p <= game.gain
    yield _check(
        "prize_weighted_similarity_conditional",
        f"the same where c_P is at most the military gain ({OUT_OF_PRIZE_WEIGHTED.name})",
        forms_out_of_prize_weighted(game) & cheap,
        forms_out_of_prize_weighted(game.but(beta=game.beta + 0.2)),
    )


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
    some = draw_games(max(10, n_games // 10), seed + 1)
    checks = [
        *_solvers(game, n_offers),
        *_formation(game, n_offers),
        *_security_on_path(game, n_offers),
        *_payments(game, n_offers),
        *_initiation(game, n_offers, seed + 5),
        *_selection(draw_games(max(10, n_games // 4), seed + 3), seed + 4),
        *_variance(seed + 2, max(10, n_games // 100)),
        *_latent(game),
        *_footnote_4(some, n_offers),
    ]
    table = pd.DataFrame([astuple(c) for c in checks], columns=[f.name for f in fields(Check)])
    table["share"] = table["exceptions"] / table["cases"].clip(lower=1)
    table["holds"] = [check.holds for check in checks]
    return table
