"""What a claim is judged by, what is found, and the register of all judgements."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from coalitions.errors import GameError
from coalitions.game.derivations import DERIVATIONS
from coalitions.game.verdicts import NOT_REPRODUCED, REPRODUCED, count, judge


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the claims are judged by.

    Parameters
    ----------
    checks : pandas.DataFrame
        From :func:`coalitions.game.checks.run_checks`.
    simulation : pandas.DataFrame
        From :func:`coalitions.game.bridge.simulation_table`.
    """

    checks: pd.DataFrame
    simulation: pd.DataFrame


@dataclass(frozen=True)
class Finding:
    """What was found about one claim.

    Parameters
    ----------
    found, verdict, reason : str
        In plain words; the verdict is one of four.
    """

    found: str
    verdict: str
    reason: str


JUDGEMENTS: dict[str, Callable[[Evidence], Finding]] = {}
"""One function per claim, in the order of the paper."""


def claim(claim_id: str):
    """Register the function that judges a claim.

    Parameters
    ----------
    claim_id : str
        Identifier in the ledger.

    Returns
    -------
    callable
        A decorator that returns the function unchanged.

    Raises
    ------
    GameError
        When the claim is judged twice.
    """

    def register(judge_one):
        if claim_id in JUDGEMENTS:
            raise GameError("a claim is judged twice", got=claim_id, where="claim_registry")
        JUDGEMENTS[claim_id] = judge_one
        return judge_one

    return register


def by_checks(claim_id: str, stated, conditional=(), reason: str = ""):
    """Register a claim that numerical checks decide.

    Parameters
    ----------
    claim_id : str
        Identifier in the ledger.
    stated, conditional : tuple of str
        Keys of the checks of the statement as made and under a condition.
    reason : str
        The condition, or how it was checked.
    """

    @claim(claim_id)
    def _(evidence):
        keys = dict.fromkeys((*stated, *conditional))
        statements = evidence.checks.set_index("key")["statement"]
        found = "; ".join(f"{statements[key]}: {count(evidence.checks, key)}" for key in keys)
        return Finding(found, judge(evidence.checks, stated, conditional), reason)


def by_derivation(claim_id: str, derivation: str, reason: str):
    """Register a claim that a symbolic derivation decides.

    Parameters
    ----------
    claim_id : str
        Identifier in the ledger.
    derivation : str
        Key of the derivation.
    reason : str
        Which of its steps is meant.
    """

    @claim(claim_id)
    def _(_evidence):
        steps = [step for step in DERIVATIONS[derivation]() if step.holds is not None]
        failed = sum(not step.holds for step in steps)
        found = f"{len(steps) - failed} of {len(steps)} identities verified symbolically"
        return Finding(found, NOT_REPRODUCED if failed else REPRODUCED, reason)
