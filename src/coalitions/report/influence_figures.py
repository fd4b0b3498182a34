"""Influence, and the identification of beta against gamma, as figures."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from coalitions.estimates.identification import LEVELS, drop_at
from coalitions.estimates.specifications import MAIN
from coalitions.report.figure_files import SMALL, WIDTH, frame, styled
from coalitions.report.labels import LABELS, coefficient_label
from coalitions.significance import LEVEL, Z

# Greys of the joint regions, from the innermost.
_SHADES = ("0.45", "0.62", "0.76", "0.88")


@styled
def draw_leave_one_out(
    table: pd.DataFrame, model: int = 2, unit: str = "crisis", named: int = 3
) -> Figure:
    """Draw each main coefficient as estimated without each unit, in order of size.

    All panels are in standard errors from the estimate of all units, so that the influence on
    one coefficient compares with that on another.

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
    part = part.assign(
        moved=(part["without"] - part["estimate"]) / part["std_error"],
        zero=-part["estimate"] / part["std_error"],
    )
    figure, axes = plt.subplots(len(MAIN), 1, figsize=(WIDTH, 6.0), sharex=True)
    turned = []
    for axis, (equation, term) in zip(axes, MAIN, strict=True):
        rows = part[part["equation"].eq(equation) & part["term"].eq(term)]
        label = coefficient_label(equation, term)
        axis.set_title(label)
        axis.spines["left"].set_visible(False)
        axis.set_yticks([])
        if rows.empty:
            continue
        rows = rows.sort_values(["without", "id"], ignore_index=True)
        estimate, error, zero = rows.loc[0, ["estimate", "std_error", "zero"]].astype(float)
        axis.set_title(f"{label}: {estimate:.2f} (standard error {error:.2f})")
        turned.append((label, int((rows["without"] * estimate).le(0).sum())))
        axis.axvspan(-Z, Z, color="0.92", lw=0)
        axis.axvline(0, color="black", lw=1.2)
        axis.axvline(zero, color="black", lw=1.0, ls=":")
        axis.scatter(rows["moved"], rows.index, s=5, color="0.5", linewidths=0)
        top = rows["change_in_se"].abs().nlargest(named).index.sort_values()
        axis.scatter(rows.loc[top, "moved"], top, s=16, color="black", linewidths=0, zorder=3)
        _name_points(axis, rows, top)
    _leave_room_for_names(axes[0], part)
    axes[-1].set_xlabel(f"Estimate without one {unit}, in standard errors from that of all")
    figure.supylabel(f"Each {unit}, in the order of the estimate without it", fontsize=SMALL)
    return frame(
        figure,
        f"How much single {_PLURAL[unit]} carry the coefficients of Model {model}",
        _turns_in_words(turned, unit),
        key=[
            Line2D([], [], color="black", lw=1.2, label=f"all {_PLURAL[unit]}"),
            Patch(color="0.92", label="95% interval"),
            Line2D([], [], color="black", lw=1.0, ls=":", label="coefficient of zero"),
            Line2D([], [], color="0.5", ls="", marker=".", label=f"without one {unit}"),
            Line2D([], [], color="black", ls="", marker="o", ms=4, label="most influential"),
        ],
        columns=5,
    )


def _leave_room_for_names(axis, part):
    """Set limits that hold all points, zero where it is near, and names outward of the points."""
    low, high = part["moved"].min(), part["moved"].max()
    marks = [-Z, Z, *part["zero"].clip(-6, 6)]
    span = max(high, *marks) - min(low, *marks)
    axis.set_xlim(min(low - 0.4 * span, min(marks) - 0.2), max(high + 0.4 * span, max(marks) + 0.2))


_PLURAL = {"crisis": "crises", "leader": "leaders"}


def _turns_in_words(turned, unit):
    """Say of how many units the removal turns a coefficient's sign."""
    found = [
        f"{label} (by {count} {unit if count == 1 else _PLURAL[unit]})"
        for label, count in turned
        if count
    ]
    if not found:
        return f"No sign of a main coefficient turns when one {unit} is left out."
    return f"Left out alone, some turn the sign of a coefficient: {'; '.join(found)}."


def _name_points(axis, rows, top):
    """Write names outward of the points, one below the other."""
    n, room = len(rows), 0.13 * len(rows)
    axis.set_ylim(-room, n - 1 + room)
    low, high = [i for i in top if i < n / 2], [i for i in top if i >= n / 2]
    heights = {i: max(i, j * room) for j, i in enumerate(low)}
    heights |= {i: min(i, n - 1 - j * room) for j, i in enumerate(reversed(high))}
    edges = {-1: rows.loc[low, "moved"].min(), 1: rows.loc[high, "moved"].max()}
    for i, height in heights.items():
        side = -1 if i < n / 2 else 1
        axis.annotate(
            rows.loc[i, "name"],
            (rows.loc[i, "moved"], i),
            (edges[side] + side * 0.35, height),
            ha="right" if side < 0 else "left",
            va="center",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5},
            arrowprops={
                "arrowstyle": "-",
                "lw": 0.5,
                "color": "0.3",
                "relpos": (0.0 if side > 0 else 1.0, 0.5),
                "shrinkA": 1,
            },
        )


