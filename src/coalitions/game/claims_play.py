"""Claims about the record, payments, the equilibrium and Propositions 1 to 4."""

import numpy as np

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.claim_registry import Finding, by_checks, by_derivation, claim
from coalitions.game.equilibrium import (
    formation_threshold,
    required_payment,
)
from coalitions.game.parameters import FIGURE_1, FIGURE_2
from coalitions.game.sampling import draw_games
from coalitions.game.selection import coalition_given_crisis
from coalitions.game.verdicts import (
    CONDITIONAL,
    NOT_REPRODUCED,
    REPRODUCED,
    count,
    judge,
)

by_checks(
    "theory_security_record",
    ("security_rises_in_theta", "security_falls_in_omega"),
    reason="equation (1) on a grid of records",
)
by_checks(
    "theory_stakes_fall",
    ("stakes_theta", "stakes_omega"),
    reason="the difference is 1/(theta + omega + 1)",
)
by_checks(
    "theory_survives_defeat",
    ("loss_theta", "loss_omega"),
    ("loss_omega", "loss_proportional"),
    reason="in omega, or when both elements grow in proportion; in theta alone only where "
    "theta^2 > omega (omega + 1)",
)
by_checks(
    "theory_gains_less_from_success",
    ("reward_theta", "reward_omega"),
    ("reward_theta", "reward_proportional"),
    reason="in theta, or when both elements grow in proportion; in omega alone only where "
    "omega^2 > theta (theta + 1)",
)


@claim("theory_partner_payoff_text")
def _(_):
    game = FIGURE_2
    text = max(0.0, game.c_p - game.p_ap + game.p_a * game.beta)
    display = float(required_payment(game))
    return Finding(
        f"with Figure 2's parameters the running text's payoff asks for a payment of {text:.3f}, "
        f"the displayed one for {display:.3f}",
        REPRODUCED if np.isclose(text, display) else NOT_REPRODUCED,
        "the running text leaves beta out of P's payoff in a coalition; only the displayed payoff "
        "leads to inequality (2)",
    )


by_checks("theory_acceptance", ("solvers_agree",), reason="backward induction on a grid of offers")
by_checks("theory_price_moves", ("price_of_cost_and_similarity",), reason="while a payment is due")


@claim("theory_price_of_power")
def _(evidence):
    at_ceiling = float(required_payment(FIGURE_2.but(beta=5.0)))
    interior = judge(evidence.checks, ("price_of_power",)) == REPRODUCED
    return Finding(
        f"while a payment is due: {count(evidence.checks, 'price_of_power')}; at beta = 5 with "
        f"Figure 2's parameters the payment is {at_ceiling:g} and does not move",
        CONDITIONAL if interior else NOT_REPRODUCED,
        "only where c_P exceeds beta (p_AP - p_A), so that the maximum in (2) is not zero",
    )


by_checks(
    "theory_strong_partners_cheaper",
    ("power_cheaper_positive",),
    reason="for beta > 0, as stated; for beta < 0 the reverse",
)
by_checks(
    "theory_equilibrium_path", ("solvers_agree",), reason="two solvers that share only payoffs"
)
by_checks(
    "theory_equilibrium_unique",
    ("one_best_action",),
    ("rejection_cost_unique", "rejection_cost_outcome"),
    reason="unique path; strategies unique only if a rejected proposal costs L something, since "
    "otherwise it pays the same as acting alone",
)


@claim("theory_floor_needed")
def _(evidence):
    row = evidence.checks.set_index("key").loc["floor_binds"]
    none_forms = row["exceptions"] == row["cases"] > 0
    return Finding(
        f"between beta_AP and the floor no coalition forms in {row['exceptions']:,} of "
        f"{row['cases']:,} games",
        REPRODUCED if none_forms else NOT_REPRODUCED,
        "the floor is (c_P - S)/(p_AP - p_A); below it every acceptable offer exceeds S and L acts "
        "alone",
    )


