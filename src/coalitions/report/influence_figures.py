"""Influence, rare events and the identification of beta against gamma as tables and figures."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from coalitions.estimates.identification import LEVELS, drop_at
from coalitions.estimates.influence import most_influential, ranges, significant
from coalitions.estimates.specifications import MAIN
from coalitions.report.labels import LABELS

UNITS = {"crisis": "crises", "leader": "leaders of A"}

# Label, format and explanation of each of `coalitions.estimates.rare_events.diagnostics`.
_DIAGNOSTICS = {
    "dyads": ("Dyads", "{:,.0f}", "Rows the model is fitted to."),
    "ones": ("Coalition dyads", "{:,.0f}", "Rows in which the outcome is 1."),
    "share_of_ones": ("Share of coalition dyads", "{:.4f}", "Rare events: most rows say little."),
    "coalitions": ("Coalitions", "{:,.0f}", "Builders with at least one partner in a crisis."),
    "crises": ("Crises", "{:,.0f}", "Clusters of the standard errors."),
    "crises_with_coalition": (
        "Crises with a coalition",
        "{:,.0f}",
        "Clusters that hold an outcome of 1.",
    ),
    "crises_of_half": (
        "Crises with half of the coalition dyads",
        "{:,.0f}",
        "The least number of crises that together hold half of them.",
    ),
    "effective_crises_of_ones": (
        "Crises of equal size that would spread coalition dyads as widely",
        "{:.1f}",
        "One over the sum of squared shares.",
    ),
    "coefficients": ("Coefficients", "{:.0f}", "Of both equations, with the constant."),
    "ones_per_coefficient": (
        "Coalition dyads per coefficient",
        "{:.1f}",
        "A rule of thumb asks for 10 (Peduzzi et al. 1996); dyads of one coalition are not "
        "independent, so this flatters.",
    ),
    "crises_with_coalition_per_coefficient": (
        "Crises with a coalition per coefficient",
        "{:.1f}",
        "The same for independent clusters.",
    ),
    "smallest_cell": (
        "Rows with {of}",
        "{:,.0f}",
        "The rarest combination of this variable with the outcome; 0 would be separation.",
    ),
    "largest_probability": (
        "Largest fitted probability",
        "{:.3f}",
        "Close to 1 the model would claim certainty.",
    ),
    "largest_leverage": (
        "Largest leverage of a row",
        "{:.3f}",
        "From 0 to 1, where a row fixes a coefficient alone; all rows sum to the coefficients.",
    ),
    "rows_with_leverage": (
        "Rows with leverage",
        "{:,.0f}",
        "More than twice the mean (Belsley, Kuh and Welsch 1980).",
    ),
    "ones_with_leverage": (
        "Coalition dyads among them",
        "{:,.0f}",
        "Of the rows with leverage, those in which the outcome is 1.",
    ),
    "largest_crisis_leverage": (
        "Largest leverage of a crisis, in means",
        "{:.1f}",
        "The sum of its rows' leverages over that of the average crisis.",
    ),
    "effective_clusters": (
        "Effective number of crises: {of}",
        "{:.1f}",
        "Crises of equal weight that would say as much (Carter, Schnepel and Steigerwald 2017, "
        "errors within a crisis fully dependent); where they are few, the normal is a poor guide.",
    ),
    "separates": (
        "Regressors that separate",
        "{:.0f}",
        "Whether a combination predicts the outcome in some rows (linear programme).",
    ),
    "condition_number": (
        "Condition number",
        "{:.1f}",
        "Of the weighted, standardised regressors; above 30 some are near to dependent.",
    ),
}


def coefficient_label(equation, term):
    """Return what a coefficient is called in Table 2."""
    return LABELS[term] if equation == "mean" else f"Variance: {LABELS[term]}"


def influential_table(table, shown=5):
    """Lay out the crises and leaders that move each main coefficient most.

    Parameters
    ----------
    table : pandas.DataFrame
        From `coalitions.estimates.influence.leave_one_out`, with names.
    shown : int
        Units per model, coefficient and kind of unit.

    Returns
    -------
    pandas.DataFrame
        Text.
    """
    few = most_influential(table, shown)
    pairs = zip(few["equation"], few["term"], strict=True)
    held = significant(few["estimate"], few["std_error"])
    verdict = held.map({True: "no longer p < .05", False: "becomes p < .05"})
    return pd.DataFrame(
        {
            "Model": few["model"].astype(str),
            "Coefficient": [coefficient_label(*pair) for pair in pairs],
            "Left out": few["name"],
            "Kind": few["unit"].map({"crisis": "crisis", "leader": "leader of A"}),
            "Dyads": few["rows"].astype(str),
            "Coalition dyads": few["joined"].astype(str),
            "All": _with_error(few["estimate"], few["std_error"]),
            "Without": _with_error(few["without"], few["std_error_without"]),
            "Change, s.e.": few["change_in_se"].map("{:+.2f}".format),
            "Sign": few["sign_changes"].map({True: "changes", False: ""}),
            "Verdict": verdict.where(few["verdict_changes"].astype(bool), ""),
        }
    )


def ranges_table(table):
    """Lay out how far all removals of a kind move each main coefficient.

    Parameters
    ----------
    table : pandas.DataFrame
        From `coalitions.estimates.influence.leave_one_out`.

    Returns
    -------
    pandas.DataFrame
        Text.
    """
    found = ranges(table)
    pairs = zip(found["equation"], found["term"], strict=True)
    units = found["removals"].astype(str) + " " + found["unit"].map(UNITS)
    return pd.DataFrame(
        {
            "Model": found["model"].astype(str),
            "Coefficient": [coefficient_label(*pair) for pair in pairs],
            "Left out, one at a time": units,
            "All": _with_error(found["estimate"], found["std_error"]),
            "Lowest": found["lowest"].map("{:.3f}".format),
            "Highest": found["highest"].map("{:.3f}".format),
            "Sign changes": found["sign_changes"].astype(str),
            "Verdict changes": found["verdict_changes"].astype(str),
            "No maximum": found["no_maximum"].astype(str),
        }
    )


def _with_error(estimate, error):
    return estimate.map("{:.3f}".format) + " (" + error.map("{:.3f}".format) + ")"


def diagnostics_table(table, crises=None):
    """Lay out the diagnostics of both models side by side.

    Parameters
    ----------
    table : pandas.DataFrame
        From `coalitions.estimates.rare_events.diagnostics`, for all models.
    crises : pandas.Series, optional
        Names by crisis number.

    Returns
    -------
    pandas.DataFrame
        Text; columns Diagnostic, one a model, What it says.
    """
    place = {diagnostic: i for i, diagnostic in enumerate(_DIAGNOSTICS)}
    rows = {}
    for row in sorted(table.itertuples(), key=lambda row: place[row.diagnostic]):
        label, form, says = _DIAGNOSTICS[row.diagnostic]
        cells = rows.setdefault(label.format(of=_concerned(row)), {"What it says": says})
        cells[f"Model {row.model}"] = form.format(row.value)
        if row.diagnostic == "separates":
            cells[f"Model {row.model}"] = "yes" if row.value else "none"
        if row.diagnostic == "largest_crisis_leverage":
            name = row.of if crises is None else crises.get(int(row.of), row.of)
            cells[f"Model {row.model}"] += f" ({name})"
    found = pd.DataFrame(rows).T.fillna("").rename_axis("Diagnostic").reset_index()
    models = [f"Model {number}" for number in table["model"].unique()]
    return found[["Diagnostic", *models, "What it says"]]


def _concerned(row):
    """Say in words which cell or coefficient a diagnostic is about."""
    if row.diagnostic == "smallest_cell":
        term, cell = row.of.split(" = ", 1)
        return f"{LABELS[term]} = {cell}"
    if row.diagnostic == "effective_clusters":
        return coefficient_label(*row.of.split(":"))
    return ""


def draw_leave_one_out(table, model=2, unit="crisis", named=3):
    """Draw each main coefficient as estimated without each unit, in order of size.

    Parameters
    ----------
    table : pandas.DataFrame
        From `coalitions.estimates.influence.leave_one_out`, with names.
    model : int
    unit : {"crisis", "leader"}
    named : int
        How many of the most influential units are named.

    Returns
    -------
    matplotlib.figure.Figure
    """
    part = table[table["model"].eq(model) & table["unit"].eq(unit) & table["without"].notna()]
    figure, axes = plt.subplots(2, 2, figsize=(7.2, 6.0), layout="constrained")
    for axis, (equation, term) in zip(axes.flat, MAIN, strict=True):
        rows = part[part["equation"].eq(equation) & part["term"].eq(term)]
        axis.set_title(coefficient_label(equation, term), fontsize=9, loc="left")
        axis.spines[["top", "right", "left"]].set_visible(False)
        axis.set_yticks([])
        if rows.empty:
            continue
        rows = rows.sort_values(["without", "id"], ignore_index=True)
        estimate, error = rows.loc[0, ["estimate", "std_error"]].astype(float)
        axis.axvspan(estimate - 1.96 * error, estimate + 1.96 * error, color="0.9", lw=0)
        axis.axvline(estimate, color="black", lw=1.2)
        axis.axvline(0, color="0.35", lw=0.9, ls=":")
        axis.scatter(rows["without"], rows.index, s=5, color="0.5", linewidths=0)
        top = rows["change_in_se"].abs().nlargest(named).index.sort_values()
        axis.scatter(rows.loc[top, "without"], top, s=16, color="black", linewidths=0, zorder=3)
        _name_points(axis, rows, top)
        axis.set_xlabel(f"Estimate without one {unit}", fontsize=8)
        axis.tick_params(labelsize=8)
    return figure


def _name_points(axis, rows, top):
    """Write names outward of the points, one below the other."""
    n, room = len(rows), 0.075 * len(rows)
    axis.set_ylim(-room, n - 1 + room)
    axis.margins(x=0.16)
    left, right = axis.get_xlim()
    outward = 0.05 * (right - left)
    low, high = [i for i in top if i < n / 2], [i for i in top if i >= n / 2]
    heights = {i: max(i, j * room) for j, i in enumerate(low)}
    heights |= {i: min(i, n - 1 - j * room) for j, i in enumerate(reversed(high))}
    edges = {-1: rows.loc[low, "without"].min(), 1: rows.loc[high, "without"].max()}
    for i, height in heights.items():
        side = -1 if i < n / 2 else 1
        axis.annotate(
            rows.loc[i, "name"],
            (rows.loc[i, "without"], i),
            (edges[side] + side * outward, height),
            fontsize=7,
            ha="right" if side < 0 else "left",
            va="center",
            arrowprops={
                "arrowstyle": "-",
                "lw": 0.5,
                "color": "0.3",
                "relpos": (0.0 if side > 0 else 1.0, 0.5),
                "shrinkA": 1,
            },
        )


def draw_surface(surface, profile, known, term="insecurity_a"):
    """Draw joint regions of beta and gamma, and above them the profile of gamma.

    Parameters
    ----------
    surface, profile : pandas.DataFrame
        From `coalitions.estimates.identification.surface` and `profile`.
    known : pandas.DataFrame
        From `coalitions.estimates.identification.summary`.
    term : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    known = known.set_index("name")
    top = known.loc["loglike", "value"]
    columns = surface["gamma"].nunique()
    gamma, beta, loglike = (
        surface[name].to_numpy().reshape(columns, -1) for name in ("gamma", "beta", "loglike")
    )
    figure, (above, main) = plt.subplots(
        2, 1, figsize=(6.4, 6.8), sharex=True, height_ratios=(1, 2.6), layout="constrained"
    )
    drops = [0.0, *(drop_at(level) for level in LEVELS)]
    shades = ("0.45", "0.62", "0.76", "0.88")
    inside = top - loglike
    main.contourf(gamma, beta, np.maximum(inside, 0.0), drops, colors=shades)
    lines = main.contour(gamma, beta, inside, drops[1:], colors="black", linewidths=0.7)
    main.clabel(
        lines,
        fmt={d: f"{level:.0%}" for d, level in zip(drops[1:], LEVELS, strict=True)},
        fontsize=7,
    )
    region = inside <= drops[-1]
    main.set_xlim(gamma.min(), gamma.max())
    _make_room(main, beta[region])
    within = profile[profile["gamma"].between(gamma.min(), gamma.max())]
    main.plot(within["gamma"], within["beta"], color="black", lw=1.1, ls="--")
    main.plot(*known.loc[["gamma", "beta"], "value"], "o", color="white", mec="black", ms=6)
    main.axhline(0, color="black", lw=0.8)
    main.axvline(0, color="black", lw=0.8)
    _mark_quadrants(main)
    main.set_xlabel(rf"$\gamma$: {LABELS[term]}, variance equation", fontsize=9)
    main.set_ylabel(rf"$\beta$: {LABELS[term]}, mean equation", fontsize=9)
    above.plot(within["gamma"], within["loglike"] - top, color="black", lw=1.4)
    above.axhline(-drop_at(0.95, df=1), color="0.35", lw=0.9, ls=":")
    above.vlines(
        known.loc["gamma_profile", ["low", "high"]].astype(float),
        *above.get_ylim(),
        color="0.35",
        lw=0.9,
        ls=":",
    )
    above.axvline(0, color="black", lw=0.8)
    above.set_ylabel("Profile log-likelihood\nless its maximum", fontsize=8)
    for axis in (above, main):
        axis.tick_params(labelsize=8)
        axis.spines[["top", "right"]].set_visible(False)
    return figure


def _make_room(axis, values):
    """Set limits that leave room for a line of text above and below the values and zero."""
    bottom, top = min(values.min(), 0.0), max(values.max(), 0.0)
    room = 0.12 * (top - bottom)
    axis.set_ylim(bottom - room, top + room)


def _mark_quadrants(axis):
    """Hatch where the paper's signs hold and name all quadrants in the corners."""
    left, bottom, top = axis.get_xlim()[0], *axis.get_ylim()
    axis.fill_between(
        [left, 0], 0, top, facecolor="none", edgecolor="0.6", hatch="///", lw=0, zorder=0
    )
    axis.set_ylim(bottom, top)
    texts = {
        (0.02, 0.98): r"$\beta>0$, $\gamma<0$: H2 and H3, the paper's claim",
        (0.98, 0.98): "H2 only",
        (0.02, 0.02): "H3 only",
        (0.98, 0.02): "neither",
    }
    for (x, y), text in texts.items():
        axis.text(
            x,
            y,
            text,
            transform=axis.transAxes,
            fontsize=8,
            ha="left" if x < 0.5 else "right",
            va="top" if y > 0.5 else "bottom",
            bbox={"boxstyle": "square,pad=0.2", "fc": "white", "ec": "none"},
        )
