"""The probability of a coalition given a crisis: equation (4), and what the game implies."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from coalitions.errors import ParameterDomainError, UndefinedProbabilityError
from coalitions.game.equilibrium import (
    cost_cutoff_alone,
    cost_cutoff_coalition,
    cost_cutoff_formation,
    required_payment,
)
from coalitions.game.parameters import GameParameters

Formula = Literal["printed", "untruncated", "game"]


@dataclass(frozen=True, eq=False)
class ConditionalProbability:
    """Pr(coalition | crisis) and where it exists.

    Parameters
    ----------
    value : array
        The probability; zero where ``defined`` is false.
    defined : bool array
        False where no crisis cost in the support leads to a crisis: the ratio is zero over zero.
    """

    value: np.ndarray
    defined: np.ndarray

    def required(self) -> np.ndarray:
        """Return the probabilities, all of which must exist.

        Returns
        -------
        array
            Values without a gap.

        Raises
        ------
        UndefinedProbabilityError
            When some combination of parameters never leads to a crisis.
        """
        if not self.defined.all():
            raise UndefinedProbabilityError(
                "no crisis is ever initiated for some of the parameters",
                expected="a positive probability of a crisis everywhere",
                got=f"{int((~self.defined).sum())} of {self.defined.size} points without one",
                next_step="lower q or theta, raise p_a, or use the mask `defined`",
            )
        return self.value


def coalition_given_crisis(
    game: GameParameters, cost_ceiling, formula: Formula = "printed"
) -> ConditionalProbability:
    """Probability that a leader who initiates a crisis builds a coalition.

    Parameters
    ----------
    game : GameParameters
        Needs ``beta``; the crisis cost is random, so ``c_a`` is not used.
    cost_ceiling : float or array
        Upper end of the uniform distribution of the crisis cost on (0, cost_ceiling).
    formula : {"printed", "untruncated", "game"}
        ``printed`` is equation (4). It multiplies the probabilities of events that one and the
        same cost decides, as if each had a draw of its own, and it leaves the budget out.
        ``untruncated`` is equation (4) with c / cost_ceiling in place of the uniform distribution
        function, which leaves [0, 1]. ``game`` integrates equilibrium play over one draw.

    Returns
    -------
    ConditionalProbability
        Arrays of the shape of the game and the ceiling together.

    Raises
    ------
    ParameterDomainError
        When the ceiling is not above zero or the formula is unknown.
    """
    if not np.all(np.asarray(cost_ceiling) > 0):
        raise ParameterDomainError(
            "the parameter cost_ceiling lies outside its domain",
            expected="cost_ceiling above zero",
            got=cost_ceiling,
        )
    formation, together, alone = (
        cost_cutoff_formation(game),
        cost_cutoff_coalition(game),
        cost_cutoff_alone(game),
    )
    if formula == "printed":
        share = [_uniform(cost, cost_ceiling) for cost in (formation, together, alone)]
        with_partner, without = _as_if_independent(*share)
    elif formula == "untruncated":
        share = [cost / cost_ceiling for cost in (formation, together, alone)]
        with_partner, without = _as_if_independent(*share)
    elif formula == "game":
        affordable = required_payment(game) <= game.resources
        formed = np.where(affordable, _uniform(formation, cost_ceiling), 0.0)
        with_partner = np.minimum(formed, _uniform(together, cost_ceiling))
        without = np.maximum(_uniform(alone, cost_ceiling) - formed, 0.0)
    else:
        raise ParameterDomainError(
            "unknown formula", expected='"printed", "untruncated" or "game"', got=formula
        )
    total = with_partner + without
    defined = total != 0 if formula == "untruncated" else total > 0
    value = np.divide(with_partner, total, out=np.zeros(np.shape(total)), where=defined)
    shape = np.broadcast_shapes(game.shape, np.shape(cost_ceiling))
    return ConditionalProbability(
        value=np.broadcast_to(value, shape), defined=np.broadcast_to(defined, shape)
    )


def _uniform(cost, ceiling):
    return np.clip(cost / ceiling, 0.0, 1.0)


def _as_if_independent(formation, together, alone):
    return formation * together, (1 - formation) * alone
