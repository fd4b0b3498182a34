"""The claims ledger: what the paper says, what this replication finds, and the verdict.

``data/published/claims.csv`` and ``claims_theory.csv`` hold one row per claim in our own words and
name the check that judges it; the checks are small pure functions in the ``*_checks`` modules.

Tolerances follow rules about the paper's wording, never the results, and stand in each claim's
``expects``. The rules were set before any model they judge was fitted to the rebuilt data; only
the number of wars with coalitions was known, a count of the raw file that leaves no choice:

- a number the paper says flatly is met at its printed precision (40% is met by 39.5 to 40.5%);
- a number said to be "around", or a mean we can only approach by rebuilding the data, is *about*
  its value: within 25% of it. A ratio of two such numbers is no more precise than they are;
- "nearly" a round percentage: within 5 percentage points;
- "most" and "majority": more than half; "rare": less than a quarter; "quite likely": more than
  half; "significant": p < 0.05; "narrowly misses" significance: p from 0.05 to 0.10, with the
  sign expected.
"""

from coalitions.report.claims import (  # noqa: F401  (importing a module registers its checks)
    appendix_checks,
    case_checks,
    estimate_checks,
    figure_checks,
    game_checks,
    game_figure_checks,
    sample_checks,
    share_checks,
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
