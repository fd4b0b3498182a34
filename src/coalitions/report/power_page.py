"""The page on power: how often each hypothesis is found, and which effects the data exclude."""

from collections.abc import Mapping

import pandas as pd

from coalitions.hypotheses import HYPOTHESES
from coalitions.power.draws import WANTED
from coalitions.power.process import SHARED
from coalitions.report.labels import coefficient_label
from coalitions.report.number_text import count, fixed, percent, percents
from coalitions.report.rendering import render
from coalitions.settings import Run

# What errors are called in tables.
ERRORS_LABELS = {
    "independent": "independent",
    "crisis": "effect of the crisis",
    "builder": "effect of the builder",
}
_INTERVALS = {
    "wald": "standard errors",
    "profile": "profile likelihood",
    "bootstrap": "bootstrap of crises",
    "all three": "span of the three",
}
# Job insecurity above which the paper's Figure 3 shows its effect.
PAPER_LEVEL = 0.25


def multiple_label(multiple: float) -> str:
    """Name a multiple of the paper's effects in a word or two."""
    named = {0.0: "none", 0.5: "half", 1.0: "once", 2.0: "twice"}
    return named.get(multiple, f"{multiple:g} times")


def power_page(
    power: pd.DataFrame,
    smallest: pd.DataFrame,
    coefficients: pd.DataFrame,
    excluded: pd.DataFrame,
    counts: Mapping[str, int],
    run: Run,
) -> str:
    """Write the page in Markdown.

    Parameters
    ----------
    power, smallest : pandas.DataFrame
        From `coalitions.power.draws.power` and `smallest_detected`.
    coefficients : pandas.DataFrame
        From `coalitions.power.process.coefficients_of`.
    excluded : pandas.DataFrame
        From `coalitions.power.excluded.excluded_effects`.
    counts : mapping of str to int
        From `coalitions.power.excluded.above`, at `PAPER_LEVEL`.
    run : coalitions.settings.Run

    Returns
    -------
    str
        The figure is linked as ``power.svg``.
    """
    shared = coefficients[coefficients["equation"].eq("shared")]
    sds = shared.drop_duplicates("errors").set_index("errors")["value"]
    models = {number: power[power["model"].eq(number)] for number in (1, 2)}
    return render(
        "power_page.md.j2",
        run=run.statement(),
        draws=count(power["draws"].max()),
        # Of a share of one half, in percentage points.
        share_error=fixed(50 / power["draws"].max() ** 0.5, ".1f"),
        wanted=percent(WANTED),
        sds=[(ERRORS_LABELS[name], sd) for name, sd in sds.items() if SHARED[name]],
        answers=_answers(models[2], smallest),
        coefficients=coefficients_table(coefficients),
        detection={n: detection_table(rows, smallest) for n, rows in models.items()},
        size={n: size_table(rows) for n, rows in models.items()},
        errors={n: errors_table(rows) for n, rows in models.items()},
        excluded=excluded_table(excluded),
        outside=_outside(excluded),
        replicates=count(excluded["replicates"].max()),
        failed=int(excluded["failed"].max()),
        level=PAPER_LEVEL,
        counts=counts,
    )


def detection_table(rows: pd.DataFrame, smallest: pd.DataFrame) -> pd.DataFrame:
    """Lay out the shares of draws that find each hypothesis, and the smallest effect found.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `coalitions.power.draws.power`, of one model.
    smallest : pandas.DataFrame
        From `coalitions.power.draws.smallest_detected`.

    Returns
    -------
    pandas.DataFrame
        Text, one row a hypothesis and kind of errors.
    """
    table = _by_multiple(rows, "detected", percent)
    own = smallest[smallest["model"].isin(rows["model"])]
    reached = own.set_index(["label", "errors"])
    table[f"smallest effect found in {percent(WANTED)}"] = [
        _smallest(reached.loc[key]) if key in reached.index else "" for key in table.index
    ]
    return _named(table)


def size_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Lay out how often a hypothesis is found, and contradicted, where there is no effect.

    Parameters
    ----------
    rows : pandas.DataFrame
        As for `detection_table`.
    """
    none = rows[rows["multiple"].eq(0)].set_index(["label", "errors"])
    table = pd.DataFrame(
        {
            "p < .05, either sign": none["rejected"].map(percent),
            "the expected sign": none["detected"].map(percent),
            "the other sign": (none["rejected"] - none["detected"]).map(percent),
            "no estimate": none["no_estimate"].map(percent),
        }
    )
    return _named(table)


def errors_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Lay out sign errors and exaggeration among draws with p < .05, and draws without estimate.

    Parameters
    ----------
    rows : pandas.DataFrame
        As for `detection_table`; those whose effect has no size are left out. A cell is blank
        where no draw has p < .05.
    """
    implied = [h.name for h in HYPOTHESES if h.implied is not None]
    sized = rows[rows["hypothesis"].isin(implied) & rows["multiple"].ne(0)]
    cells = sized.assign(
        both=[
            "" if pd.isna(times) else f"{percent(wrong)}, {fixed(times, '.1f')}"
            for wrong, times in zip(sized["sign_errors"], sized["exaggeration"], strict=True)
        ]
    )
    table = _by_multiple(cells, "both", str)
    known = rows[rows["label"].isin(sized["label"])]
    table["no estimate, at most"] = (
        known.groupby(["label", "errors"])["no_estimate"].max().loc[table.index].map(percent)
    )
    return _named(table)