by_derivation("theory_constraint_formula", "proposition_1", "inequality (3) from the payoffs")
by_checks("theory_similar_partners", ("similar_partners",), reason="brute force, beta raised")
by_checks(
    "theory_proposition_2",
    ("security_as_stated",),
    ("security_conditional",),
    reason="needs c_A < S + p_A",
)
by_checks(
    "theory_insecure_pay_more",
    ("insecure_pay_more_same_partner",),
    ("insecure_willing_to_pay",),
    reason="an insecure leader would pay more, so it also takes dearer partners; any one partner "
    "gets the same payment whatever theta, because P's price does not depend on it",
)
by_checks(
    "theory_limit_is_sufficient",
    ("limit_as_stated",),
    ("limit_conditional",),
    reason="needs S >= p_AP - p_A and c_A < S + p_A",
)
by_checks(
    "theory_selectivity",
    ("security_as_stated",),
    ("security_conditional",),
    reason="the range of acceptable beta widens as theta falls where c_A < S + p_A and the floor "
    "does not bind",
)


by_checks(
    "theory_fewer_misses",
    ("misses_forecasting_coalition", "misses_best_forecast"),
    ("misses_forecasting_coalition", "misses_best_conditional"),
    reason="a forecast that is always a coalition misses less often when theta is low; the better "
    "forecast does so only if the median partner lies above beta_AP at every theta",
)
by_checks(
    "theory_even_split",
    ("variance_as_stated",),
    ("variance_conditional",),
    reason="the two outcomes become more evenly likely as theta rises only from above one half",
)


@claim("theory_flat_at_high_security")
def _(_):
    theta = 10.0 ** np.arange(1, 7)
    slope = np.diff(formation_threshold(FIGURE_1.but(theta=np.sort([*theta, *(theta + 1)]))))[::2]
    falling = (np.diff(slope) < 0).all() and slope[-1] < 1e-9
    return Finding(
        f"one more favorable element moves beta_AP by {slope[0]:.1e} at theta = 10 and by "
        f"{slope[-1]:.1e} at theta = 1,000,000",
        REPRODUCED if falling else NOT_REPRODUCED,
        "the partial is (S + p_A - c_A)/(p_AP + theta)^2",
    )


by_checks("theory_proposition_3", ("cutoffs_order",), reason="as algebra of the cutoffs")
by_checks(
    "theory_hand_tying",
    ("hand_tying",),
    reason="the interval is empty unless c_A is below the cutoff for acting alone; then L "
    "initiates, because it prefers the coalition to acting alone and that to the status quo",
)


@claim("theory_partner_and_initiation")
def _(evidence):
    game = draw_games(int(evidence.checks["cases"].max()), 1)
    with_partner = solve_by_search(game, 301).outcome > 0
    without = solve_by_search(game.but(c_p=1e6), 2).outcome > 0
    added, lost = int((with_partner & ~without).sum()), int((without & ~with_partner).sum())
    return Finding(
        f"a potential partner adds a crisis in {added:,} and prevents one in {lost:,} of "
        f"{game.shape[0]:,} games",
        NOT_REPRODUCED if lost == 0 else REPRODUCED,
        "the cutoffs can be ordered either way, but in play an available partner never makes L "
        "less willing to initiate: one leader makes both choices",
    )


by_checks("theory_proposition_4_alone", ("turning_alone",), reason="p-dagger made explicit")
by_checks(
    "theory_proposition_4_coalition", ("turning_coalition",), reason="the same p-dagger in p_AP"
)
by_checks(
    "theory_proposition_4_prose",
    ("turning_alone_prose", "turning_coalition_prose"),
    reason="the sentence has the sign of Proposition 4 reversed",
)
by_derivation(
    "theory_formation_cutoff", "equation_4", "inequality (3) solved for c_A is one of them"
)


@claim("theory_equation_4")
def _(evidence):
    game = draw_games(int(evidence.checks["cases"].max()), 2)
    game = game.but(q=0.6 * game.q, beta=game.beta - 0.5)
    printed = coalition_given_crisis(game, 0.6, "printed")
    one_draw = coalition_given_crisis(game, 0.6, "game")
    both = printed.defined & one_draw.defined
    gap = np.abs(printed.value - one_draw.value)[both]
    return Finding(
        f"equation (4) differs from equilibrium play by more than 0.01 in "
        f"{(gap > 0.01).mean():.0%} of {both.sum():,} games with crises, by up to {gap.max():.2f}",
        REPRODUCED if gap.max() < 1e-6 else NOT_REPRODUCED,
        "Pr(crisis|C) is the probability of c_A < c_A^AP given c_A < c_A-dagger; the formula drops "
        "the condition, as if formation and initiation had separate draws of the cost, and leaves "
        "out the budget",
    )
