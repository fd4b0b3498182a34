"""What the paper's text says of its Figure 3, whose curves are not public, beside ours.

All of it stands in the two paragraphs on the figure (Empirical Analysis) and their notes 20 and 21;
these are the words and numbers of the paper, and what the claims on its figure are held to.
"""

from dataclasses import dataclass

import pandas as pd

from coalitions.report.figure_3_curves import MEANS_AND_MODES, PANELS, PUBLISHED_HELD
from coalitions.report.number_text import small_percent
from coalitions.report.text_table import TextTable

PLACE = "Empirical Analysis, the paragraphs on Figure 3 and note 20"


@dataclass(frozen=True)
class Level:
    """A probability that the text reads off an end of a curve.

    Attributes
    ----------
    panel : str
    end : {"left", "right"}
    probability : float
    """

    panel: str
    end: str
    probability: float


LEVELS = (Level("b", "left", 0.05), Level("b", "right", 0.22))
# How many times as likely a coalition is at the right end of panel b as at the left.
TIMES = 4.4
# Job insecurity from which on the text sees panel a rise.
BEND = 0.25
_ENDS = {"left": 0, "right": -1}
# What a reader sees of the drawings whose formulas can be used.
_COLUMNS = {
    MEANS_AND_MODES: "Here, means and modes",
    PUBLISHED_HELD: "Here, values of the published code",
}


def beside_the_text(curves: pd.DataFrame) -> TextTable:
    """Set what the text says of each curve beside what is found.

    Parameters
    ----------
    curves : pandas.DataFrame
        From `coalitions.report.figure_3_curves.curves`.

    Returns
    -------
    TextTable
        One row a statement.
    """
    own = curves[curves["drawing"].eq(MEANS_AND_MODES) & curves["panel"].eq("a")]
    start = own["x"].min()
    columns = {name: _cells(curves[curves["drawing"].eq(d)], start) for d, name in _COLUMNS.items()}
    ranges = " and ".join(f"from 0 to {p.published_high:g} ({p.name})" for p in PANELS)
    levels = [f"around {100 * level.probability:g}%" for level in LEVELS]
    rows = {
        "Place": [
            f"(a), secure leaders, up to {BEND:g}",
            "(a), right end",
            *(f"({level.panel}), {level.end} end" for level in LEVELS),
            "(b), right end over left end",
        ],
        "Paper's text": ["no discernible slope", "quite likely", *levels, f"{TIMES:g} times"],
        **columns,
    }
    return TextTable(
        "Figure 3: what the paper's text says, and what is found",
        pd.DataFrame(rows),
        f"Probability of a coalition, with its 95% interval. Paper's text: {PLACE}. Means and "
        f"modes run over the range in the sample, as the text has it; the published code runs "
        f"{ranges}. Secure leaders are taken from the least job insecurity in the sample, "
        f"{start:.2f}, on.",
    )


def _cells(curves, start):
    """Return what a drawing's curves come to, statement by statement.

    Below `start`, the least job insecurity in the sample, there is no leader to be secure; the
    claim on the same stretch starts there as well.
    """
    a, b = (
        curves[curves["panel"].eq(panel)].sort_values("x", ignore_index=True)
        for panel in ("a", "b")
    )
    early = a[a["x"].between(start, BEND)]
    flat = "no such value"
    if len(early):
        flat = " to ".join(small_percent(early["probability"].iloc[end]) for end in (0, -1))
    ends = [(b if level.panel == "b" else a).iloc[_ENDS[level.end]] for level in LEVELS]
    first, last = b["probability"].iloc[[0, -1]]
    return [
        flat,
        _with_interval(a.iloc[-1]),
        *map(_with_interval, ends),
        f"{last / first:.2g} times" if first > 0 else "none: starts at zero",
    ]


def _with_interval(point):
    ends = (small_percent(point[name]) for name in ("low", "high"))
    return f"{small_percent(point['probability'])} ({', '.join(ends)})"
