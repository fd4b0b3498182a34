"""Crises drawn from the game: the bridge between the propositions and the probit models."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from coalitions.errors import EmptyRegionError, ParameterDomainError
from coalitions.game.equilibrium import (
    cost_cutoff_alone,
    cost_cutoff_coalition,
    required_payment,
    reservation_payment,
)
from coalitions.game.parameters import GameParameters
from coalitions.game.payoffs import survival_crisis, survival_status_quo

_CANDIDATES_PER_CRISIS = 12
_RESOURCES = 0.5
_DIVERGENCE_WEIGHT = 0.25
_MIDDLE_INSECURITY = 0.3  # so that the imposed scale leaves the average leader unchanged


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """How crises come about.

    Parameters
    ----------
    name, description : str
        Key and one sentence for the table.
    mean_beta : float
        Mean similarity of a partner with average divergences; the formation limit is -0.2 where
        power and costs are fixed.
    selected : bool
        Keep only crises the leader initiates; otherwise every drawn confrontation is kept.
    varied : bool
        Draw power and the costs of both sides; otherwise they are constants.
    source : {"theta", "omega", "both"}
        Which element of the record differs between leaders.
    shock : float
        Standard deviation of an additive shock to the leader's gain from a coalition.
    scale_by_insecurity : float
        The standard deviation of the unobserved part of beta is multiplied by
        ``exp(scale_by_insecurity * (insecurity - 0.3))``: zero in the game, negative for
        Hypothesis 3.
    """

    name: str
    description: str
    mean_beta: float
    selected: bool = True
    varied: bool = False
    source: Literal["theta", "omega", "both"] = "theta"
    shock: float = 0.0
    scale_by_insecurity: float = 0.0

    def __post_init__(self):
        if self.source not in ("theta", "omega", "both"):
            raise ParameterDomainError(
                "the parameter source lies outside its domain",
                expected='"theta", "omega" or "both"',
                got=self.source,
                where=f"scenario {self.name}",
            )
        if not self.shock >= 0:
            raise ParameterDomainError(
                "the parameter shock lies outside its domain",
                expected="shock of zero or more",
                got=self.shock,
                where=f"scenario {self.name}",
            )


SCENARIOS = (
    Scenario(
        name="common",
        description="The game as stated; most partners are acceptable.",
        mean_beta=0.0,
    ),
    Scenario(
        name="even",
        description="The game as stated; about half of the partners are acceptable.",
        mean_beta=-0.35,
    ),
    Scenario(
        name="rare",
        description="The game as stated; few partners are acceptable, as in the paper's sample.",
        mean_beta=-0.8,
    ),
    Scenario(
        name="rare_unselected",
        description="As rare, but confrontations enter whether or not the leader would start one.",
        mean_beta=-0.8,
        selected=False,
    ),
    Scenario(
        name="rare_varied",
        description="As rare, with power and costs that differ between crises and partners.",
        mean_beta=-0.8,
        varied=True,
    ),
    Scenario(
        name="unfavorable_only",
        description="As even, but leaders differ in unfavorable elements only.",
        mean_beta=-0.35,
        source="omega",
    ),
    Scenario(
        name="both_elements",
        description="As even, with leaders who differ in both elements of the record.",
        mean_beta=-0.35,
        source="both",
    ),
    Scenario(
        name="payoff_shock",
        description="As even, plus a shock to the leader's gain that is the same for all leaders.",
        mean_beta=-0.35,
        shock=0.05,
    ),
    Scenario(
        name="imposed_common",
        description="As common, with unobserved similarity that varies less for the insecure.",
        mean_beta=0.0,
        scale_by_insecurity=-2.0,
    ),
    Scenario(
        name="imposed_rare",
        description="As rare, with unobserved similarity that varies less for the insecure.",
        mean_beta=-0.8,
        scale_by_insecurity=-2.0,
    ),
    Scenario(
        name="imposed_rare_strong",
        description="As imposed_rare, with a scale that reacts twice as strongly.",
        mean_beta=-0.8,
        scale_by_insecurity=-4.0,
    ),
)
"""Every scenario changes one thing against the game as stated."""


def simulate(
    scenario: Scenario, n_crises: int, n_partners: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw crises and let the leader choose partners in equilibrium.

    Parameters
    ----------
    scenario : Scenario
        How crises come about.
    n_crises, n_partners : int
        Crises in the sample and potential partners in each; both at least one.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame
        One row per crisis and partner: ``crisis``, ``coalition`` (0/1), ``divergence_tp``,
        ``divergence_ap``, ``insecurity_a`` (1 - sigma(q)). Each partner is judged as in the
        paper, as if it were the only one.

    Raises
    ------
    EmptyRegionError
        When too few of the drawn confrontations become crises.
    """
    if n_crises < 1 or n_partners < 1:
        raise ParameterDomainError(
            "the sample is empty",
            expected="n_crises and n_partners of one or more",
            got=f"n_crises={n_crises}, n_partners={n_partners}",
        )
    drawn = n_crises * (_CANDIDATES_PER_CRISIS if scenario.selected else 1)
    game, divergence_tp, divergence_ap = _draw(scenario, drawn, n_partners, rng)
    affordable = required_payment(game) <= game.resources
    # Payoff of the coalition less that of acting alone: linear in the payment, zero at the most L
    # would pay.
    surplus = reservation_payment(game) - required_payment(game)
    gain = surplus * survival_crisis(game.p_ap, game.theta, game.omega)
    shocked = gain + scenario.shock * rng.standard_normal(gain.shape)
    joins = affordable & (shocked > 0)
    kept = np.arange(drawn)
    if scenario.selected:
        cutoff = np.where(joins, cost_cutoff_coalition(game), cost_cutoff_alone(game))
        initiates = (game.c_a < cutoff).any(axis=1)
        kept = np.flatnonzero(initiates)[:n_crises]
        if kept.size < n_crises:
            raise EmptyRegionError(
                "too few confrontations become crises",
                expected=f"{n_crises} crises from {drawn} confrontations",
                got=kept.size,
                where=f"scenario {scenario.name}",
            )
    insecurity = 1 - survival_status_quo(game.theta, game.omega)
    return pd.DataFrame(
        {
            "crisis": np.repeat(np.arange(n_crises), n_partners),
            "coalition": joins[kept].astype(float).ravel(),
            "divergence_tp": divergence_tp[kept].ravel(),
            "divergence_ap": divergence_ap[kept].ravel(),
            "insecurity_a": np.repeat(insecurity[kept, 0], n_partners),
        }
    )


