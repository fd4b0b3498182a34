"""Figures 1 and 2 of the paper redrawn, and two figures the paper's argument needs."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from coalitions.errors import EmptyRegionError, UndefinedProbabilityError
from coalitions.game.equilibrium import (
    cost_cutoff_alone,
    cost_cutoff_coalition,
    cost_cutoff_formation,
    formation_limit,
    formation_threshold,
    similarity_initiation,
    solve,
)
from coalitions.game.implications import Similarity, outcome_spread
from coalitions.game.parameters import FIGURE_1, FIGURE_2, GameParameters
from coalitions.game.payoffs import COALITION, STATUS_QUO, UNILATERAL, survival_status_quo
from coalitions.game.printed_figure_1 import (
    FIGURE_1_THETAS,
    POINT_A,
    POINT_B,
    figure_1_fits,
    figure_1_window,
)
from coalitions.game.printed_figure_2 import SIMILARITY_AXIS, figure_2_panels
from coalitions.report.figure_files import WIDTH, frame, styled

_SYMBOLS = {
    "resources": "$S$",
    "omega": r"$\omega$",
    "c_p": "$c_P$",
    "p_a": "$p_A$",
    "p_ap": "$p_{AP}$",
    "q": "$q$",
    "beta": r"$\beta$",
}
_SHADE, _PALE, _HATCH = "0.80", "0.93", "0.45"
_LINES = ("-", (0, (5, 2)), (0, (1, 1.2)))  # solid, dashed, dotted
_CUTOFFS = {
    r"$c_A^{U}$": "L would start a crisis alone",
    r"$c_A^{AP}$": "L would start a crisis with P",
    r"$c_A^{\dagger}$": "L prefers the coalition to acting alone",
}
_NUDGED = {"textcoords": "offset points", "annotation_clip": False}
_ENDS = {STATUS_QUO: "No crisis begins", UNILATERAL: "L acts alone", COALITION: "Coalition"}
_SIMILARITY = r"Preference similarity $\beta$"

# The domain of theta, integers from two up, lies to the right of this value.
_LEAST_SECURITY = survival_status_quo(2.0, FIGURE_2.omega)

PLAY = GameParameters(
    theta=2, omega=10, resources=0.5, p_a=0.5, p_ap=0.75, c_p=0.3, q=0.1, domain="paper"
)
"""A game in which all three outcomes occur, for the figure of Proposition 3."""

SPREAD = GameParameters(
    theta=np.arange(2, 61), omega=10, resources=0.5, p_a=0.5, p_ap=0.75, c_p=0.2, c_a=0.2, q=0.3
)
"""The game behind the figure of Hypothesis 3; its formation limit is -0.2."""


@styled
def figure_1(parameter: str, value: float) -> Figure:
    """Draw the formation constraint and how the game ends above and below it.

    Parameters
    ----------
    parameter, value : str and float
        The smallest change of footnote 7 with which every region is played as the text says.

    Returns
    -------
    matplotlib.figure.Figure
        Left the printed parameters, right the changed ones.

    Raises
    ------
    EmptyRegionError
        When some region is not played as the text says after the change either.
    """
    changed = FIGURE_1.but(**{parameter: value})
    if not figure_1_fits(changed).all():
        raise EmptyRegionError(
            "a region of Figure 1 is not played as the text says",
            expected="crises alone below the constraint and with P above it",
            got=f"another outcome somewhere at {parameter}={value:g}",
            where="figure_1",
            next_step="take the change from smallest_changes_figure_1",
        )
    figure, axes = plt.subplots(1, 2, figsize=(WIDTH, 3.0))
    _constraint(axes[0], FIGURE_1)
    axes[0].set_title("(a) as printed in the paper")
    _constraint(axes[1], changed)
    axes[1].set_title(f"(b) {_change(FIGURE_1, parameter, value)}")
    axes[0].set_ylabel(_SIMILARITY)
    return frame(
        figure,
        "Figure 1. Which partners a leader takes, by political security",
        "With the printed parameters no crisis begins; the smallest change of one of them with "
        "which every region is played gives (b).",
        key=[
            Line2D(
                [], [], color="black", lw=1.6, label=r"$\beta_{AP}$, least similarity that L takes"
            ),
            Line2D(
                [], [], color="black", lw=0.9, ls=(0, (5, 3)), label=r"$\hat{\beta}$, its limit"
            ),
            Patch(color=_SHADE, lw=0, label="L prefers a coalition"),
            Patch(fc="none", ec=_HATCH, lw=0, hatch="///", label="no crisis begins"),
        ],
        note="A and B are partners of one similarity: it suffices at the lower security of A, not "
        "at B. Vertical scales differ. Neither axis has a unit.",
    )


def _constraint(axis, game):
    theta = FIGURE_1_THETAS
    curve = formation_threshold(game.but(theta=theta))
    limit = float(formation_limit(game))
    low, high = (float(edge) for edge in figure_1_window(game))
    span = limit - curve.min()
    axis.fill_between(theta, curve, high, color=_SHADE, linewidth=0)
    beta = np.linspace(low, high, 201)
    idle = solve(game.but(theta=theta[None, :], beta=beta[:, None])).outcome == STATUS_QUO
    if idle.any():
        hatched = axis.contourf(theta, beta, idle, [0.5, 1.5], colors="none", hatches=["///"])
        hatched.set(edgecolor=_HATCH, linewidth=0)
    axis.plot(theta, curve, color="black", linewidth=1.6)
    axis.axhline(limit, color="black", linewidth=0.9, linestyle=(0, (5, 3)))
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5} if idle.any() else None
    axis.text(11.9, limit + 0.04 * span, r"$\hat{\beta}$", ha="right", va="bottom", bbox=box)
    for at, height in ((4.4, 0.5 * (limit + high)), (6.0, low + 0.25 * span)):
        there = solve(game.but(theta=at, beta=height)).outcome
        axis.text(at, height, _ENDS[int(there)], va="center", bbox=box)
    axis.annotate(
        r"$\beta_{AP}$",
        (1.35, float(formation_threshold(game.but(theta=1.35)))),
        (2.1, low + 0.3 * span),
        arrowprops={"arrowstyle": "-", "linewidth": 0.7},
        va="center",
        bbox=box,
    )
    level = np.mean([float(formation_threshold(game.but(theta=t))) for t in (POINT_A, POINT_B)])
    for name, at, offset, ha, va in (
        ("A", POINT_A, (-4, 3), "right", "bottom"),
        ("B", POINT_B, (4, -3), "left", "top"),
    ):
        axis.plot(at, level, "o", color="black", markersize=4, zorder=3)
        place = {"textcoords": "offset points", "ha": ha, "va": va}
        axis.annotate(name, (at, level), offset, weight="bold", **place)
    axis.set(xlim=(1, 12), ylim=(low, high), xticks=[1, 2, 4, 6, 8, 10, 12])
    axis.set_xlabel(r"Political security $\theta$")


def _change(game, parameter, value):
    return f"{_SYMBOLS[parameter]} = {value:g} in place of {getattr(game, parameter):g}"


@styled
def figure_2(parameter: str, value: float) -> Figure:
    """Draw the conditional probability of a coalition over similarity and over security.

    Parameters
    ----------
    parameter, value : str and float
        The change of one digit of footnote 8 that gives the described shape.

    Returns
    -------
    matplotlib.figure.Figure
        Above the printed parameters, below the changed ones.

    Raises
    ------
    UndefinedProbabilityError
        When no point of a panel has a crisis.
    """
    rows = (
        ("as printed in the paper", FIGURE_2),
        (_change(FIGURE_2, parameter, value), FIGURE_2.but(**{parameter: value})),
    )
    figure, axes = plt.subplots(2, 2, figsize=(WIDTH, 4.6), sharey=True)
    for row, (title, game) in enumerate(rows):
        printed, one_draw = (figure_2_panels(game, formula=f) for f in ("printed", "game"))
        _probability(axes[row, 0], SIMILARITY_AXIS, printed, one_draw, "left")
        _probability(axes[row, 1], printed.security[0], printed, one_draw, "right")
        axes[row, 0].set_title(f"({'ac'[row]}) {title}")
        axes[row, 1].set_title(f"({'bd'[row]}) {title}")
        axes[row, 1].axvline(_LEAST_SECURITY, color="0.6", linewidth=0.8)
        axes[row, 0].set_ylabel("Probability of a coalition\nin a crisis")
    axes[1, 0].set_xlabel(_SIMILARITY)
    axes[1, 1].set_xlabel(r"Political security $\sigma(q)$")
    fixed = r"left $\theta$ = 0.5, right $\beta$ = 0.5"
    return frame(
        figure,
        "Figure 2. How likely a coalition is in a crisis",
        f"By similarity and by security; {fixed}. The changed digit gives both slopes that the "
        "text describes; the printed ones give one.",
        key=[
            *axes[0, 0].get_legend_handles_labels()[0],
            Line2D([], [], color="0.6", lw=0.8, label=r"$\theta$ = 2, the least the model allows"),
        ],
    )


def _probability(axis, x, printed, one_draw, side):
    dashed = {"color": "0.45", "linestyle": (0, (4, 2))}
    for panels, style, label in (
        (printed, {"color": "black"}, "equation (4) as printed"),
        (one_draw, dashed, "one draw of the cost"),
    ):
        drawn = getattr(panels, side)
        if not drawn.defined[0].any():
            raise UndefinedProbabilityError(
                "a panel of Figure 2 has no point to draw",
                expected="a crisis with positive probability somewhere along the axis",
                got="none",
                where=f"{side} panel",
            )
        for number, run in enumerate(_runs(drawn.defined[0])):
            once = {} if number else {"label": label}
            axis.plot(x[run], drawn.value[0][run], linewidth=1.6, zorder=3, **once, **style)
    for run in _runs(~getattr(printed, side).defined[0]):
        axis.axvspan(x[run][0], x[run][-1], color=_PALE, linewidth=0)
    axis.set(xlim=(x.min(), x.max()), ylim=(-0.04, 1.06))


def _runs(mask):
    edges = np.flatnonzero(np.diff(np.r_[False, mask, False].astype(int)))
    return [slice(start, stop) for start, stop in edges.reshape(-1, 2)]


@styled
def figure_play(game: GameParameters = PLAY) -> Figure:
    """Draw equilibrium play over similarity and crisis cost, with the three cost cutoffs.

    Parameters
    ----------
    game : GameParameters
        Scalars; similarity and cost are the axes.

    Returns
    -------
    matplotlib.figure.Figure
        One panel.
    """
    dagger, middle = float(similarity_initiation(game)), float(cost_cutoff_alone(game))
    beta = np.linspace(dagger - 0.35, dagger + 0.35, 701)
    top = 1.9 * middle
    cost = np.linspace(1e-6, top, 701)
    play = solve(game.but(beta=beta[None, :], c_a=cost[:, None])).outcome
    figure, axis = plt.subplots(figsize=(WIDTH, 3.6))
    axis.imshow(
        np.select([play == UNILATERAL, play == COALITION], [0.92, 0.78], 1.0),
        extent=(beta[0], beta[-1], 0, top),
        origin="lower",
        aspect="auto",
        cmap="gray",
        vmin=0,
        vmax=1,
        interpolation="nearest",
    )
    for name, cutoff, style in zip(
        _CUTOFFS,
        (cost_cutoff_alone, cost_cutoff_coalition, cost_cutoff_formation),
        _LINES,
        strict=True,
    ):
        curve = np.broadcast_to(cutoff(game.but(beta=beta)), beta.shape)
        axis.plot(beta, curve, color="black", linestyle=style, linewidth=1.3)
        inside = np.flatnonzero(curve <= top)[-1]
        leaves_above = inside < beta.size - 1
        offset, ha, va = (
            ((0, 3), "center", "bottom") if leaves_above else ((4, 0), "left", "center")
        )
        axis.annotate(name, (beta[inside], curve[inside]), offset, ha=ha, va=va, **_NUDGED)
    axis.plot(dagger, middle, "o", color="black", markersize=4)
    axis.annotate(
        r"$\beta^{\dagger}$", (dagger, middle), (-8, 6), textcoords="offset points", ha="center"
    )
    axis.text(beta[60], 0.62 * middle, "crisis alone", va="center")
    axis.text(beta[450], 0.45 * middle, "crisis with P", va="center")
    axis.text(beta[60], 1.45 * middle, "status quo", va="center")
    axis.set(xlim=(beta[0], beta[-1]), ylim=(0, top))
    axis.set_xlabel(_SIMILARITY)
    axis.set_ylabel(r"Cost of a crisis to A, $c_A$")
    return frame(
        figure,
        "What the leader does, by cost of a crisis and similarity of the partner",
        r"The three cutoffs meet at $\beta^{\dagger}$. To its left that with P is the lower one, "
        "yet keeps no leader out of a crisis: between the two L acts alone.",
        key=[
            Line2D([], [], color="black", lw=1.3, ls=style, label=f"below {name}: {what}")
            for (name, what), style in zip(_CUTOFFS.items(), _LINES, strict=True)
        ],
        columns=1,
    )


@styled
def figure_variance(
    game: GameParameters = SPREAD, medians: Sequence[float] = (0.0, -0.24, -0.55), sd: float = 0.25
) -> Figure:
    """Draw probability and variance of coalition formation over security.

    Parameters
    ----------
    game : GameParameters
        ``theta`` is an array; needs ``c_a``.
    medians : sequence of float
        Median similarity of three pools of partners.
    sd : float
        Standard deviation of similarity in each pool.

    Returns
    -------
    matplotlib.figure.Figure
        Left the probability, right the Bernoulli variance.
    """
    figure, axes = plt.subplots(1, 2, figsize=(WIDTH, 2.9), sharex=True)
    for median, style in zip(medians, _LINES, strict=True):
        spread = outcome_spread(game, Similarity(median, sd))
        end = spread.iloc[-1]
        label = rf"$m$ = {median:g}".replace("-", "\N{MINUS SIGN}")
        for axis, column in zip(axes, ("probability", "variance"), strict=True):
            shown = spread["security"], spread[column]
            axis.plot(*shown, color="black", linestyle=style, linewidth=1.5)
            axis.annotate(label, (end["security"], end[column]), (4, 0), va="center", **_NUDGED)
    axes[0].axhline(0.5, color="0.6", linewidth=0.8)
    axes[0].set(title="(a) Probability of a coalition", ylim=(0, 1), ylabel="Probability")
    axes[1].set(title="(b) Variance of the outcome", ylim=(0, 0.27), ylabel="Variance, p (1 - p)")
    for axis in axes:
        axis.set_xlabel(r"Political security $\sigma(q)$ of the leader")
    return frame(
        figure,
        "Hypothesis 3 in the game: does security make the outcome vary more?",
        "Only where coalitions are more likely than not (above the grey line in a); where they are "
        "rare, the variance falls as security rises.",
        note=rf"Lines: pools of partners whose similarity is normal with median $m$ and standard "
        f"deviation {sd:g}. The two vertical scales differ.",
    )
