"""How much the data can say when coalitions are rare: counts, leverage, clusters, separation."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from coalitions.estimates.specifications import MAIN, Specification, coefficient
from hetprobit import HetProbit, ProbitResults
from hetprobit.errors import SeparationError

# Rows with more than this many times the mean leverage are counted (Belsley, Kuh and Welsch 1980).
HIGH_LEVERAGE = 2.0


def clusters_of_half(counts: ArrayLike) -> int:
    """Return the least number of clusters that hold half of what is counted."""
    held = np.cumsum(np.sort(np.asarray(counts))[::-1])
    return int(np.searchsorted(held, held[-1] / 2) + 1)


def separates(model: HetProbit) -> bool:
    """Return whether a combination of regressors predicts the outcome in some rows."""
    try:
        model.check_separation()
    except SeparationError:
        return True
    return False


def smallest_cells(used: pd.DataFrame) -> pd.DataFrame:
    """Return, for every 0-1 regressor, its least frequent combination with the outcome.

    Parameters
    ----------
    used : pandas.DataFrame
        Column coalition and regressors.

    Returns
    -------
    pandas.DataFrame
        Columns term, value, coalition (the combination), rows.
    """
    cells = []
    for term in used.columns.drop("coalition"):
        if used[term].isin([0, 1]).all():
            sizes = {
                (value, joined): int((used[term].eq(value) & used["coalition"].eq(joined)).sum())
                for value in (0, 1)
                for joined in (0, 1)
            }
            rarest = min(sizes, key=lambda cell: sizes[cell])
            cells.append((term, *rarest, sizes[rarest]))
    return pd.DataFrame(cells, columns=["term", "value", "coalition", "rows"])


def diagnostics(
    specification: Specification, results: ProbitResults, sample: pd.DataFrame
) -> pd.DataFrame:
    """Measure how much the data say on a model's coefficients.

    Parameters
    ----------
    specification : coalitions.estimates.specifications.Specification
    results : hetprobit.ProbitResults
        Clustered on the crisis.
    sample : pandas.DataFrame
        Estimation sample.

    Returns
    -------
    pandas.DataFrame
        Columns model, diagnostic, of (the coefficient or cell concerned, else empty), value.
    """
    used = sample.iloc[results.model.rows]
    terms = [name for name in specification.regressors if name in results.param_names]
    influence = results.get_influence()
    found = [
        *_counts(used, len(results.param_names)),
        *(
            (
                "smallest_cell",
                f"{cell.term} = {cell.value}, coalition = {cell.coalition}",
                cell.rows,
            )
            for cell in smallest_cells(used[["coalition", *terms]]).itertuples()
        ),
        ("largest_probability", "", np.max(results.predict())),
        *_leverages(influence, used),
    ]
    for equation, term in MAIN:
        if (name := coefficient(equation, term)) in results.param_names:
            value = influence.effective_clusters(name)
            found.append(("effective_clusters", f"{equation}:{term}", value))
    found += [
        ("separates", "", separates(results.model)),
        ("condition_number", "", influence.condition_number),
    ]
    table = pd.DataFrame(found, columns=["diagnostic", "of", "value"])
    table.insert(0, "model", specification.number)
    return table.astype({"value": float})


def _counts(used, n_coefficients):
    """Rows, coalitions and crises of a sample, also for each coefficient."""
    joined = used[used["coalition"].eq(1)]
    by_crisis = joined["crisis"].value_counts()
    found = [
        ("dyads", "", len(used)),
        ("ones", "", len(joined)),
        ("share_of_ones", "", len(joined) / len(used)),
    ]
    if "a" in joined:
        coalitions = len(joined[["crisis", "part", "a"]].drop_duplicates())
        found.append(("coalitions", "", coalitions))
    return [
        *found,
        ("crises", "", used["crisis"].nunique()),
        ("crises_with_coalition", "", len(by_crisis)),
        ("crises_of_half", "", clusters_of_half(by_crisis)),
        ("effective_crises_of_ones", "", by_crisis.sum() ** 2 / (by_crisis**2).sum()),
        ("coefficients", "", n_coefficients),
        ("ones_per_coefficient", "", len(joined) / n_coefficients),
        ("crises_with_coalition_per_coefficient", "", len(by_crisis) / n_coefficients),
    ]


def _leverages(influence, used):
    """Find the largest leverages of rows and crises, and how many rows have much."""
    leverage, codes = influence.leverage, influence.cluster_codes
    high = leverage > HIGH_LEVERAGE * len(influence.names) / len(used)
    of_crises = np.bincount(codes, leverage)
    most = used["crisis"].to_numpy()[codes == of_crises.argmax()][0]
    return [
        ("largest_leverage", "", leverage.max()),
        ("rows_with_leverage", "", high.sum()),
        ("ones_with_leverage", "", high[used["coalition"].eq(1).to_numpy()].sum()),
        ("largest_crisis_leverage", str(most), of_crises.max() / of_crises.mean()),
    ]