@styled
def draw_surface(
    surface: pd.DataFrame, profile: pd.DataFrame, known: pd.DataFrame, term: str = "insecurity_a"
) -> Figure:
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
        2, 1, figsize=(WIDTH, 6.2), sharex=True, height_ratios=(1, 2.6)
    )
    drops = [0.0, *(drop_at(level) for level in LEVELS)]
    inside = top - loglike
    main.contourf(gamma, beta, np.maximum(inside, 0.0), drops, colors=_SHADES)
    main.contour(gamma, beta, inside, drops[1:], colors="black", linewidths=0.7)
    region = inside <= drops[-1]
    main.set_xlim(gamma.min(), gamma.max())
    _make_room(main, beta[region])
    within = profile[profile["gamma"].between(gamma.min(), gamma.max())]
    main.plot(within["gamma"], within["beta"], color="black", lw=1.1, ls="--")
    main.plot(*known.loc[["gamma", "beta"], "value"], "o", color="white", mec="black", ms=6)
    main.axhline(0, color="black", lw=0.8)
    main.axvline(0, color="black", lw=0.8)
    _mark_quadrants(main)
    main.set_xlabel(rf"$\gamma$: {LABELS[term]}, on the log of $\sigma$ (variance equation)")
    main.set_ylabel(rf"$\beta$: {LABELS[term]}, on the index (mean equation)")
    _draw_profile(above, within, known)
    return frame(
        figure,
        "What the data say of job insecurity in mean and variance together",
        _interval_in_words(known.loc["gamma_profile"], region),
        key=[
            *(
                Patch(fc=shade, ec="black", lw=0.7, label=f"{level:.0%} joint region")
                for shade, level in zip(_SHADES, LEVELS, strict=True)
            ),
            Line2D([], [], color="white", ls="", marker="o", mec="black", label="estimate"),
            Line2D([], [], color="black", lw=1.1, ls="--", label=r"best $\beta$ at each $\gamma$"),
            Patch(fc="none", ec="0.6", hatch="///", lw=0, label="signs the paper claims"),
        ],
        note="All other coefficients at their best. The likelihood takes dyads as independent, so "
        "neither interval nor regions allow for dyads of one crisis being alike.",
    )


def _interval_in_words(interval, region):
    """Say what the profile leaves open of gamma, and whether regions go on beyond the edge."""
    low, high = interval[["low", "high"]].astype(float)
    open_to = "leaves the sign open" if low < 0 < high else "has one sign"
    cut = " Regions go on beyond the edge." if region[[0, -1]].any() else ""
    return (
        rf"The {1 - LEVEL:.0%} interval of $\gamma$ by its profile, {low:.1f} to {high:.1f}, "
        f"{open_to}.{cut}"
    )


def _draw_profile(axis, within, known):
    """Draw the profile of gamma, with the drop and the ends of its 95 percent interval."""
    drop = -drop_at(1 - LEVEL, df=1)
    axis.plot(
        within["gamma"], within["loglike"] - known.loc["loglike", "value"], color="black", lw=1.4
    )
    axis.axhline(drop, color="0.35", lw=0.9, ls=":")
    axis.vlines(
        known.loc["gamma_profile", ["low", "high"]].astype(float),
        *axis.get_ylim(),
        color="0.35",
        lw=0.9,
        ls=":",
    )
    axis.axvline(0, color="black", lw=0.8)
    axis.annotate(
        rf"above the dotted line: {1 - LEVEL:.0%} interval of $\gamma$",
        (0.5, drop),
        (0, -3),
        xycoords=axis.get_yaxis_transform(),
        textcoords="offset points",
        ha="center",
        va="top",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
    )
    axis.set_ylabel("Profile log-likelihood\nless its maximum")


def _make_room(axis, values):
    """Set limits that leave room for a line of text above and below the values and zero."""
    bottom, top = min(values.min(), 0.0), max(values.max(), 0.0)
    room = 0.12 * (top - bottom)
    axis.set_ylim(bottom - room, top + room)


def _mark_quadrants(axis):
    """Hatch where the paper's signs hold and name all quadrants in the corners."""
    left, (bottom, top) = axis.get_xlim()[0], axis.get_ylim()
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
            ha="left" if x < 0.5 else "right",
            va="top" if y > 0.5 else "bottom",
            bbox={"boxstyle": "square,pad=0.2", "fc": "white", "ec": "none"},
        )
