"""Claims about Figures 1 and 2 and their footnotes."""

import numpy as np

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.claim_registry import Finding, claim
from coalitions.game.equilibrium import (
    formation_limit,
    formation_threshold,
    required_payment,
    similarity_ceiling,
    similarity_floor,
)
from coalitions.game.figure_panels import (
    INTEGER_THETA,
    REAL_THETA,
    as_described,
    figure_2_panels,
)
from coalitions.game.figure_readings import security_effect_over_power
from coalitions.game.figure_search import (
    FIGURE_1_THETAS,
    best_change,
    smallest_changes,
    smallest_changes_figure_1,
)
from coalitions.game.parameters import FIGURE_1, FIGURE_2, SYMBOLS
from coalitions.game.payoffs import survival_status_quo
from coalitions.game.verdicts import (
    NOT_REPRODUCED,
    REPRODUCED,
)

_POWER = np.linspace(0.05, 0.95, 37)


def _value(claim_id, name, compute, printed):
    def judge_one(_):
        value = float(compute(FIGURE_1))
        same = np.isclose(value, printed, atol=5e-4)
        return Finding(
            f"{name} = {value:.4f}; printed {printed:.4f}",
            REPRODUCED if same else NOT_REPRODUCED,
            "computed from the parameters of footnote 7"
            + ("" if same else "; the printed value has the opposite sign"),
        )

    claim(claim_id)(judge_one)


_value("theory_figure_1_limit", "beta-hat", formation_limit, 1 / 3)
_value("theory_figure_1_floor", "the floor on beta", similarity_floor, -5 / 6)
_value("theory_figure_1_ceiling", "the ceiling on beta", similarity_ceiling, 4 / 3)


@claim("theory_figure_1_shape")
def _(_):
    curve = formation_threshold(FIGURE_1.but(theta=FIGURE_1_THETAS))
    at_2, at_4 = (float(formation_threshold(FIGURE_1.but(theta=t))) for t in (2, 4))
    limit = float(formation_limit(FIGURE_1))
    rising = (np.diff(curve) > 0).all() and curve.max() < limit and curve.min() > 0.25
    return Finding(
        f"the constraint rises from {curve[0]:.4f} at theta = 1 towards {limit:.4f} inside the "
        f"printed window; any beta in ({at_2:.4f}, {at_4:.4f}] is above it at theta = 2 and not at "
        "theta = 4",
        REPRODUCED if rising and at_2 < at_4 else NOT_REPRODUCED,
        "the curve alone; see the claim on the shaded region",
    )


@claim("theory_figure_1_region")
def _(_):
    beta = np.linspace(0.25, 1 / 3, 60)[:, None]
    drawn = FIGURE_1.but(theta=FIGURE_1_THETAS[None, ::10], beta=beta)
    shaded = drawn.beta > formation_threshold(drawn)
    forms = solve_by_search(drawn).coalition
    payment = np.broadcast_to(required_payment(drawn), drawn.shape)
    parameter, needed = best_change(smallest_changes_figure_1())
    return Finding(
        f"with the printed parameters coalitions form at {forms[shaded].mean():.0%} of the shaded "
        f"points: the payment is at least {payment[shaded].min():.3f} and S is "
        f"{FIGURE_1.resources}",
        REPRODUCED if forms[shaded].all() else NOT_REPRODUCED,
        f"the smallest change of one parameter that makes the shaded region an equilibrium is "
        f"{SYMBOLS[parameter]} from {getattr(FIGURE_1, parameter):g} to {needed:g}",
    )


@claim("theory_points_probability")
def _(_):
    thresholds = [float(formation_threshold(FIGURE_1.but(theta=t))) for t in (2, 4)]
    less = thresholds[0] > thresholds[1]
    return Finding(
        f"the thresholds are {thresholds[0]:.4f} at A and {thresholds[1]:.4f} at B, so under any "
        "distribution of beta the probability at A is the larger one or equal",
        REPRODUCED if less else NOT_REPRODUCED,
        "the inequality is printed the wrong way round; the argument after it uses the right one",
    )


def _panel(claim_id, side, words):
    def judge_one(_):
        panels = figure_2_panels()
        shape = as_described(panels).iloc[0]
        values = getattr(panels, side)[0][getattr(panels, f"{side}_defined")[0]]
        parameter, needed = best_change(smallest_changes())
        good = bool(shape[side])
        remedy = (
            "the smallest change of one parameter that gives both panels is "
            f"{SYMBOLS[parameter]} from {getattr(FIGURE_2, parameter):g} to {needed:g}"
        )
        return Finding(
            f"with the printed parameters the probability {words} goes from {values[0]:.2f} to "
            f"{values[-1]:.2f} and is 1 at {(values > 1 - 1e-9).mean():.0%} of the points with "
            "crises",
            REPRODUCED if good else NOT_REPRODUCED,
            "evaluated as printed, theta fixed at 0.5" if good else remedy,
        )

    claim(claim_id)(judge_one)


_panel("theory_figure_2_left", "left", "over similarity (-1.5 to 1.5)")
_panel("theory_figure_2_right", "right", "over sigma(q)")


@claim("theory_figure_2_domain")
def _(_):
    fixed = float(FIGURE_2.theta)
    shape = as_described(figure_2_panels(domain=INTEGER_THETA)).iloc[0]
    parameter, needed = best_change(smallest_changes(domain=INTEGER_THETA))
    inside = fixed > 1 and fixed.is_integer()
    return Finding(
        f"the figure fixes theta at {fixed:g}; with integers from two up both panels are flat "
        f"(changes {shape['left_change']:.2f} and {shape['right_change']:.2f})",
        REPRODUCED if inside else NOT_REPRODUCED,
        f"theta is defined as an integer greater than one; on that domain {SYMBOLS[parameter]} = "
        f"{needed:g} gives both panels",
    )


@claim("theory_figure_2_robust")
def _(_):
    real, whole = (
        security_effect_over_power(_POWER, domain=domain)["direction"].value_counts()
        for domain in (REAL_THETA, INTEGER_THETA)
    )
    wrong = real.get("rises somewhere", 0) + whole.get("rises somewhere", 0)
    found = "; ".join(
        f"{name}: " + ", ".join(f"{direction} at {n}" for direction, n in tally.items())
        for name, tally in (("real theta", real), ("integer theta", whole))
    )
    return Finding(
        f"over {real.sum()} pairs p_A < p_AP, how the probability moves with sigma(q): {found}",
        REPRODUCED if real.get("falls", 0) == real.sum() else NOT_REPRODUCED,
        f"at the printed beta the probability is flat for most pairs and rises for {wrong}",
    )


@claim("theory_figure_2_axis")
def _(_):
    thetas = np.asarray(REAL_THETA.thetas)
    rising = (np.diff(survival_status_quo(thetas, FIGURE_2.omega)) > 0).all()
    return Finding(
        f"sigma(q) rises strictly in theta from {survival_status_quo(thetas[0], 10):.3f} to "
        f"{survival_status_quo(thetas[-1], 10):.3f}"
        if rising
        else "sigma(q) does not rise in theta",
        REPRODUCED if rising else NOT_REPRODUCED,
        "a curve falls over sigma(q) exactly where it falls over theta",
    )
