"""Statements about the game that another character in the text would turn.

What is known of the paper here is an accepted manuscript in transcription, and transcriptions slip.
Which character stands where, and where it would have to stand, is said in ``slips.csv``.
"""

from importlib.resources import files

import numpy as np
import pandas as pd

from coalitions.game.equilibrium import (
    formation_threshold,
    required_payment,
    similarity_floor,
)
from coalitions.game.parameters import FIGURE_1, FIGURE_2
from coalitions.game.printed_figure_1 import (
    OTHER_FOOTNOTE_7,
    POINT_A,
    POINT_B,
    figure_1_fits,
)
from coalitions.game.printed_figure_2 import (
    EVEN_SECURITY,
    REAL_THETA,
    as_described,
    figure_2_panels,
)

_FLOOR = -5 / 6  # footnote 7


def slips() -> pd.DataFrame:
    """Judge statements as they are printed and with one character changed.

    Returns
    -------
    pandas.DataFrame
        One row per change: ``key``; ``claim_id`` and ``statement``; what is ``printed`` and what
        would stand ``instead``; a ``remark``; and whether the statement holds ``as_printed`` and
        ``changed``.
    """
    table = pd.read_csv(str(files("coalitions.game") / "slips.csv"))
    judged = _judged()
    return table.assign(
        as_printed=[judged[key][0] for key in table["key"]],
        changed=[judged[key][1] for key in table["key"]],
    )


def _judged() -> dict[str, tuple[bool, bool]]:
    floor = float(similarity_floor(FIGURE_1))
    other_floor = float(similarity_floor(FIGURE_1.but(resources=OTHER_FOOTNOTE_7["resources"])))
    at_a, at_b = (float(formation_threshold(FIGURE_1.but(theta=t))) for t in (POINT_A, POINT_B))
    due = float(required_payment(FIGURE_2))
    other = 0.55  # one digit from the printed p_A of both figures
    return {
        "floor_sign": (_same(floor, _FLOOR), _same(floor, -_FLOOR)),
        "floor_resources": (_same(floor, _FLOOR), _same(other_floor, _FLOOR)),
        "play_power": (_plays(FIGURE_1), _plays(FIGURE_1.but(p_a=other))),
        "points_sign": (at_a > at_b, at_a < at_b),  # the lower threshold lets more partners in
        "partner_payoff": (_same(_asked(1.0), due), _same(_asked(FIGURE_2.beta), due)),
        "panel_power": (_falls(FIGURE_2), _falls(FIGURE_2.but(p_a=other))),
        "fixed_security": tuple(
            domain.fixed_theta > 1 and float(domain.fixed_theta).is_integer()
            for domain in (REAL_THETA, EVEN_SECURITY)
        ),
    }


def _same(one, other):
    return bool(np.isclose(one, other, atol=5e-4))


def _plays(game):
    return bool(figure_1_fits(game).all())


def _falls(game):
    shapes = [
        as_described(figure_2_panels(game, domain=domain)).iloc[0]
        for domain in (REAL_THETA, EVEN_SECURITY)
    ]
    return all(bool(shape["left"] and shape["right"]) for shape in shapes)


def _asked(weight):
    """Return the payment P asks for if a victory in coalition counts with that weight."""
    return max(0.0, float(FIGURE_2.c_p - weight * FIGURE_2.p_ap + FIGURE_2.p_a * FIGURE_2.beta))
