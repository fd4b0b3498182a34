"""What the printed parameters of Figure 2 give under every reading the text leaves open."""

import numpy as np
import pandas as pd

from coalitions.game.figure_panels import (
    INTEGER_THETA,
    REAL_THETA,
    PlotDomain,
    as_described,
    figure_2_panels,
    slope,
)
from coalitions.game.parameters import FIGURE_2
from coalitions.game.selection import Formula


def figure_2_readings() -> pd.DataFrame:
    """Evaluate the printed parameters of Figure 2 under every reading the text leaves open.

    Returns
    -------
    pandas.DataFrame
        One row per reading: ``left`` and ``right`` (the described shape comes out),
        ``left_change``, ``right_change``, ``right_rises``, ``highest`` (largest value drawn).
    """
    ten = PlotDomain("theta fixed at ten", REAL_THETA.thetas, 10.0)
    readings = {
        "equation (4) as printed, real theta": {},
        "theta an integer greater than one": {"domain": INTEGER_THETA},
        "the printed 0.5 is sigma(q), so theta is fixed at ten": {"domain": ten},
        "the printed 0.5 is a divergence, so beta is fixed at -0.5": {
            "game": FIGURE_2.but(beta=-FIGURE_2.beta)
        },
        "P's coalition payoff as in the running text, without beta": {
            "game": FIGURE_2.but(beta=_similarity_of_text_payoff(FIGURE_2))
        },
        "one draw of the cost decides formation and initiation": {"formula": "game"},
        "one draw of the cost, theta an integer greater than one": {
            "formula": "game",
            "domain": INTEGER_THETA,
        },
        "distribution function not cut off at 0 and 1, real theta": {"formula": "untruncated"},
        "distribution function not cut off at 0 and 1, integer theta": {
            "formula": "untruncated",
            "domain": INTEGER_THETA,
        },
    }
    rows = []
    for name, options in readings.items():
        panels = figure_2_panels(**options)
        drawn = np.concatenate([panels.left.ravel(), panels.right.ravel()])
        verdict = as_described(panels).iloc[0].to_dict()
        rows.append({"reading": name, **verdict, "highest": float(drawn.max())})
    return pd.DataFrame(rows)


def _similarity_of_text_payoff(game):
    # The beta at which the game asks for the payment that the running text's payoff would give.
    return (game.p_ap - game.p_a * game.beta) / game.gain


def security_effect_over_power(
    probabilities, formula: Formula = "printed", domain: PlotDomain = REAL_THETA
) -> pd.DataFrame:
    """Redraw the right panel of Figure 2 for every pair p_A < p_AP (the check of footnote 8).

    Parameters
    ----------
    probabilities : array
        Values taken by p_A and p_AP, in (0, 1).
    formula : {"printed", "untruncated", "game"}
        Reading of equation (4).
    domain : PlotDomain
        Reading of theta.

    Returns
    -------
    pandas.DataFrame
        One row per pair: ``p_a``, ``p_ap`` and ``direction``, one of ``falls``, ``constant``,
        ``rises somewhere`` and ``no crisis``.
    """
    low, high = np.meshgrid(probabilities, probabilities, indexing="ij")
    keep = low < high
    game = FIGURE_2.but(p_a=low[keep][:, None], p_ap=high[keep][:, None])
    panels = figure_2_panels(game, domain=domain, formula=formula)
    moves = slope(panels.right, panels.right_defined)
    direction = np.select(
        [moves["points"] < 2, moves["rises"], moves["falls"]],
        ["no crisis", "rises somewhere", "falls"],
        "constant",
    )
    return pd.DataFrame({"p_a": low[keep], "p_ap": high[keep], "direction": direction})
