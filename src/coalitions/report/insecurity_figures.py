"""Job insecurity as a family, and the standard errors that count its uncertainty, for readers."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator, NullLocator

from coalitions.estimates.generated_regressors import BOTH, FIRST_STAGE, IDEAL_POINTS
from coalitions.estimates.specifications import MAIN
from coalitions.report.labels import LABELS

_CHOICES = {
    "": "",
    "model": "Model",
    "leaders": "Leaders",
    "growth_series": "Growth",
    "changes": "Prior changes",
    "natural_deaths": "Natural deaths",
}
# Legend and marks, which differ in form so that they can be told apart in grey.
_MARKS = {
    "": ("default", "o"),
    "model": ("other model", "s"),
    "leaders": ("other leaders", "^"),
    "growth_series": ("other growth series", "x"),
    "changes": ("other count of changes", "D"),
    "natural_deaths": ("other use of deaths", "+"),
}


def one_choice_table(family, chosen):
    """Lay out the variants that differ from the default in one choice.

    Parameters
    ----------
    family : pandas.DataFrame
        Rows of `coalitions.insecurity.family.summarise`.
    chosen : pandas.DataFrame
        From `coalitions.insecurity.family.one_at_a_time`.

    Returns
    -------
    pandas.DataFrame
        One row a variant; a variant that could not be estimated has its reason in the last
        column.
    """
    rows = family.set_index("variant").loc[chosen.index]

    def numbers(column, form):
        return rows[column].map(lambda v: "" if pd.isna(v) else format(v, form)).to_numpy()

    table = pd.DataFrame(
        {
            "Choice": chosen["changed"].map(_CHOICES).to_numpy(),
            "Taken": chosen["name"].to_numpy(),
            "Leader-years": numbers("leader_years", ",.0f"),
            "Exits": numbers("exits", ",.0f"),
            "Mean": numbers("mean", ".3f"),
            "s.d.": numbers("sd", ".3f"),
            "Brier score": numbers("brier", ".3f"),
            "Calibration slope": numbers("calibration_slope", ".2f"),
            "Largest gap": numbers("largest_gap", ".3f"),
            "AUC": numbers("auc", ".3f"),
            "Correlation": numbers("pearson", ".3f"),
            "Rank correlation": numbers("spearman", ".3f"),
            "After a change": numbers("after_change", "+.3f"),
            "At a change": numbers("at_change", "+.3f"),
        }
    )
    problems = rows["problem"].fillna("").to_numpy()
    return table.assign(Problem=problems) if (problems != "").any() else table


def draw(correlations, calibrations, chosen):
    """Draw how the variants correlate, and whether their predictions come true.

    Parameters
    ----------
    correlations : pandas.DataFrame
        From `coalitions.insecurity.family.correlations`.
    calibrations : pandas.DataFrame
        Tables of `coalitions.insecurity.job_insecurity.calibration` with a column variant.
    chosen : pandas.DataFrame
        From `coalitions.insecurity.family.one_at_a_time`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(9.6, 4.9), layout="constrained", width_ratios=(1.15, 1)
    )
    _draw_correlations(left, correlations.loc[chosen.index, chosen.index], chosen["name"])
    _draw_calibration(right, calibrations, chosen)
    return figure


def generated_table(generated):
    """Set the standard errors of the main coefficients side by side.

    Parameters
    ----------
    generated : pandas.DataFrame
        From `coalitions.estimates.generated_regressors.generated`.

    Returns
    -------
    pandas.DataFrame
        One row a model and coefficient; standard errors as in Table 2 and with each source of
        uncertainty there is, and the mean over draws of the last of them.
    """
    sources = [s for s in (FIRST_STAGE, IDEAL_POINTS, BOTH) if s in set(generated["source"])]
    cells = generated.set_index(["source", "model", "equation", "term"])
    rows = []
    for model in sorted(generated["model"].unique()):
        for equation, term in MAIN:
            keys = [(source, model, equation, term) for source in sources]
            if keys[0] not in cells.index:
                continue
            one = cells.loc[keys]
            variance = "Variance: " if equation == "variance" else ""
            rows.append(
                {
                    "Model": str(model),
                    "Variable": f"{variance}{LABELS[term]}",
                    "Estimate": f"{one['estimate'].iloc[0]:.3f}",
                    "Standard error": f"{one['std_error'].iloc[0]:.3f}",
                    **{
                        f"with {source}": f"{row['std_error_total']:.3f}"
                        for source, row in zip(sources, one.to_dict("records"), strict=True)
                    },
                    f"Mean of draws, {sources[-1]}": f"{one['mean_of_draws'].iloc[-1]:.3f}",
                }
            )
    return pd.DataFrame(rows)


def _draw_correlations(axis, correlations, names):
    shown = correlations.to_numpy().copy()
    shown[np.triu_indices(len(shown))] = np.nan
    lowest = np.floor(np.nanmin(shown) * 10) / 10
    # Light greys only, so that the numbers can be read on every cell.
    axis.imshow(1 - 0.45 * (shown - lowest) / (1 - lowest), cmap="gray", vmin=0, vmax=1)
    for down, across in zip(*np.tril_indices(len(shown), -1), strict=True):
        value = shown[down, across]
        text = "" if np.isnan(value) else f"{value:.2f}".removeprefix("0")
        axis.text(across, down, text, ha="center", va="center", fontsize=8)
    places = np.arange(len(names))
    axis.set_xticks(places[:-1], names[:-1], rotation=50, ha="right", rotation_mode="anchor")
    axis.set_yticks(places[1:], names[1:])
    axis.set_ylim(len(names) - 0.5, 0.5)
    axis.set_xlim(-0.5, len(names) - 1.5)
    axis.tick_params(length=0, labelsize=8.5)
    axis.spines[:].set_visible(False)
    axis.set_title("(a) Correlation over state-years", fontsize=10, loc="left")


def _draw_calibration(axis, calibrations, chosen):
    deciles = calibrations[calibrations["variant"].isin(chosen.index)]
    deciles = deciles[deciles["decile"].astype(str).ne("all")]
    values = deciles[["mean_predicted", "observed"]].to_numpy()
    ends = values[values > 0].min() * 0.85, values.max() * 1.15
    axis.plot(ends, ends, color="0.6", lw=0.8, ls="--", zorder=1)
    named = set()
    for variant, changed in chosen["changed"].items():
        part = deciles[deciles["variant"].eq(variant)]
        default = changed == ""
        name, mark = _MARKS[changed]
        axis.plot(
            part["mean_predicted"],
            part["observed"],
            color="black" if default else "0.4",
            ls="-" if default else "none",
            marker=mark,
            ms=5,
            mew=0.9,
            mfc="black" if default else "none",
            zorder=3 if default else 2,
            label=None if name in named else name,
        )
        named.add(name)
    # Most deciles lie close together at the low end, which logarithms spread.
    axis.set(xscale="log", yscale="log", xlim=ends, ylim=ends, aspect="equal")
    ticks = [t for t in (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8) if ends[0] <= t <= ends[1]]
    for side in (axis.xaxis, axis.yaxis):
        side.set_major_locator(FixedLocator(ticks))
        side.set_minor_locator(NullLocator())
        side.set_major_formatter("{x:g}")
    axis.set_xlabel("Mean predicted probability of losing office")
    axis.set_ylabel("Share that lost office")
    axis.spines[["top", "right"]].set_visible(False)
    axis.legend(frameon=False, fontsize=8.5, loc="upper left")
    axis.set_title("(b) Calibration by decile, logarithmic axes", fontsize=10, loc="left")
