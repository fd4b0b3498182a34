"""The claims ledger: what the paper says, what this replication finds, and the verdict.

``data/published/claims.csv`` and ``claims_theory.csv`` hold one row per claim in our own words and
name the check that judges it; the checks are small pure functions in the ``*_checks`` modules.

Tolerances follow rules about the paper's wording, never the results, and stand in each claim's
``expects``. The first rules were set before any model they judge was fitted to the rebuilt data;
only the number of wars with coalitions was known, a count of the raw file that leaves no choice.
Those on verdicts, readings and drawings came later, with estimates of Table 2, the shares of
allies, the curves and the ranks of wars known, to mend checks that were too strict, too lenient or
could not fail; none of them was chosen for a verdict:

- a number the paper says flatly is met at its printed precision (40% is met by 39.5 to 40.5%);
- a number said to be "around", or a mean we can only approach by rebuilding the data, is *about*
  its value: within 25% of it. A ratio of two such numbers is no more precise than they are;
- "nearly" a round percentage: within 5 percentage points;
- what an effect is said to be is judged by the three verdicts of ``docs/analysis-plan.md``; what a
  table or a figure of the paper is said to show is checked as it stands;
- a claim that holds under some readings only, each named, holds under a condition;
- "most" and "majority": more than half; "rare": less than a quarter; "quite likely": more than
  half; "significant": p < 0.05; "narrowly misses" significance: p from 0.05 to 0.10, with the
  sign expected.
"""

from coalitions.report.claims import (  # noqa: F401  (importing a module registers its checks)
    appendix_checks,
    case_checks,
    effect_checks,
    estimate_checks,
    figure_checks,
    game_checks,
    game_figure_checks,
    price_checks,
    sample_checks,
    share_checks,
    war_checks,
)
from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.ledger import combine, evaluate, read_claims, to_markdown
from coalitions.report.claims.registry import CHECKS

__all__ = [
    "CHECKS",
    "Evidence",
    "combine",
    "evaluate",
    "read_claims",
    "to_markdown",
]
