"""Checks of what the paper says of Figures 1 and 2, redrawn from the parameters it prints."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from coalitions.game.backward_induction import solve_by_search
from coalitions.game.equilibrium import (
    formation_limit,
    formation_threshold,
    required_payment,
    similarity_ceiling,
    similarity_floor,
)
from coalitions.game.parameters import FIGURE_1, FIGURE_2, SYMBOLS
from coalitions.game.payoffs import COALITION, STATUS_QUO, UNILATERAL, survival_status_quo
from coalitions.game.printed_figure_1 import (
    FIGURE_1_THETAS,
    OTHER_FOOTNOTE_7,
    POINT_A,
    POINT_B,
    PRINTED_WINDOW,
    acceptable_share,
    figure_1_outcomes,
)
from coalitions.game.printed_figure_2 import (
    INTEGER_THETA,
    PANELS,
    REAL_THETA,
    all_directions,
    as_described,
    figure_2_panels,
)
from coalitions.game.searches import best_change, most_readings
from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import (
    CONDITIONAL,
    NOT_REPRODUCED,
    REPRODUCED,
    Judgement,
    bad_argument,
    check,
)

_POWER = np.linspace(0.05, 0.95, 37)
_DESCRIBED = {"left": "rises", "right": "falls"}
_FIGURE_1_VALUES: dict[str, Callable] = {
    "limit": formation_limit,
    "ceiling": similarity_ceiling,
}


@check()
def figure_1_value(evidence: Evidence, argument: str) -> Judgement:
    """Hold if footnote 7 prints a value as computed. Argument: limit or ceiling; value."""
    words = argument.split()
    if len(words) != 2 or words[0] not in _FIGURE_1_VALUES:
        raise bad_argument(argument, "limit or ceiling, then a fraction")
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


@check()
def figure_1_floor(evidence: Evidence, argument: str) -> Judgement:
    """Hold if footnote 7 prints the floor on beta as computed. Argument: the printed value."""
    other = FIGURE_1.but(**OTHER_FOOTNOTE_7)
    value, printed = similarity_floor(FIGURE_1), float(Fraction(argument))
    curves = [formation_threshold(game.but(theta=FIGURE_1_THETAS)) for game in (FIGURE_1, other)]
    values = {
        "value": value,
        "printed": printed,
        **OTHER_FOOTNOTE_7,
        "then": similarity_floor(other),
        "curve": _how_near(np.abs(curves[0] - curves[1]).max()),
        "crises": (figure_1_outcomes(other) != STATUS_QUO).mean(),
    }
    return values, bool(np.isclose(value, printed, atol=5e-4))


@check("changes_1")
def figure_1_shows_play(evidence: Evidence, argument: str) -> Judgement:
    """Hold if crises are fought with P above the curve of Figure 1 and alone below it."""
    beta = np.linspace(*PRINTED_WINDOW, 60)[:, None]
    drawn = FIGURE_1.but(theta=FIGURE_1_THETAS[None, ::10], beta=beta)
    distance, played = drawn.beta - formation_threshold(drawn), solve_by_search(drawn)
    settled = np.abs(distance) * drawn.gain > played.step  # nearer to the curve the grid decides
    above, below = (distance > 0) & settled, (distance < 0) & settled
    payment = np.broadcast_to(required_payment(drawn), drawn.shape)[distance > 0].min()
    values = {
        "above": (played.outcome[above] == COALITION).mean(),
        "below": (played.outcome[below] == UNILATERAL).mean(),
        "payment": payment,
        "resources": drawn.resources,
    }
    as_said = bool(values["above"] == values["below"] == 1)
    return values | _smallest(evidence.changes_1), as_said


@check()
def figure_1_parts_evenly(evidence: Evidence, argument: str) -> Judgement:
    """Hold if the window of Figure 1 is shared the more evenly, the higher theta."""
    shares = acceptable_share()
    uneven = (shares["acceptable"] - 0.5).abs()
    return _at_both_points(shares, "acceptable"), (uneven.diff().dropna() <= 0).all()


@check()
def figure_1_is_predicted_better_at_a(evidence: Evidence, argument: str) -> Judgement:
    """Hold if forecasts within the window of Figure 1 miss less often, the lower theta."""
    shares = acceptable_share()
    misses = shares["misses_best_forecast"].diff().dropna()
    values = _at_both_points(shares, "misses_best_forecast")
    always = _at_both_points(shares, "misses_forecasting_coalition")
    return values | {f"always_{name}": v for name, v in always.items()}, (misses >= 0).all()


@check()
def threshold_higher_at_a(evidence: Evidence, argument: str) -> Judgement:
    """Hold if fewer partners are acceptable at point A of Figure 1 than at point B."""
    at_a, at_b = _points_of_figure_1()
    return {"at_a": at_a, "at_b": at_b}, at_a > at_b


@check("changes_2", "digits_2")
def figure_2_panel(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a panel of Figure 2 slopes as described. Argument: left or right."""
    if argument not in PANELS:
        raise bad_argument(argument, "left or right")
    panels = figure_2_panels()
    drawn = getattr(panels, argument)
    shown = drawn.value[drawn.defined]
    parameter, digit = most_readings(evidence.digits_2)
    works = evidence.digits_2.query("parameter == @parameter and needed == @digit")
    values = {
        "course": _course(shown),
        "other": SYMBOLS[parameter],
        "digit": digit,
        "stands": works["printed"].iloc[0],
        "readings": ", or ".join(works["theta"].unique()),
        **_smallest(evidence.changes_2, REAL_THETA),
    }
    return values, as_described(panels)[argument].iloc[0]


