r"""One builder chooses a set of partners: a sketch in two steps.

The dyads of a builder are fitted as if each candidate were asked on its own. Take instead the set
:math:`S` that a builder ends up with, out of its candidates:

.. math:: \Pr(S) = \Pr(|S| > 0) \times \Pr(|S| \mid |S| > 0) \times \Pr(S \mid |S|)

The first factor is estimated by a probit of builders, in this module: whether there is any
coalition, by the builder's traits, the number of candidates and how divergent they are on average.
The last is the conditional logit of `coalitions.estimates.conditional_logit`. The middle one, how
large a coalition becomes, is left open, and so is what one partner's joining does to the use of
another.
"""

import numpy as np
import pandas as pd

from coalitions.estimates.conditional_logit import BUILDER
from coalitions.estimates.selectivity import INTERACTIONS, with_interactions
from coalitions.estimates.specifications import Specification

LOG_CANDIDATES = "log_candidates"
_OF_BUILDER = (
    "insecurity_a",
    "cinc_a",
    "cinc_t",
    "un_support",
    "distance_at",
    "democracy_a",
    "post_cold_war",
    "major_power_a",
)
_MEANS = ("divergence_tp", "divergence_ap")
_TERMS = (*_MEANS, *_OF_BUILDER, LOG_CANDIDATES)
ANY_COALITION = Specification(1, "Any coalition", _TERMS)
ANY_COALITION_WITH_SELECTIVITY = Specification(
    3, "Any coalition, with selectivity", (*_TERMS, *INTERACTIONS)
)


def builders(sample: pd.DataFrame) -> pd.DataFrame:
    """Return one row a builder: whether it has a partner, and what may decide it.

    Parameters
    ----------
    sample : pandas.DataFrame
        Estimation sample of dyads.

    Returns
    -------
    pandas.DataFrame
        Columns of `BUILDER`, coalition (any partner, 0 or 1), the builder's own regressors,
        divergence_tp and divergence_ap (means over its candidates), log_candidates (logarithm of
        their number), and the interactions of
        `coalitions.estimates.selectivity.with_interactions` over builders.
    """
    groups = sample.groupby(BUILDER)
    table = groups[list(_OF_BUILDER)].first()
    table[list(_MEANS)] = groups[list(_MEANS)].mean()
    table["coalition"] = groups["coalition"].max()
    table[LOG_CANDIDATES] = np.log(groups.size())
    return with_interactions(table.reset_index())
