"""How filled-in sheets compare with the passes and the adjudicated coding."""

import pandas as pd

from coalitions.coding.cases import Cases
from coalitions.coding.reliability import agreement


def score(answers: Cases, others: dict[str, Cases], candidates: pd.Series) -> pd.DataFrame:
    """Compare one coder's answers with other codings, on the crises the coder answered.

    Parameters
    ----------
    answers : coalitions.coding.cases.Cases
        Of the coder.
    others : dict of str to coalitions.coding.cases.Cases
        Codings to compare with, by name.
    candidates : pandas.Series
        As for `coalitions.coding.reliability.agreement`.

    Returns
    -------
    pandas.DataFrame
        Columns against, measure, units, agreement, kappa.
    """
    answered = answers.crises["crisis"].unique()
    compared = {
        name: agreement(answers, _of(other, answered), candidates) for name, other in others.items()
    }
    return pd.concat(compared, names=["against"]).reset_index("against").reset_index(drop=True)


def differences(answers: Cases, result: Cases) -> pd.DataFrame:
    """List partner rows that only one of a coder and the adjudicated coding has.

    Returns
    -------
    pandas.DataFrame
        Columns crisis, part, principal, partner, who (coder or result), evidence.
    """
    key = ["crisis", "part", "principal", "partner"]
    theirs = _of(result, answers.crises["crisis"].unique()).partners
    both = answers.partners[[*key, "evidence"]].merge(
        theirs[[*key, "evidence"]], on=key, how="outer", suffixes=("_1", "_2"), indicator=True
    )
    one = both[both["_merge"].ne("both")]
    return pd.DataFrame(
        {
            **{name: one[name] for name in key},
            "who": one["_merge"].map({"left_only": "coder", "right_only": "result"}).astype("str"),
            "evidence": one["evidence_1"].fillna(one["evidence_2"]),
        }
    ).sort_values(key, ignore_index=True)


def _of(cases, crises):
    """Keep some crises of a coding."""
    return Cases(
        cases.edition,
        cases.crises[cases.crises["crisis"].isin(crises)],
        cases.partners[cases.partners["crisis"].isin(crises)],
    )
