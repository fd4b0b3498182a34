"""The page on the multiverse: the answer in a paragraph, and the tables behind it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from coalitions.hypotheses import HYPOTHESES, Hypothesis
from coalitions.report.rendering import render
from coalitions.report.text_table import TextTable
from coalitions.settings import Run

# A permuted outcome tests a regressor only if that takes many values within a crisis.
_TESTED_BY_OUTCOME = ("h1_tp", "h1_ap")


def multiverse_answer(
    shares: pd.DataFrame, variance: pd.DataFrame, joint: pd.DataFrame, default: pd.DataFrame
) -> str:
    """Say in one paragraph what the universes say.

    Parameters
    ----------
    shares : pandas.DataFrame
        From `coalitions.multiverse.shares.shares`, not broken down.
    variance : pandas.DataFrame
        From `coalitions.multiverse.variance_shares.variance_shares`.
    joint : pandas.DataFrame
        From `coalitions.multiverse.joint_test.p_values`.
    default : pandas.DataFrame
        From `coalitions.multiverse.shares.default_estimates`.

    Returns
    -------
    str
        Markdown, one line without its newline.
    """
    first = shares.iloc[0]
    ranks = variance[variance["outcome"].eq("effect") & variance["scale"].eq("ranks")]
    defaults = default.set_index("hypothesis")
    hypotheses = [
        {
            **row,
            "default": defaults.loc[row["hypothesis"]],
            "most": _most(ranks[ranks["hypothesis"].eq(row["hypothesis"])]),
            "curve": _curve(joint, row["hypothesis"]),
        }
        for row in shares.to_dict("records")
    ]
    return render(
        "multiverse_answer.md.j2",
        universes=first["universes"],
        failed=first["universes"] - first["estimated"],
        share_failed=1 - first["share_estimated"],
        hypotheses=hypotheses,
    ).strip()


def multiverse_page(
    answer: str,
    tables: Mapping[str, TextTable],
    run: Run,
    hypotheses: Sequence[Hypothesis] = HYPOTHESES,
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
    )


def _most(ranks):
    """Return the choice that explains most beyond all others, None where none explains a thing."""
    if ranks["unique"].isna().all():
        return None
    return ranks.loc[ranks["unique"].idxmax(), ["choice", "unique"]].to_dict()


def _curve(joint, hypothesis):
    """Return p of the median effect and the number of universes, None where p means nothing."""
    if hypothesis not in _TESTED_BY_OUTCOME:
        return None
    own = joint[joint["hypothesis"].eq(hypothesis)].set_index("statistic")
    row = own.loc["median_effect"]
    return {"p": row["p_expected"], "universes": row["universes"]}