def coefficients_table(coefficients: pd.DataFrame) -> pd.DataFrame:
    """Lay out the coefficients that outcomes are drawn under, those imposed first.

    Parameters
    ----------
    coefficients : pandas.DataFrame
        From `coalitions.power.process.coefficients_of`.
    """
    alike = coefficients[coefficients["equation"].ne("shared")]
    constants = alike["origin"].eq("set")
    first = alike["errors"].eq(alike["errors"].iloc[0])
    rows = alike[constants | first].copy()
    rows["coefficient"] = [
        f"Constant, {ERRORS_LABELS[errors]}"
        if origin == "set"
        else coefficient_label(equation, term)
        for equation, term, errors, origin in zip(
            rows["equation"], rows["term"], rows["errors"], rows["origin"], strict=True
        )
    ]
    wide = rows.pivot(index="coefficient", columns="multiple", values="value")
    held = rows.groupby("coefficient")["origin"].agg(lambda o: (o == "imposed").sum())
    order = sorted(wide.index, key=lambda name: (-held[name], name.startswith("Constant"), name))
    shown = wide.loc[order].map(fixed).rename(columns=multiple_label)
    return shown.reset_index().rename_axis(columns=None)


def excluded_table(excluded: pd.DataFrame) -> pd.DataFrame:
    """Lay out the three intervals of each coefficient, their span, and what is judged of it.

    Parameters
    ----------
    excluded : pandas.DataFrame
        From `coalitions.power.excluded.excluded_effects`.
    """
    return pd.DataFrame(
        {
            "hypothesis": excluded["label"],
            "interval from": excluded["interval"].map(_INTERVALS),
            "coefficient": _intervals(excluded, "", ".2f"),
            "effect of one sd": _intervals(excluded, "_effect", ".3f"),
            "multiple of the paper's": _intervals(excluded, "_multiple", ".1f"),
            "verdict": excluded["verdict"],
        }
    )


def _intervals(table, suffix, form):
    ends = zip(table[f"low{suffix}"], table[f"high{suffix}"], strict=True)
    return [
        "" if pd.isna(low) else f"{fixed(low, form)} to {fixed(high, form)}" for low, high in ends
    ]


def _outside(excluded):
    """Gather by hypothesis what spans all three intervals, with what the paper implies."""
    span = excluded[excluded["interval"].eq("all three")].set_index("hypothesis")
    return [{**span.loc[h.name].to_dict(), "implied": h.implied} for h in HYPOTHESES]


def _answers(rows, smallest):
    """Gather by hypothesis what one sentence says: shares at none and once, by kind of errors."""
    own = smallest[smallest["model"].eq(2)]
    answers = []
    for hypothesis in HYPOTHESES:
        table = rows[rows["hypothesis"].eq(hypothesis.name)].set_index(["multiple", "errors"])
        reached = own[own["hypothesis"].eq(hypothesis.name)]
        answers.append(
            {
                "label": hypothesis.label,
                "sized": hypothesis.implied is not None,
                "found": percents(table.loc[1.0, "detected"]),
                "false": percents(table.loc[0.0, "rejected"]),
                "needed": [
                    f"{_smallest(row)} ({ERRORS_LABELS[row['errors']]})"
                    for row in reached.to_dict("records")
                ],
            }
        )
    return answers


def _smallest(row):
    if pd.isna(row["multiple"]):
        return f"beyond {row['farthest']:g} times (most: {percent(row['largest'])})"
    return f"{row['multiple']:.1f} times ({row['effect']:.2f})"


def _by_multiple(rows, column, printed):
    wide = rows.pivot(index=["label", "errors"], columns="multiple", values=column)
    order = rows.drop_duplicates(["label", "errors"]).set_index(["label", "errors"]).index
    return wide.loc[order].map(printed).rename(columns=multiple_label)


def _named(table):
    shown = table.rename_axis(columns=None).reset_index()
    shown["errors"] = shown["errors"].map(ERRORS_LABELS)
    return shown.rename(columns={"label": "hypothesis"})
