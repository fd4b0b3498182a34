"""Equation (4) and Hypotheses 1 to 3, as the paper prints them and as the game implies them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import ndtr

from coalitions.errors import EmptyRegionError, ParameterDomainError, UndefinedProbabilityError
from coalitions.game.equilibrium import (
    cost_cutoff_alone,
    cost_cutoff_coalition,
    cost_cutoff_formation,
    formation_threshold,
    required_payment,
)
from coalitions.game.parameters import GameParameters, Values
from coalitions.game.payoffs import survival_status_quo

Formula = Literal["printed", "untruncated", "game"]

_FLAT = 1e-9


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
    game: GameParameters, cost_ceiling: Values, formula: Formula = "printed"
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
    cutoffs = (cost_cutoff_formation, cost_cutoff_coalition, cost_cutoff_alone)
    formation, together, alone = (cutoff(game) / cost_ceiling for cutoff in cutoffs)
    if formula != "untruncated":
        formation, together, alone = (np.clip(c, 0.0, 1.0) for c in (formation, together, alone))
    if formula in ("printed", "untruncated"):
        with_partner, without = formation * together, (1 - formation) * alone
    elif formula == "game":
        formed = np.where(required_payment(game) <= game.resources, formation, 0.0)
        with_partner = np.minimum(formed, together)
        without = np.maximum(alone - formed, 0.0)
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


def slope(probability: ConditionalProbability) -> pd.DataFrame:
    """Describe how each row of probabilities moves along its axis.

    Parameters
    ----------
    probability : ConditionalProbability
        Arrays of shape ``(m, n)``; points that are not defined are skipped.

    Returns
    -------
    pandas.DataFrame
        Per row ``change`` (last defined value minus first), ``rises`` and ``falls`` (whether any
        step goes up or down) and ``direction``, one of ``rises``, ``falls``, ``both``,
        ``constant`` and, with fewer than two points, ``no crisis``.
    """
    known = pd.DataFrame(np.where(probability.defined, probability.value, np.nan))
    carried = known.ffill(axis="columns")
    steps = carried.diff(axis="columns")
    rises, falls = (steps > _FLAT).any(axis="columns"), (steps < -_FLAT).any(axis="columns")
    few = known.notna().sum(axis="columns") < 2
    names = ["no crisis", "both", "rises", "falls"]
    return pd.DataFrame(
        {
            "change": (carried.iloc[:, -1] - known.bfill(axis="columns").iloc[:, 0]).fillna(0.0),
            "rises": rises,
            "falls": falls,
            "direction": np.select([few, rises & falls, rises, falls], names, "constant"),
        }
    )


def direction_of_probability(
    games: GameParameters, axis: str, values: np.ndarray, cost_ceiling: float, formula: Formula
) -> pd.Series:
    """How Pr(coalition | crisis) moves along one parameter, game by game.

    Parameters
    ----------
    games : GameParameters
        Arrays of shape ``(n,)``; needs ``beta``.
    axis : str
        Parameter to move, for example ``"theta"``.
    values : array
        Shape ``(k,)``, rising; or ``(n, k)``, one row of values per game.
    cost_ceiling : float
        Upper end of the distribution of the crisis cost.
    formula : {"printed", "untruncated", "game"}
        Reading of equation (4).

    Returns
    -------
    pandas.Series
        The direction of each game, as :func:`slope` names it.
    """
    columns = games.map(lambda value: value[:, None])
    moved = columns.but(**{axis: np.atleast_2d(values)}, domain="open")
    return slope(coalition_given_crisis(moved, cost_ceiling, formula))["direction"]


@dataclass(frozen=True)
class Similarity:
    """Normal distribution of beta over potential partners.

    Parameters
    ----------
    mean : float
        Mean and median.
    sd : float
        Standard deviation, above zero.
    """

    mean: float
    sd: float

    def __post_init__(self):
        if not self.sd > 0 or not np.isfinite(self.mean):
            raise ParameterDomainError(
                "the distribution of beta is not valid",
                expected="a finite mean and sd above zero",
                got=f"mean={self.mean}, sd={self.sd}",
            )

    def above(self, threshold: Values) -> Values:
        """Probability that beta exceeds a threshold, in [0, 1]."""
        return ndtr((self.mean - threshold) / self.sd)


def outcome_spread(game: GameParameters, similarity: Similarity) -> pd.DataFrame:
    """Distribution of coalition formation over random partners, theta by theta.

    Parameters
    ----------
    game : GameParameters
        ``theta`` is an array of shape ``(n,)``; needs ``c_a``.
    similarity : Similarity
        Distribution of beta over potential partners.

    Returns
    -------
    pandas.DataFrame
        One row per theta: ``theta``, ``security`` (sigma(q)), ``threshold`` (beta_AP),
        ``probability``, ``variance`` (Bernoulli), ``misses_forecasting_coalition`` (share of wrong
        forecasts when a coalition is always forecast), ``misses_best_forecast`` (when the likelier
        outcome is forecast).

    Notes
    -----
    The discussion of Figure 1 and Hypothesis 3.
    """
    threshold = formation_threshold(game)
    probability = similarity.above(threshold)
    return pd.DataFrame(
        {
            "theta": game.theta,
            "security": survival_status_quo(game.theta, game.omega),
            "threshold": threshold,
            "probability": probability,
            "variance": probability * (1 - probability),
            "misses_forecasting_coalition": 1 - probability,
            "misses_best_forecast": np.minimum(probability, 1 - probability),
        }
    )


def variance_rises_with_security(spread: pd.DataFrame) -> bool:
    """Say whether the Bernoulli variance rises with theta: Hypothesis 3 about the outcome.

    Parameters
    ----------
    spread : pandas.DataFrame
        From :func:`outcome_spread`, at least two rows in order of theta.

    Raises
    ------
    EmptyRegionError
        When there are fewer than two values of theta to compare.
    """
    if len(spread) < 2:
        raise EmptyRegionError(
            "the variance cannot move over fewer than two values of theta",
            expected="at least two values of theta",
            got=len(spread),
            where="variance_rises_with_security",
        )
    return bool((np.diff(spread["variance"]) >= -1e-15).all())


def variance_condition(similarity: Similarity, game: GameParameters) -> bool:
    """State the condition for Hypothesis 3: the median partner is acceptable at every theta.

    Parameters
    ----------
    similarity : Similarity
        Distribution of beta over potential partners.
    game : GameParameters
        ``theta`` is an array; needs ``c_a`` below S + p_A.
    """
    return bool(np.all(similarity.mean >= formation_threshold(game)))
