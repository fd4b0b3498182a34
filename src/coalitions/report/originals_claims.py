"""Every claim of the paper judged on the authors' own data, beside the verdict on ours."""

import pandas as pd

from coalitions.dyads.potential_partners import GROUNDS
from coalitions.keys import KEY
from coalitions.originals.comparison import known_rows
from coalitions.report.claims import Evidence, evaluate
from coalitions.variables.catalogue import REGRESSORS

# Checks on the analysis table that need no row to be identified.
ON_ALL_ROWS = ("mean_about", "quartiles_about", "maximum_about", "mode_is")


def judge(
    claims: pd.DataFrame, rows: pd.DataFrame, grounds: pd.DataFrame, tables: dict[str, pd.DataFrame]
) -> pd.DataFrame:
    """Judge claims on the authors' data.

    Parameters
    ----------
    claims : pandas.DataFrame
        From `coalitions.report.claims.read_claims`.
    rows : pandas.DataFrame
        Of `coalitions.originals.identity.Identified`: levels are judged on all, the make-up of the
        sample, cases and shares on those whose states are known.
    grounds : pandas.DataFrame
        Which rule makes P of an identified row a potential partner, by row.
    tables : dict of str to pandas.DataFrame
        Other evidence, of models on the authors' data.

    Returns
    -------
    pandas.DataFrame
        As `coalitions.report.claims.evaluate`.
    """
    known = known_rows(rows)
    identified = known.join(grounds)[[*KEY, "year", "coalition", *REGRESSORS, *GROUNDS]]
    partners = identified.loc[identified["coalition"].eq(1), KEY].assign(inside=True)
    # No state stands for rows that are not identified.
    nobody = pd.Series(-1 - rows.index.to_numpy(), rows.index)
    every = rows.assign(a=nobody, t=nobody, p=nobody, **dict.fromkeys(GROUNDS, False))
    every = every[identified.columns]
    # What our data hold by construction is open in theirs.
    claims = claims.assign(construction="")
    on_all = claims["check"].isin(ON_ALL_ROWS)
    pieces = [
        evaluate(claims[on_all], Evidence(analysis=every, **tables)),
        evaluate(claims[~on_all], Evidence(analysis=identified, partners=partners, **tables)),
    ]
    order = {claim: place for place, claim in enumerate(claims["claim_id"])}
    ledger = pd.concat(pieces, ignore_index=True)
    return ledger.sort_values("claim_id", key=lambda c: c.map(order), ignore_index=True)


def beside(theirs: pd.DataFrame, ours: pd.DataFrame) -> pd.DataFrame:
    """Set the verdicts on both data sets side by side.

    Returns
    -------
    pandas.DataFrame
        claim_id, place, claim, expects; found, verdict and reason on the authors' data
        (``_theirs``) and on ours (``_ours``).
    """
    keys = ["claim_id", "place", "claim", "expects"]
    judged = ["found", "verdict", "reason"]
    both = theirs[[*keys, *judged]].merge(
        ours[["claim_id", *judged]],
        on="claim_id",
        how="left",
        suffixes=("_theirs", "_ours"),
        validate="1:1",
    )
    return both.fillna("")
