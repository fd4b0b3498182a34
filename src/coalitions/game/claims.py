"""Every checkable statement about the model in the paper's prose, held against the model."""

import pandas as pd

from coalitions.game import (  # noqa: F401 - importing them registers their claims
    claims_figures,
    claims_hypotheses,
    claims_play,
)
from coalitions.game.bridge import simulation_table
from coalitions.game.checks import run_checks
from coalitions.game.claim_registry import JUDGEMENTS, Evidence


def evaluate(
    checks: pd.DataFrame | None = None, simulation: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Judge every claim about the model.

    Parameters
    ----------
    checks : pandas.DataFrame, optional
        From :func:`coalitions.game.checks.run_checks`; computed when left out.
    simulation : pandas.DataFrame, optional
        From :func:`coalitions.game.bridge.simulation_table`; a small one is computed when left
        out.

    Returns
    -------
    pandas.DataFrame
        One row per claim: ``claim_id``, ``found``, ``verdict``, ``reason``, all str.
    """
    evidence = Evidence(
        checks=run_checks() if checks is None else checks,
        simulation=simulation_table(8, 300, 8, 20160103) if simulation is None else simulation,
    )
    rows = []
    for claim_id, judge_one in JUDGEMENTS.items():
        finding = judge_one(evidence)
        rows.append((claim_id, finding.found, finding.verdict, finding.reason))
    return pd.DataFrame(rows, columns=["claim_id", "found", "verdict", "reason"])
