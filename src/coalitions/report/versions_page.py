"""What each version of each dataset changes, as a page."""

import pandas as pd

from coalitions.estimates.specifications import MAIN
from coalitions.report.labels import coefficient_label
from coalitions.report.number_text import coefficient, count, fixed
from coalitions.report.rendering import render
from coalitions.settings import Run
from coalitions.significance import LEVEL

_MAIN = [(2, *key) for key in MAIN]
_COEFFICIENT = ["model", "equation", "term"]
_SWAP = ["dataset", "version"]
_ROWS = {
    "dataset": "dataset",
    "version": "version",
    "dyads": "dyads",
    "dyads_new": "new",
    "dyads_gone": "gone",
    "crises_new": "crises new",
    "crises_gone": "crises gone",
    "complete_before": "complete before",
    "complete": "complete",
    "joined": "coalition dyads in the models",
}


def versions_page(
    own: pd.DataFrame,
    rows: pd.DataFrame,
    values: pd.DataFrame,
    estimates: pd.DataFrame,
    only_read: list[tuple[str, str, int]],
    run: Run,
) -> str:
    """Write the report on versions.

    Parameters
    ----------
    own : pandas.DataFrame
        Estimates of the run: model, equation, term, estimate, std_error, p_value.
    rows, values, estimates : pandas.DataFrame
        What `coalitions.estimates.versions.compare_rows` and `compare_values` and the models say
        of every swap, each with dataset and version.
    only_read : list of (str, str, int)
        Dataset, version and rows of tables that neither the run nor a swap reads.
    run : coalitions.settings.Run

    Returns
    -------
    str
        Markdown.
    """
    first = own.set_index(_COEFFICIENT).loc[_MAIN]
    swapped = estimates.set_index([*_COEFFICIENT, *_SWAP])
    flips = _flips(first, swapped, rows)
    return render(
        "versions_page.md.j2",
        run=run.statement(),
        swaps=len(rows),
        failed=int(rows["problem"].fillna("").ne("").sum()),
        flips=flips,
        significant=sum(flip["estimate"]["p_value"] < LEVEL for flip in flips),
        models=_models(first, swapped, rows),
        rows=_rows(rows),
        values=_values(values),
        only_read=pd.DataFrame(only_read, columns=[*_SWAP, "rows"]),
    )


def _models(first, swapped, rows):
    """Set the main coefficients of every swap below those of the run."""
    labels = [coefficient_label(*key[1:]) for key in _MAIN]
    own = [coefficient(first.loc[key]) for key in _MAIN]
    lines = [("this run", "", "", *own)]
    for row in rows.to_dict("records"):
        swap = (row["dataset"], row["version"])
        found = [_estimate(swapped, key, swap) for key in _MAIN]
        cells = [f"not estimable: {row['problem']}" if e is None else coefficient(e) for e in found]
        lines.append((*swap, count(row.get("n")), *cells))
    return pd.DataFrame(lines, columns=[*_SWAP, "N", *labels])


def _flips(first, swapped, rows):
    """Return the main coefficients that change their sign, with the swap that changes them."""
    return [
        {"label": coefficient_label(*key[1:]), "swap": " ".join(swap), "estimate": estimate}
        for swap in rows[_SWAP].itertuples(index=False)
        for key in _MAIN
        if (estimate := _estimate(swapped, key, swap)) is not None
        and (estimate["estimate"] > 0) != (first.loc[key, "estimate"] > 0)
    ]


def _estimate(swapped, key, swap):
    """Return a coefficient of a swap, None where the model has no estimate."""
    place = (*key, *swap)
    return swapped.loc[place] if place in swapped.index else None


def _rows(rows):
    # Where no swap has an estimate, the coalition dyads of the models were not counted.
    table = rows.reindex(columns=list(_ROWS)).rename(columns=_ROWS)
    counts = [name for name in table if name not in _SWAP]
    table[counts] = table[counts].map(count)
    return table


def _values(values):
    moved = values[values[["changed", "now_known", "now_missing"]].gt(0).any(axis=1)]
    return pd.DataFrame(
        {
            "dataset": moved["dataset"],
            "version": moved["version"],
            "variable": moved["variable"],
            "differs": moved["changed"].map(lambda share: fixed(share, ".2%")),
            "mean change": moved["mean_change"].map(lambda change: fixed(change, ".4f")),
            "now known": moved["now_known"].map(count),
            "now missing": moved["now_missing"].map(count),
            "correlation": moved["correlation"].map(fixed),
        }
    )
