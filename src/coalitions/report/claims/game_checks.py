"""Checks of what the paper says of its model: by random games, by algebra, by its figures.

Those that return values judge one statement each; the words around the values stand in the claim.
"""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pandas as pd

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.equilibrium import (
    formation_limit,
    formation_threshold,
    required_payment,
    similarity_ceiling,
    similarity_floor,
)
from coalitions.game.implications import coalition_given_crisis
from coalitions.game.parameters import FIGURE_1, FIGURE_2, SYMBOLS, draw_games
from coalitions.game.payoffs import survival_status_quo
from coalitions.game.printed_figures import (
    FIGURE_1_THETAS,
    INTEGER_THETA,
    REAL_THETA,
    as_described,
    best_change,
    figure_2_panels,
    security_effect_over_power,
)
from coalitions.game.simulation import misled
from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import (
    CONDITIONAL,
    NOT_CHECKABLE,
    NOT_REPRODUCED,
    REPRODUCED,
    Judgement,
    bad_argument,
    check,
)

_POWER = np.linspace(0.05, 0.95, 37)
_FIGURE_1_VALUES: dict[str, Callable] = {
    "limit": formation_limit,
    "floor": similarity_floor,
    "ceiling": similarity_ceiling,
}


def keys_of(argument: str) -> tuple[list[str], list[str]]:
    """Split "a b | c d" into the checks of the statement as made and of it under a condition."""
    stated, _, conditional = argument.partition("|")
    return stated.split(), conditional.split()


def judge(checks: pd.DataFrame, argument: str) -> str:
    """Turn the outcome of checks of random games into a verdict.

    Parameters
    ----------
    checks : pandas.DataFrame
        From `coalitions.game.checks.run_checks`.
    argument : str
        Keys of the checks of the statement as the paper makes it; then, after a bar, those of the
        statement under an added condition.

    Returns
    -------
    str
        One of the verdicts.

    Raises
    ------
    DesignError
        When there is no such check, or none is named.
    """
    stated, conditional = keys_of(argument)
    holds = checks.set_index("key")["holds"]
    if not stated or not {*stated, *conditional} <= set(holds.index):
        raise bad_argument(argument, "keys of checks, then maybe a bar and keys of others")
    if holds[stated].all():
        return REPRODUCED
    return CONDITIONAL if conditional and holds[conditional].all() else NOT_REPRODUCED


@check("checks")
def checks_hold(evidence: Evidence, argument: str) -> Judgement:
    """Hold if random games show no exception. Argument: keys, then maybe a bar and other keys."""
    verdict = judge(evidence.checks, argument)
    stated, conditional = keys_of(argument)
    rows = evidence.checks.set_index("key").loc[list(dict.fromkeys([*stated, *conditional]))]
    return "; ".join(f"{row.statement}: {_count(row)}" for row in rows.itertuples()), verdict


@check()
def derivation_holds(evidence: Evidence, argument: str) -> Judgement:
    """Hold if SymPy verifies all identities of a derivation. Argument: its name."""
    from coalitions.game.derivations import DERIVATIONS  # SymPy takes a while to load

    if argument not in DERIVATIONS:
        raise bad_argument(argument, ", ".join(DERIVATIONS))
    steps = DERIVATIONS[argument].values()
    verified = [step.holds for step in steps if step.holds is not None]
    return f"{sum(verified)} of {len(verified)} identities verified symbolically", all(verified)


@check()
def not_computed(evidence: Evidence, argument: str) -> Judgement:
    """Judge nothing: the paper does not say what would have to be computed."""
    return {}, NOT_CHECKABLE


@check()
def same_payment_by_the_text(evidence: Evidence, argument: str) -> Judgement:
    """Hold if P's payoff in the running text asks for the payment of the displayed one."""
    text = max(0.0, FIGURE_2.c_p - FIGURE_2.p_ap + FIGURE_2.p_a * FIGURE_2.beta)
    display = required_payment(FIGURE_2)
    return {"text": text, "display": display}, np.isclose(text, display)


@check("checks")
def price_of_power(evidence: Evidence, argument: str) -> Judgement:
    """Hold under a condition if the payment moves with power at its rate while one is due."""
    row = evidence.checks.set_index("key").loc["price_of_power"]
    values = {"count": _count(row), "payment": required_payment(FIGURE_2.but(beta=5.0))}
    return values, CONDITIONAL if row["holds"] else NOT_REPRODUCED


