"""What the multiverse adds to claims on the hypotheses."""

import pandas as pd

from coalitions.report.number_text import percent

# The hypotheses of the multiverse that a claim states.
_CLAIMS = {
    "sign-divergence-tp": ["h1_tp"],
    "sign-divergence-ap": ["h1_ap"],
    "sign-insecurity-a-model-2": ["h2"],
    "sign-gamma": ["h3"],
    "significance-divergences": ["h1_tp", "h1_ap"],
    "significance-insecurity-a-model-2": ["h2"],
    "significance-gamma": ["h3"],
    "selectivity": ["selectivity"],
}


def cite(ledger: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Add to each claim on a hypothesis what share of the universes supports and contradicts it.

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
        rows = by_name.loc[_CLAIMS[claim]]
        supported, contradicted = (
            " and ".join(rows[f"{verdict}_of_all"].map(percent))
            for verdict in ("supported", "contradicted")
        )
        return (
            f"; of {rows['universes'].iloc[0]:,} universes {supported} support and {contradicted} "
            "contradict it (docs/multiverse.md)"
        )

    cited = [in_the_multiverse(claim) if claim in _CLAIMS else "" for claim in ledger["claim_id"]]
    return ledger.assign(found=ledger["found"] + cited)