@check("changes_2")
def figure_2_in_the_domain(evidence: Evidence, argument: str) -> Judgement:
    """Hold if Figure 2 fixes theta at an integer greater than one."""
    fixed = float(FIGURE_2.theta)
    shape = as_described(figure_2_panels(domain=INTEGER_THETA)).iloc[0]
    values = {"fixed": fixed, **shape, **_smallest(evidence.changes_2, INTEGER_THETA)}
    return values, fixed > 1 and fixed.is_integer()


@check()
def figure_2_keeps_its_signs(evidence: Evidence, argument: str) -> Judgement:
    """Hold if neither panel of Figure 2 reverses at any odds; under a condition if on integers."""
    table = all_directions(_POWER)
    moves = table[table["direction"].isin(["rises", "falls", "both"])]
    wrong = moves[moves["direction"] != moves["panel"].map(_DESCRIBED)]
    tallies = {
        f"{panel}_{short}": _tally(table.query("panel == @panel and theta == @domain.name"))
        for short, domain in (("real", REAL_THETA), ("whole", INTEGER_THETA))
        for panel in PANELS
    }
    values = {"pairs": len(table) // 4, "wrong": len(wrong), **tallies}
    whole, wrong_whole = (part[part["theta"] == INTEGER_THETA.name] for part in (moves, wrong))
    if len(wrong_whole) or set(whole["panel"]) < set(PANELS):
        return values, NOT_REPRODUCED
    return values, CONDITIONAL if len(wrong) else REPRODUCED


@check()
def security_rises_along_the_axis(evidence: Evidence, argument: str) -> Judgement:
    """Hold if the probability of survival on the axis of Figure 2 rises in theta."""
    security = survival_status_quo(REAL_THETA.thetas, FIGURE_2.omega)
    rises = (np.diff(security) > 0).all()
    how = "rises strictly" if rises else "does not rise throughout"
    return {"how": how, "first": security[0], "last": security[-1]}, rises


def _how_near(distance):
    # What floating point rounds is no distance.
    return "exactly" if distance < 1e-12 else f"to within {distance:.0e}"


def _course(shown):
    """Say where a probability starts and ends, and how often it is 1."""
    at_one = shown > 1 - 1e-9
    if at_one.all():
        return "is 1 everywhere"
    return (
        f"goes from {shown[0]:.2f} to {shown[-1]:.2f} and is 1 at {at_one.mean():.0%} of the "
        "points with crises"
    )


def _points_of_figure_1():
    return (formation_threshold(FIGURE_1.but(theta=theta)) for theta in (POINT_A, POINT_B))


def _at_both_points(shares, column):
    values = shares.set_index("theta")[column]
    return {"at_a": values[POINT_A], "at_b": values[POINT_B], "last": values.iloc[-1]}


def _tally(table):
    counts = table["direction"].value_counts()
    return ", ".join(f"{direction} at {n}" for direction, n in counts.items())


def _smallest(changes, theta=None):
    """Return the change of one parameter that is enough, of Figure 2 under a reading of theta."""
    if theta is not None:
        reading = changes["formula"].eq("printed") & changes["theta"].eq(theta.name)
        changes = changes[reading]
    parameter, needed = best_change(changes)
    return {"parameter": SYMBOLS[parameter], "from": changes["printed"].iloc[0], "needed": needed}