@check("checks")
def no_coalition_below_the_floor(evidence: Evidence, argument: str) -> Judgement:
    """Hold if no coalition ever forms between beta_AP and the floor on beta."""
    row = evidence.checks.set_index("key").loc["floor_binds"]
    return row.to_dict(), row["exceptions"] == row["cases"] > 0


@check()
def constraint_flattens(evidence: Evidence, argument: str) -> Judgement:
    """Hold if ever more security moves the formation constraint ever less."""
    theta = 10.0 ** np.arange(1, 7)
    low, high = (formation_threshold(FIGURE_1.but(theta=t)) for t in (theta, theta + 1))
    slope = high - low
    flattens = (np.diff(slope) < 0).all() and slope[-1] < 1e-9
    return {"at_ten": slope[0], "at_a_million": slope[-1]}, flattens


@check("checks")
def partner_moves_initiation_both_ways(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a potential partner adds crises in some games and prevents some in others."""
    game = draw_games(int(evidence.checks["cases"].max()), 1)
    with_partner = solve_by_search(game, 301).outcome > 0
    without = solve_by_search(game.but(c_p=1e6), 2).outcome > 0
    lost = (without & ~with_partner).sum()
    values = {"added": (with_partner & ~without).sum(), "lost": lost, "games": without.size}
    return values, lost > 0


@check("checks")
def equation_4_is_equilibrium_play(evidence: Evidence, argument: str) -> Judgement:
    """Hold if equation (4) is the share of coalitions in play over one draw of the cost."""
    game = draw_games(int(evidence.checks["cases"].max()), 2)
    game = game.but(q=0.6 * game.q, beta=game.beta - 0.5)
    printed, one_draw = (coalition_given_crisis(game, 0.6, f) for f in ("printed", "game"))
    gap = np.abs(printed.value - one_draw.value)[printed.defined & one_draw.defined]
    values = {"share": (gap > 0.01).mean(), "games": gap.size, "largest": gap.max()}
    return values, gap.max() < 1e-6


@check("simulation")
def probit_misses_the_effect(evidence: Evidence, argument: str) -> Judgement:
    """Hold under a condition if the probit misses in some scenarios what the other model finds."""
    rows = misled(evidence.simulation)
    effects = rows[["insecure_minus_secure", "hetprobit.mean_effect.mean"]]
    remark = (
        "; there insecure leaders do form fewer coalitions, so the naive sign is that of the "
        "effect on the probability"
    )
    values = {
        "missed": len(rows),
        "scenarios": len(evidence.simulation),
        "listed": "; ".join(rows["scenario"] + ": " + rows["probit_finds"]) or "none",
        "remark": remark if len(rows) and (effects < 0).all(axis=None) else "",
    }
    return values, CONDITIONAL if len(rows) else NOT_REPRODUCED


@check("simulation")
def hetprobit_recovers_all_signs(evidence: Evidence, argument: str) -> Judgement:
    """Hold if all signs return in all scenarios; under a condition if where H3 is imposed only."""
    table = evidence.simulation.set_index("scenario")
    full = table.index[table["hetprobit_recovers"] == "H1 H2 H3"]
    gamma = table["hetprobit.lnsigma_insecurity_a.mean"]
    values = {"full": ", ".join(full) or "no scenario", **gamma[["even", "payoff_shock"]]}
    if set(full) == set(table.index):
        return values, REPRODUCED
    imposed = {name for name in table.index if name.startswith("imposed")}
    return values, CONDITIONAL if set(full) == imposed else NOT_REPRODUCED


@check()
def figure_1_value(evidence: Evidence, argument: str) -> Judgement:
    """Hold if footnote 7 prints a value as computed. Argument: limit, floor or ceiling; value."""
    words = argument.split()
    if len(words) != 2 or words[0] not in _FIGURE_1_VALUES:
        raise bad_argument(argument, "limit, floor or ceiling, then a fraction")
    value, printed = _FIGURE_1_VALUES[words[0]](FIGURE_1), float(Fraction(words[1]))
    return {"value": value, "printed": printed}, np.isclose(value, printed, atol=5e-4)


@check()
def figure_1_rises_between_a_and_b(evidence: Evidence, argument: str) -> Judgement:
    """Hold if the constraint rises inside the window of Figure 1, above B and not above A."""
    curve = formation_threshold(FIGURE_1.but(theta=FIGURE_1_THETAS))
    at_a, at_b = _points_of_figure_1()
    limit = formation_limit(FIGURE_1)
    rising = (np.diff(curve) > 0).all() and curve.max() < limit and curve.min() > 0.25
    return {"start": curve[0], "limit": limit, "at_a": at_a, "at_b": at_b}, rising and at_a < at_b


@check("changes_1")
def figure_1_region_is_an_equilibrium(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a coalition forms at every point that Figure 1 shades."""
    beta = np.linspace(0.25, 1 / 3, 60)[:, None]
    drawn = FIGURE_1.but(theta=FIGURE_1_THETAS[None, ::10], beta=beta)
    shaded = drawn.beta > formation_threshold(drawn)
    forms = solve_by_search(drawn).coalition[shaded]
    payment = np.broadcast_to(required_payment(drawn), drawn.shape)[shaded].min()
    values = {"share": forms.mean(), "payment": payment, "resources": drawn.resources}
    return values | _smallest(evidence.changes_1), forms.all()


@check()
def threshold_higher_at_a(evidence: Evidence, argument: str) -> Judgement:
    """Hold if fewer partners are acceptable at point A of Figure 1 than at point B."""
    at_a, at_b = _points_of_figure_1()
    return {"at_a": at_a, "at_b": at_b}, at_a > at_b


@check("changes_2")
def figure_2_panel(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a panel of Figure 2 slopes as described. Argument: left or right."""
    if argument not in ("left", "right"):
        raise bad_argument(argument, "left or right")
    panels = figure_2_panels()
    drawn = getattr(panels, argument)
    shown = drawn.value[drawn.defined]
    values = {"first": shown[0], "last": shown[-1], "at_one": (shown > 1 - 1e-9).mean()}
    values |= _smallest(evidence.changes_2, REAL_THETA)
    return values, as_described(panels)[argument].iloc[0]


@check("changes_2")
def figure_2_in_the_domain(evidence: Evidence, argument: str) -> Judgement:
    """Hold if Figure 2 fixes theta at an integer greater than one."""
    fixed = float(FIGURE_2.theta)
    shape = as_described(figure_2_panels(domain=INTEGER_THETA)).iloc[0]
    values = {"fixed": fixed, **shape, **_smallest(evidence.changes_2, INTEGER_THETA)}
    return values, fixed > 1 and fixed.is_integer()


@check()
def figure_2_falls_at_all_odds(evidence: Evidence, argument: str) -> Judgement:
    """Hold if the right panel of Figure 2 falls at all pairs of the chances of success."""
    real, whole = (
        security_effect_over_power(_POWER, domain=domain)["direction"].value_counts()
        for domain in (REAL_THETA, INTEGER_THETA)
    )
    values = {
        "pairs": real.sum(),
        "real": ", ".join(f"{direction} at {n}" for direction, n in real.items()),
        "whole": ", ".join(f"{direction} at {n}" for direction, n in whole.items()),
        "wrong": sum(tally.get("rises somewhere", 0) for tally in (real, whole)),
    }
    return values, real.get("falls", 0) == real.sum()


@check()
def security_rises_along_the_axis(evidence: Evidence, argument: str) -> Judgement:
    """Hold if the probability of survival on the axis of Figure 2 rises in theta."""
    security = survival_status_quo(REAL_THETA.thetas, FIGURE_2.omega)
    rises = (np.diff(security) > 0).all()
    how = "rises strictly" if rises else "does not rise throughout"
    return {"how": how, "first": security[0], "last": security[-1]}, rises


def _count(row):
    plural = "" if row.exceptions == 1 else "s"
    return f"{row.exceptions:,} exception{plural} in {row.cases:,} games"


def _points_of_figure_1():
    return (formation_threshold(FIGURE_1.but(theta=theta)) for theta in (2, 4))


def _smallest(changes, theta=None):
    """Return the change of one parameter that is enough, of Figure 2 under a reading of theta."""
    if theta is not None:
        reading = changes["formula"].eq("printed") & changes["theta"].eq(theta.name)
        changes = changes[reading]
    parameter, needed = best_change(changes)
    return {"parameter": SYMBOLS[parameter], "from": changes["printed"].iloc[0], "needed": needed}
