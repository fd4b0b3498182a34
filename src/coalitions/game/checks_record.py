"""Checks of equation (1) over a grid of records."""

import numpy as np

from coalitions.game.check import check
from coalitions.game.payoffs import survival_failure, survival_status_quo, survival_success

_ELEMENTS = np.arange(2.0, 41.0)


def record_checks():
    """Check how security and the stakes of a crisis move with the record.

    Yields
    ------
    Check
        One per statement; the cases are records of 2 to 40 elements of either kind.
    """
    theta, omega = np.meshgrid(_ELEMENTS, _ELEMENTS, indexing="ij")
    quo = survival_status_quo(theta, omega)
    yield check(
        "security_rises_in_theta",
        "sigma(q) rises with a favorable element",
        True,
        survival_status_quo(theta + 1, omega) > quo,
    )
    yield check(
        "security_falls_in_omega",
        "sigma(q) falls with an unfavorable element",
        True,
        survival_status_quo(theta, omega + 1) < quo,
    )
    for name, words, part in (
        ("stakes", "what the outcome decides, sigma(1) - sigma(0),", _stakes),
        ("loss", "what failure costs, sigma(q) - sigma(0),", _loss),
        ("reward", "what success adds, sigma(1) - sigma(q),", _reward),
    ):
        for key, change, more in (
            ("theta", "with a favorable element", (theta + 1, omega)),
            ("omega", "with an unfavorable element", (theta, omega + 1)),
            ("proportional", "when both elements grow in proportion", (1.1 * theta, 1.1 * omega)),
        ):
            smaller = part(*more) < part(theta, omega)
            yield check(f"{name}_{key}", f"{words} falls {change}", True, smaller)


def _loss(theta, omega):
    return survival_status_quo(theta, omega) - survival_failure(theta, omega)


def _reward(theta, omega):
    return survival_success(theta, omega) - survival_status_quo(theta, omega)


def _stakes(theta, omega):
    return survival_success(theta, omega) - survival_failure(theta, omega)
