"""The answer of a study in words: what is supported, contradicted, and cannot be told."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from coalitions.hypotheses import (
    CANNOT_TELL,
    CONTRADICTED,
    HYPOTHESES,
    SELECTIVITY,
    SUPPORTED,
)
from coalitions.report.number_text import fixed, p_value

ALL = {h.name: h for h in (*HYPOTHESES, SELECTIVITY)}


@dataclass(frozen=True)
class Wording:
    """A hypothesis as a layman reads it.

    Attributes
    ----------
    short : str
        For the first column of a table.
    clause : str
        What follows "that" or "whether", with a gap for leaders insecure in office.
    size : str
        The size of the effect, with gaps for what the model says at both quartiles.
    """

    short: str
    clause: str
    size: str


# What stands before the last of several clauses.
_LAST = {"that": "and", "whether": "or"}
WORDINGS = {
    "h1_tp": Wording(
        "H1: partners differ from the target",
        "states join more readily against a government whose preferences are far from their own",
        "of 1,000 potential partners {at_low:.0f} join where their preferences are close to the "
        "target's, {at_high:.0f} where they are far from them",
    ),
    "h1_ap": Wording(
        "H1: partners resemble the builder",
        "states join more readily with a government whose preferences are close to their own",
        "of 1,000 potential partners {at_low:.0f} join where their preferences are close to the "
        "builder's, {at_high:.0f} where they are far from them",
    ),
    "h2": Wording(
        "H2: insecure leaders build more coalitions",
        "{leaders} build coalitions more readily",
        "of 1,000 potential partners {at_low:.0f} join a leader secure in office, {at_high:.0f} an "
        "insecure one",
    ),
    "h3": Wording(
        "H3: insecure leaders vary less",
        "what {leaders} do varies less from case to case",
        "the unexplained spread with an insecure leader is {at_high:.2f} times that with a secure "
        "one",
    ),
    "selectivity": Wording(
        "Selectivity: insecure leaders choose less",
        "{leaders} care less how close a partner's preferences are to their own",
        "a partner far from the builder is {at_low:.2f} times as likely to join as a close one "
        "with a secure leader, {at_high:.2f} times with an insecure one",
    ),
}


def answer(judged: pd.DataFrame) -> str:
    """Say in sentences what comes out; see `answer_sentences`."""
    return " ".join(answer_sentences(judged))


def answer_sentences(judged: pd.DataFrame) -> list[str]:
    """Say what comes out, a sentence for each verdict that occurs, what is supported first.

    Parameters
    ----------
    judged : pandas.DataFrame
        Columns hypothesis and verdict; of the verdicts on the estimates of a run
        (`coalitions.estimates.answers.answers`) or on the hypotheses.

    Returns
    -------
    list of str
        A blank one where there is no verdict.
    """
    said = judged.set_index("hypothesis")["verdict"]
    openings = (
        (SUPPORTED, "The evidence supports {}.", "that"),
        (CONTRADICTED, "The evidence contradicts {}.", "that"),
        (CANNOT_TELL, "The evidence cannot tell {}.", "whether"),
    )
    sentences = []
    for verdict, opening, word in openings:
        clauses = _clauses(said.index[said.eq(verdict)], word)
        if clauses:
            *others, last = clauses
            listed = f"{', '.join(others)}, {_LAST[word]} {last}" if others else last
            sentences.append(opening.format(listed))
    first, *more = sentences or [""]
    return [first, *(each.replace("The evidence", "It") for each in more)]


def _clauses(names, word):
    """Say who is meant where a sentence names insecure leaders first, and point back after that."""
    clauses, leaders = [], "leaders who may soon lose office"
    for name in names:
        clause = WORDINGS[name].clause
        clauses.append(f"{word} {clause.format(leaders=leaders)}")
        if "{leaders}" in clause:
            leaders = "such leaders"
    return clauses


def hypotheses_table(answers: pd.DataFrame) -> pd.DataFrame:
    """Set verdict, size in words and what is excluded side by side.

    Parameters
    ----------
    answers : pandas.DataFrame
        From `coalitions.estimates.answers.answers`; a column ``verdict`` of hypotheses, from the
        multiverse, may stand in place of that of estimates.

    Returns
    -------
    pandas.DataFrame
        Text, one row a hypothesis.
    """
    rows = [
        {
            "Hypothesis": WORDINGS[row["hypothesis"]].short,
            "Verdict": row["verdict"],
            "Estimate": estimate_in_words(row),
            "Size": size_in_words(row),
            "Excluded": excluded_in_words(row),
        }
        for _, row in answers.iterrows()
    ]
    return pd.DataFrame(rows)


def estimate_in_words(row: pd.Series) -> str:
    """Print estimate, standard error and p, or why there is none."""
    if pd.isna(row["estimate"]):
        return f"none: {row['reason']}" if row.get("reason") else "none"
    return f"{row['estimate']:.3f} ({row['std_error']:.3f}), p {p_value(row['p_value'])}"


def size_in_words(row: pd.Series) -> str:
    """Say what the model says at the lower and at the upper quartile of the regressor."""
    if pd.isna(row["at_high"]):
        return ""
    scale = 1000 if row["hypothesis"] in ("h1_tp", "h1_ap", "h2") else 1
    return WORDINGS[row["hypothesis"]].size.format(
        at_low=scale * row["at_low"], at_high=scale * row["at_high"]
    )


def excluded_in_words(row: pd.Series) -> str:
    """Say which effects the 95% interval leaves out, in units of what the paper implies."""
    if pd.isna(row["low"]):
        return ""
    hypothesis = ALL[row["hypothesis"]]
    ends = np.array([row["low"], row["high"]]) * row["typical_sd"]
    if hypothesis.implied is not None:
        near, far = sorted(ends / hypothesis.implied)
        if near < 0 < far:
            return (
                f"effects of more than {_times(far)} the size that the paper implies, and of more "
                f"than {_times(-near)} that size the other way"
            )
        return (
            f"effects of less than {_times(near)} and of more than {_times(far)} the size that the "
            "paper implies"
        )
    low, high = sorted(ends)
    return (
        f"effects of a standard deviation below {fixed(low, '.2f')} or above {fixed(high, '.2f')}"
    )


def _times(multiple):
    return f"{multiple:.{1 if abs(multiple) >= 1 else 2}f} times"
