"""The page on the multiverse: the answer in a short list, and the tables behind it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from coalitions.hypotheses import Hypothesis
from coalitions.multiverse.effects import LEAST, TESTED
from coalitions.multiverse.shares import EVERY, HEADLINE
from coalitions.report.multiverse_tables import joint_p
from coalitions.report.rendering import render
from coalitions.report.text_table import TextTable
from coalitions.settings import Run


def multiverse_answer(
    shares_by_set: pd.DataFrame, joint: pd.DataFrame, verdicts: pd.DataFrame
) -> str:
    """Say in a short list what the universes say, a line a hypothesis.

    Parameters
    ----------
    shares_by_set : pandas.DataFrame
        Shares of every set at every threshold, from
        `coalitions.multiverse.shares.summarise_universes`.
    joint : pandas.DataFrame
        From `coalitions.multiverse.joint_test.p_values`.
    verdicts : pandas.DataFrame
        From `coalitions.multiverse.verdicts.verdict_table`.

    Returns
    -------
    str
        Markdown without its last newline.
    """
    informative = shares_by_set[shares_by_set["least"].eq(LEAST)]
    own, every = (
        informative[informative["set"].eq(name)].set_index("hypothesis")
        for name in (HEADLINE, EVERY)
    )
    curves = joint.set_index("hypothesis")
    hypotheses = [
        {
            "verdict": row,
            "own": own.loc[row["hypothesis"]],
            "every": every.loc[row["hypothesis"]],
            "p": joint_p(curves.loc[row["hypothesis"]]),
            "against": curves.loc[row["hypothesis"], "median_z"] < 0,
        }
        for row in verdicts.to_dict("records")
    ]
    return render(
        "multiverse_answer.md.j2", least=LEAST, hypotheses=hypotheses, draws=joint["draws"].iloc[0]
    ).strip()


def multiverse_page(
    answer: str,
    tables: Mapping[str, TextTable],
    run: Run,
    hypotheses: Sequence[Hypothesis] = TESTED,
) -> str:
    """Write the page in Markdown.

    Parameters
    ----------
    answer : str
        From `multiverse_answer`.
    tables : mapping of str to TextTable
        From `coalitions.report.multiverse_tables.multiverse_tables`.
    run : coalitions.settings.Run
    hypotheses : sequence of Hypothesis

    Returns
    -------
    str
        Figures are linked as ``overview.svg``, ``curve_<hypothesis>.svg`` and ``variance.svg``.
    """
    return render(
        "multiverse_page.md.j2",
        run=run.statement(),
        answer=answer,
        tables=tables,
        hypotheses=hypotheses,
        least=LEAST,
    )
