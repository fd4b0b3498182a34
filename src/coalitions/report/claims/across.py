"""What the multiverse adds to claims on the hypotheses."""

import pandas as pd

from coalitions.report.number_text import percent

# The hypotheses of the multiverse that a claim states, and whether it states significance too.
_CLAIMS = {
    "sign-divergence-tp": (["h1_tp"], False),
    "sign-divergence-ap": (["h1_ap"], False),
    "sign-insecurity-a-model-2": (["h2"], False),
    "sign-gamma": (["h3"], False),
    "significance-divergences": (["h1_tp", "h1_ap"], True),
    "significance-insecurity-a-model-2": (["h2"], True),
    "significance-gamma": (["h3"], True),
}


def cite(ledger: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Add to each claim on a hypothesis in what share of the universes it holds (model 2).

    Parameters
    ----------
    ledger : pandas.DataFrame
        From `coalitions.report.claims.evaluate`.
    shares : pandas.DataFrame
        From `coalitions.multiverse.shares.shares`.

    Returns
    -------
    pandas.DataFrame
        With longer ``found``.
    """
    by_name = shares.set_index("hypothesis")

    def in_the_multiverse(claim):
        hypotheses, significant = _CLAIMS[claim]
        column = "supported_of_all" if significant else "expected_of_all"
        held = " and ".join(percent(by_name.loc[name, column]) for name in hypotheses)
        what = "expected sign and p < .05" if significant else "expected sign"
        number = by_name["universes"].iloc[0]
        return f"; in model 2 of {number:,} universes: {what} in {held} (docs/multiverse.md)"

    cited = [in_the_multiverse(claim) if claim in _CLAIMS else "" for claim in ledger["claim_id"]]
    return ledger.assign(found=ledger["found"] + cited)
