"""Claims about the record, equation (1)."""

import numpy as np

from coalitions.theory.claim_registry import Finding, claim
from coalitions.theory.payoffs import survival_failure, survival_status_quo, survival_success
from coalitions.theory.verdicts import (
    CONDITIONAL,
    NOT_REPRODUCED,
    REPRODUCED,
)

_ELEMENTS = np.arange(2.0, 41.0)


def _moves(values, axis):
    return np.diff(values, axis=axis)


@claim("theory_security_record")
def _(_):
    theta, omega = np.meshgrid(_ELEMENTS, _ELEMENTS, indexing="ij")
    quo = survival_status_quo(theta, omega)
    rises, falls = (_moves(quo, 0) > 0).all(), (_moves(quo, 1) < 0).all()
    return Finding(
        f"sigma(q) rises in theta: {rises}; falls in omega: {falls}, on all records of 2 to 40",
        REPRODUCED if rises and falls else NOT_REPRODUCED,
        "direct evaluation of equation (1)",
    )


@claim("theory_stakes_fall")
def _(_):
    theta, omega = np.meshgrid(_ELEMENTS, _ELEMENTS, indexing="ij")
    stakes = survival_success(theta, omega) - survival_failure(theta, omega)
    falls = (_moves(stakes, 0) < 0).all() and (_moves(stakes, 1) < 0).all()
    return Finding(
        f"sigma(1) - sigma(0) falls from {stakes.max():.3f} to {stakes.min():.3f} as the record "
        "grows from 2 + 2 to 40 + 40",
        REPRODUCED if falls else NOT_REPRODUCED,
        "the difference is 1/(theta + omega + 1)",
    )


def _partial_effect(values, label, condition):
    in_theta, in_omega = _moves(values, 0) < 0, _moves(values, 1) < 0
    both = np.stack([np.diag(values)])
    proportional = bool((_moves(both, 1) < 0).all())
    verdict = REPRODUCED if in_theta.all() and in_omega.all() else CONDITIONAL
    if verdict == CONDITIONAL and not proportional:
        verdict = NOT_REPRODUCED
    return Finding(
        f"{label} falls with one more favorable element in {in_theta.mean():.0%} of the records of "
        f"2 to 40, with one more unfavorable element in {in_omega.mean():.0%}; when both grow in "
        f"proportion: {proportional}",
        verdict,
        condition,
    )


@claim("theory_survives_defeat")
def _(_):
    theta, omega = np.meshgrid(_ELEMENTS, _ELEMENTS, indexing="ij")
    loss = survival_status_quo(theta, omega) - survival_failure(theta, omega)
    return _partial_effect(
        loss,
        "the loss of security after failure",
        "in theta only where theta^2 > omega (omega + 1), or when both elements grow in proportion",
    )


@claim("theory_gains_less_from_success")
def _(_):
    theta, omega = np.meshgrid(_ELEMENTS, _ELEMENTS, indexing="ij")
    reward = survival_success(theta, omega) - survival_status_quo(theta, omega)
    return _partial_effect(
        reward,
        "the gain in security after success",
        "in omega only where omega^2 > theta (theta + 1), or when both elements grow in proportion",
    )
