"""In words: which verdicts hang on one crisis."""

import numpy as np
import pandas as pd
from scipy.special import ndtr

from coalitions.hypotheses import HYPOTHESES, Hypothesis
from coalitions.report.labels import with_capital
from coalitions.report.number_text import fixed, p_value
from coalitions.significance import LEVEL


def of_hypothesis(decisive: pd.DataFrame, hypothesis: Hypothesis) -> pd.DataFrame:
    """Return the removals of one crisis that take p of a hypothesis across .05.

    Parameters
    ----------
    decisive : pandas.DataFrame
        From `coalitions.estimates.influence.decisive`.
    hypothesis : Hypothesis

    Returns
    -------
    pandas.DataFrame
        With crisis, its name in small letters; p_value; supports, whether the estimate without it
        has the expected sign and p < .05. The smallest p first.
    """
    own = decisive["equation"].eq(hypothesis.equation) & decisive["term"].eq(hypothesis.term)
    rows = decisive[own & decisive["model"].eq(hypothesis.model)]
    # Where no crisis decides, the table that was read has no types.
    z = rows["without"].astype(float) / rows["std_error_without"].astype(float)
    rows = rows.assign(crisis=rows["name"].astype(str).str.title(), p_value=2 * ndtr(-z.abs()))
    expected = np.sign(rows["without"]).eq(hypothesis.expected)
    rows = rows.assign(supports=expected & rows["p_value"].lt(LEVEL))
    return rows.sort_values("p_value", ignore_index=True)


def each_in_words(decisive: pd.DataFrame, hypothesis: Hypothesis) -> str:
    """Say what the estimate of a hypothesis is without each crisis that decides on its p."""
    if hypothesis not in HYPOTHESES:
        return ""
    rows = of_hypothesis(decisive, hypothesis)
    if rows.empty:
        return "Without any one crisis it is on the same side of p = .05."
    said = [
        f"without {row.crisis} (#{row.id}; of its {row.rows} potential partners {row.joined} "
        f"joined) the estimate is {fixed(row.without)} ({fixed(row.std_error_without)}), "
        f"p {p_value(row.p_value)}"
        for row in rows.itertuples()
    ]
    return f"{with_capital('; '.join(said))}."


def turned_in_words(decisive: pd.DataFrame) -> str:
    """Say which hypotheses would be supported by their estimates without one crisis, and which.

    Returns
    -------
    str
        A sentence for each such crisis; empty without one.
    """
    turned: dict[str, list[str]] = {}
    for hypothesis in HYPOTHESES:
        rows = of_hypothesis(decisive, hypothesis)
        for crisis in rows.loc[rows["supports"], "crisis"]:
            turned.setdefault(crisis, []).append(hypothesis.label.split(",")[0])
    return " ".join(
        f"Without one crisis, {crisis}, {_estimates(labels)} the sign that the paper expects, "
        "with p < .05."
        for crisis, labels in turned.items()
    )


def _estimates(labels):
    if len(labels) == 1:
        return f"the estimate of {labels[0]} has"
    return f"the estimates of {', '.join(labels[:-1])} and {labels[-1]} have"
