"""Influence, and the identification of beta against gamma, as figures."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from coalitions.estimates.identification import LEVELS, drop_at
from coalitions.estimates.specifications import MAIN
from coalitions.report.labels import LABELS, coefficient_label
from coalitions.significance import LEVEL, Z


def draw_leave_one_out(
    table: pd.DataFrame, model: int = 2, unit: str = "crisis", named: int = 3
) -> Figure:
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
        axis.axvspan(estimate - Z * error, estimate + Z * error, color="0.9", lw=0)
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
    _draw_profile(above, within, known)
    for axis in (above, main):
        axis.tick_params(labelsize=8)
        axis.spines[["top", "right"]].set_visible(False)
    return figure


def _draw_profile(axis, within, known):
    """Draw the profile of gamma, with the drop and the ends of its 95 percent interval."""
    axis.plot(
        within["gamma"], within["loglike"] - known.loc["loglike", "value"], color="black", lw=1.4
    )
    axis.axhline(-drop_at(1 - LEVEL, df=1), color="0.35", lw=0.9, ls=":")
    axis.vlines(
        known.loc["gamma_profile", ["low", "high"]].astype(float),
        *axis.get_ylim(),
        color="0.35",
        lw=0.9,
        ls=":",
    )
    axis.axvline(0, color="black", lw=0.8)
    axis.set_ylabel("Profile log-likelihood\nless its maximum", fontsize=8)


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
            fontsize=8,
            ha="left" if x < 0.5 else "right",
            va="top" if y > 0.5 else "bottom",
            bbox={"boxstyle": "square,pad=0.2", "fc": "white", "ec": "none"},
        )
