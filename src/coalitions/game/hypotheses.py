"""Hypotheses 1 to 3 as the game implies them: mean, Bernoulli variance, misses, latent scale."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from coalitions.errors import EmptyRegionError, ParameterDomainError
from coalitions.game.equilibrium import formation_threshold
from coalitions.game.figure_panels import slope
from coalitions.game.parameters import GameParameters
from coalitions.game.payoffs import survival_status_quo
from coalitions.game.selection import Formula, coalition_given_crisis


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

    def above(self, threshold):
        """Probability that beta exceeds a threshold.

        Parameters
        ----------
        threshold : float or array
            Any real number.

        Returns
        -------
        float or array
            In [0, 1].
        """
        return norm.sf(threshold, self.mean, self.sd)


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
    """Say whether the Bernoulli variance rises with theta over the whole table.

    Parameters
    ----------
    spread : pandas.DataFrame
        From :func:`outcome_spread`, at least two rows in order of theta.

    Returns
    -------
    bool
        True when Hypothesis 3 holds as a claim about the outcome.

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
    """State the condition for Hypothesis 3: a random partner is acceptable more often than not.

    Parameters
    ----------
    similarity : Similarity
        Distribution of beta over potential partners.
    game : GameParameters
        ``theta`` is an array; needs ``c_a`` below S + p_A.

    Returns
    -------
    bool
        True when the median of beta is at or above beta_AP at every theta.
    """
    return bool(np.all(similarity.mean >= formation_threshold(game)))


def latent_scale(game: GameParameters):
    """How strongly the leader's gain from a coalition responds to beta.

    Parameters
    ----------
    game : GameParameters
        One game or an array of games.

    Returns
    -------
    float or array
        Slope of the gain from the coalition over acting alone in beta while a payment is due:
        (p_AP - p_A)(theta + p_AP)/(theta + omega + 1). An additive shock to that gain has, in
        units of beta, a standard deviation of one over this.
    """
    return game.gain * (game.theta + game.p_ap) / (game.theta + game.omega + 1)


def direction_of_probability(
    games: GameParameters, axis: str, values, cost_ceiling: float, formula: Formula
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
        Per game one of ``rises``, ``falls``, ``both``, ``constant``, ``no crisis``.
    """
    columns = {
        name: np.broadcast_to(getattr(games, name), games.shape)[:, None]
        for name in ("theta", "omega", "resources", "p_a", "p_ap", "c_p", "q", "beta")
    }
    columns[axis] = np.atleast_2d(values)
    moved = GameParameters(**columns, domain="open")
    result = coalition_given_crisis(moved, cost_ceiling, formula)
    moves = slope(result.value, result.defined)
    direction = np.select(
        [
            moves["points"] < 2,
            moves["rises"] & moves["falls"],
            moves["rises"],
            moves["falls"],
        ],
        ["no crisis", "both", "rises", "falls"],
        "constant",
    )
    return pd.Series(direction, name=axis)
