"""What a hypothesis comes to: the default's estimate, the universes and the joint test together.

The rule stands in ``docs/analysis-plan.md``, "Three verdicts".
"""

from dataclasses import dataclass

import pandas as pd

from coalitions.hypotheses import CANNOT_TELL, CONTRADICTED, SUPPORTED, Hypothesis
from coalitions.multiverse.effects import TESTED
from coalitions.significance import LEVEL

# More than this share of the informative universes of the equivalent set must agree.
_MAJORITY = 0.5


@dataclass(frozen=True)
class Evidence:
    """What the verdict on a hypothesis rests on.

    Attributes
    ----------
    estimate : str
        Verdict of the default's estimate, of `coalitions.hypotheses.VERDICTS`.
    share_supported, share_contradicted : float
        Of the informative universes of the equivalent set; missing without one.
    joint_p : float
        Two-sided, from `coalitions.multiverse.joint_test.p_values`; missing without a curve.
    median_z : float
        Of the observed curve, positive in the expected direction.
    """

    estimate: str
    share_supported: float
    share_contradicted: float
    joint_p: float
    median_z: float


@dataclass(frozen=True)
class Verdict:
    """A verdict, and for each verdict that it is not, the first condition that fails.

    Attributes
    ----------
    verdict : str
        supported, contradicted or cannot tell.
    because : str
        A clause.
    """

    verdict: str
    because: str


def hypothesis_verdict(evidence: Evidence) -> Verdict:
    """Judge a hypothesis.

    Parameters
    ----------
    evidence : Evidence

    Returns
    -------
    Verdict
        Supported: the default's estimate is, the joint test has p < .05 in the expected direction,
        and more than half of the universes support it. Contradicted: the default's estimate is, and
        so are more than half of the universes. Cannot tell: anything else.
    """
    joint = evidence.joint_p < LEVEL and evidence.median_z > 0
    if evidence.estimate == SUPPORTED:
        if not evidence.share_supported > _MAJORITY:
            return Verdict(CANNOT_TELL, "the default supports it, but no majority of universes")
        if not joint:
            return Verdict(CANNOT_TELL, "default and most universes support it, the joint test not")
        return Verdict(SUPPORTED, "default, most universes and the joint test support it")
    if evidence.estimate == CONTRADICTED:
        if not evidence.share_contradicted > _MAJORITY:
            return Verdict(CANNOT_TELL, "the default contradicts it, but no majority of universes")
        return Verdict(CONTRADICTED, "default and most universes contradict it")
    return Verdict(CANNOT_TELL, "the default's estimate cannot tell")


def verdict_table(
    default: pd.DataFrame,
    shares: pd.DataFrame,
    joint: pd.DataFrame,
    hypotheses: tuple[Hypothesis, ...] = TESTED,
) -> pd.DataFrame:
    """Judge every hypothesis of a multiverse.

    Parameters
    ----------
    default : pandas.DataFrame
        From `coalitions.multiverse.shares.default_estimates`.
    shares : pandas.DataFrame
        From `coalitions.multiverse.shares.shares`, of the equivalent set.
    joint : pandas.DataFrame
        From `coalitions.multiverse.joint_test.p_values`.
    hypotheses : tuple of Hypothesis

    Returns
    -------
    pandas.DataFrame
        One row a hypothesis: hypothesis, label, estimate, low, high (95 percent interval), sd of
        the default; verdict_of_estimate; share_supported, share_contradicted, universes
        (informative, of the equivalent set); joint_p, joint_floor, median_z; verdict, because.
    """
    default, shares, joint = (t.set_index("hypothesis") for t in (default, shares, joint))
    rows = []
    for hypothesis in hypotheses:
        own, found, curve = (t.loc[hypothesis.name] for t in (default, shares, joint))
        evidence = Evidence(
            own["verdict"],
            found["supported_of_all"],
            found["contradicted_of_all"],
            curve["p"],
            curve["median_z"],
        )
        verdict = hypothesis_verdict(evidence)
        rows.append(
            {
                "hypothesis": hypothesis.name,
                "label": hypothesis.label,
                **own[["estimate", "low", "high", "sd"]].to_dict(),
                "verdict_of_estimate": evidence.estimate,
                "share_supported": evidence.share_supported,
                "share_contradicted": evidence.share_contradicted,
                "universes": found["universes"],
                "joint_p": evidence.joint_p,
                "joint_floor": curve["floor"],
                "median_z": evidence.median_z,
                "verdict": verdict.verdict,
                "because": verdict.because,
            }
        )
    return pd.DataFrame(rows)