def _draw(scenario, n_crises, n_partners, rng):
    crisis, dyad = (n_crises, 1), (n_crises, n_partners)
    theta = rng.integers(2, 21, crisis) if scenario.source != "omega" else np.full(crisis, 6)
    omega = rng.integers(2, 21, crisis) if scenario.source != "theta" else np.full(crisis, 4)
    if scenario.varied:
        p_a = rng.uniform(0.35, 0.6, crisis)
        gain = rng.uniform(0.15, 0.35, dyad)
        c_p = rng.uniform(0.1, 0.3, dyad)
        c_a = rng.uniform(0.01, 0.5, crisis)
    else:
        p_a, gain, c_p = np.full(crisis, 0.5), np.full(dyad, 0.25), np.full(dyad, 0.2)
        c_a = np.full(crisis, 0.2)
    insecurity = 1 - survival_status_quo(theta, omega)
    divergence_tp, divergence_ap = np.abs(rng.standard_normal((2, *dyad)))
    spread = 0.25 * np.exp(scenario.scale_by_insecurity * (insecurity - _MIDDLE_INSECURITY))
    beta = (
        scenario.mean_beta
        + _DIVERGENCE_WEIGHT * (divergence_tp - divergence_ap)
        + spread * rng.standard_normal(dyad)
    )
    game = GameParameters(
        theta=theta,
        omega=omega,
        resources=_RESOURCES,
        p_a=p_a,
        p_ap=p_a + gain,
        c_p=c_p,
        c_a=c_a,
        q=rng.uniform(0.0, 0.6, crisis),
        beta=beta,
    )
    return game, divergence_tp, divergence_ap
