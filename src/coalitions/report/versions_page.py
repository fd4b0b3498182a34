"""What each version of each dataset changes, as a page."""

import pandas as pd

from coalitions.estimates.specifications import MAIN
from coalitions.report.labels import LABELS
from coalitions.report.tables import coefficient

_MAIN = tuple((2, *key) for key in MAIN)
_INTRODUCTION = """# Versions of the data

{run}

Each row is a rebuild from raw data with one dataset in another version than this run's, or with
another dataset in its place, all else equal. `snakemake --cores all --config
versions='{{cow_nmc: "6.0"}}'` makes any of them the run itself, `--config vintage=latest` takes the
newest version of everything.

{verdict}
"""


def page(own, rows, values, estimates, only_read, run):
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
    key = ["dataset", "version"]
    main = pd.MultiIndex.from_tuples(_MAIN, names=["model", "equation", "term"])
    swapped = estimates.set_index([*main.names, *key])
    first = own.set_index(main.names).loc[main]
    lines, flips = [], []
    for row in rows.to_dict("records"):
        cells = {}
        for term in _MAIN:
            place = (*term, row["dataset"], row["version"])
            label = _label(term)
            if place not in swapped.index:
                cells[label] = f"not estimable: {row['problem']}"
                continue
            found = swapped.loc[place]
            cells[label] = coefficient(found)
            if (found["estimate"] > 0) != (first.loc[term, "estimate"] > 0):
                flips.append((f"{row['dataset']} {row['version']}", label, found))
        lines.append({**{k: row[k] for k in key}, "N": _count(row.get("n")), **cells})
    here = {_label(t): coefficient(first.loc[t]) for t in _MAIN}
    top = {"dataset": "this run", "version": "", "N": "", **here}
    models = pd.DataFrame([top, *lines]).to_markdown(index=False, disable_numparse=True)
    verdict = f"{len(rows)} swaps, of which {int(rows['problem'].fillna('').ne('').sum())} leave a "
    verdict += "model without an estimate. " + _flips(flips)
    return "\n".join(
        [
            _INTRODUCTION.format(run=run.statement(), verdict=verdict),
            "## Main coefficients of model 2\n",
            models,
            "\nStandard errors in brackets; * p < .05.\n",
            "## Dyads\n",
            _rows(rows),
            "\n## Values\n",
            "Over the dyads that both tables hold: variables with any change, the share of dyads "
            "whose value differs, and the correlation of old and new.\n",
            _values(values),
            "\n## Read and checked only\n",
            "Neither this run nor any swap reads these; they serve the coding of cases and the "
            "reader's own use.\n",
            pd.DataFrame(only_read, columns=["dataset", "version", "rows"]).to_markdown(
                index=False, disable_numparse=True
            ),
            "",
        ]
    )


def _label(term):
    _, equation, name = term
    return f"Variance: {LABELS[name]}" if equation == "variance" else LABELS[name]


def _flips(flips):
    if not flips:
        return "No main coefficient changes its sign."
    told = "; ".join(f"{label} with {swap}: {coefficient(row)}" for swap, label, row in flips)
    firm = sum(row["p_value"] < 0.05 for _, _, row in flips)
    return f"Signs that change ({firm} of {len(flips)} with p < .05): {told}."


def _rows(rows):
    names = {
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
    # Where no swap has an estimate, nobody counted the coalition dyads of the models.
    table = rows.reindex(columns=list(names)).rename(columns=names)
    counts = [c for c in table if c not in ("dataset", "version")]
    table[counts] = table[counts].map(_count)
    return table.to_markdown(index=False, disable_numparse=True)


def _values(values):
    moved = values[values[["changed", "now_known", "now_missing"]].gt(0).any(axis=1)]
    table = pd.DataFrame(
        {
            "dataset": moved["dataset"],
            "version": moved["version"],
            "variable": moved["variable"],
            "differs": moved["changed"].map(lambda x: "" if pd.isna(x) else f"{x:.2%}"),
            "mean change": moved["mean_change"].map(lambda x: "" if pd.isna(x) else f"{x:.4f}"),
            "now known": moved["now_known"].map(_count),
            "now missing": moved["now_missing"].map(_count),
            "correlation": moved["correlation"].map(lambda x: "" if pd.isna(x) else f"{x:.3f}"),
        }
    )
    return table.to_markdown(index=False, disable_numparse=True)


def _count(value):
    return "" if pd.isna(value) else f"{value:,.0f}"
