"""Checks on the levels and shapes of Figure 3.

Levels are what the paper's figure shows, so they are held against each drawing of ours: that of the
paper's text, at means and modes; that at the values of its published code; and that by the code's
own formulas. A level met by one of the last two only holds under that condition. A shape is an
effect, so it needs a band that tells a rise from none.
"""

from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import (
    CANNOT_TELL,
    CONDITIONAL,
    Judgement,
    bad_argument,
    check,
    is_about,
    real,
)
from coalitions.report.figure_3_curves import MEANS_AND_MODES, PUBLISHED_CODE, PUBLISHED_HELD

BEND = 0.25
# What the text implies of the probability between no insecurity and the bend, where it sees no
# slope: docs/analysis-plan.md, "What the paper implies", .04 to .10.
UNSEEN = 0.06
_SAID = {
    MEANS_AND_MODES: "means and modes",
    PUBLISHED_HELD: "published values",
    PUBLISHED_CODE: "published code",
}


@check("figure")
def curve_level(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a curve is about a level at one end. Argument: panel, left or right, level."""
    panel, end, level = _parse(argument, 3)
    if end not in {"left", "right"}:
        raise bad_argument(argument, "panel, left or right, level")
    at = 0 if end == "left" else -1

    def judge(curve):
        point = curve.iloc[at]
        return f"{point.probability:.3g} at {point.x:.2f}", is_about(point.probability, real(level))

    return _in_any_drawing(evidence, panel, _SAID, judge)


@check("figure")
def curve_ratio(evidence: Evidence, argument: str) -> Judgement:
    """Hold if right end over left end is about a ratio. Argument: panel, ratio."""
    panel, ratio = _parse(argument, 2)

    def judge(curve):
        left, right = curve["probability"].iloc[[0, -1]]
        if left <= 0:
            return "no ratio, for the curve starts at zero", False
        found = f"{right:.3g} / {left:.3g} = {right / left:.3g}"
        return found, is_about(right / left, real(ratio))

    return _in_any_drawing(evidence, panel, _SAID, judge)


@check("figure")
def curve_likely(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a curve ends above one half at its right. Argument: panel."""
    (panel,) = _parse(argument, 1)

    def judge(curve):
        at = curve.iloc[-1]
        found = f"{at.probability:.3g} ({at.low:.3g} to {at.high:.3g}) at {at.x:.2f}"
        return found, CANNOT_TELL if at.low <= 0.5 <= at.high else at.probability > 0.5

    # The code's own formulas in panel a tend to one half, whatever the data, as sigma grows.
    return _in_any_drawing(evidence, panel, (MEANS_AND_MODES, PUBLISHED_HELD), judge)


@check("figure")
def curve_rises(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a curve never falls and ends higher than the band allows for. Argument: panel."""
    (panel,) = _parse(argument, 1)
    curve = _curve(evidence, panel, MEANS_AND_MODES)
    if curve is None:
        return f"panel {panel} has no curve", None
    return _rise(curve)


@check("figure")
def curve_flat_before_bend(evidence: Evidence, argument: str) -> Judgement:
    """Hold if the band up to 0.25 leaves no room for a slope. Argument: panel.

    At the published values, where coalitions are likelier than at means and modes and a slope has
    more room to show; from the least insecurity in the sample on. Contradicted if no horizontal
    line fits inside the band; supported if one does and the band is no higher than the change that
    the text does not see.
    """
    (panel,) = _parse(argument, 1)
    curve = _curve(evidence, panel, PUBLISHED_HELD)
    own = _curve(evidence, panel, MEANS_AND_MODES)
    if curve is None or own is None or not curve["x"].between(own["x"].min(), BEND).any():
        return f"panel {panel} has no curve up to {BEND}", None
    early = curve[curve["x"].between(own["x"].min(), BEND)]
    first, last = early["probability"].iloc[[0, -1]]
    height = early["high"].max() - early["low"].min()
    found = f"{first:.3g} to {last:.3g}, in a band {height:.3g} high ({_SAID[PUBLISHED_HELD]})"
    if early["low"].max() > early["high"].min():
        return f"{found} that no horizontal line fits into", False
    return found, True if height <= UNSEEN else CANNOT_TELL


@check("figure")
def curve_rises_after_bend(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a curve rises from 0.25 on, by more than it moves before. Argument: panel."""
    (panel,) = _parse(argument, 1)
    curve = _curve(evidence, panel, MEANS_AND_MODES)
    late = _beyond_bend(curve)
    if late is None:
        return f"panel {panel} has no curve beyond {BEND}", None
    early = curve.loc[curve["x"].le(BEND), "probability"]
    before = early.max() - early.min() if len(early) else 0.0
    found, rises = _rise(late)
    gain = late["probability"].iloc[-1] - late["probability"].iloc[0]
    return f"{found}; range before: {before:.3g}", rises if rises is not True else gain > before


@check("figure", "estimates")
def band_narrows(evidence: Evidence, argument: str) -> Judgement:
    """Hold if the band is narrower at the right end than at 0.25. Argument: panel.

    The published code draws sigma where a standard error belongs, in a band that narrows also when
    sigma grows. By its formulas the claim therefore holds only if sigma falls as well.
    """
    (panel,) = _parse(argument, 1)
    table = evidence.estimates
    gamma = table.loc[table["equation"].eq("variance"), "estimate"]
    falls = bool(len(gamma) and gamma.lt(0).all())
    found, verdicts = [], []
    for drawing in (MEANS_AND_MODES, PUBLISHED_CODE):
        late = _beyond_bend(_curve(evidence, panel, drawing))
        if late is None:
            return f"panel {panel} has no curve beyond {BEND}", None
        width = late["high"] - late["low"]
        x, first, last = late["x"].iloc[-1], width.iloc[0], width.iloc[-1]
        found.append(f"{_SAID[drawing]}: width {first:.3g} at {BEND}, {last:.3g} at {x:.2f}")
        verdicts.append(bool(last < first))
    found.append(f"sigma {'falls' if falls else 'does not fall'} with insecurity")
    if not verdicts[0] and verdicts[1] and falls:
        return f"{'; '.join(found)}; holds for: {_SAID[PUBLISHED_CODE]}", CONDITIONAL
    return "; ".join(found), verdicts[0]


def _in_any_drawing(evidence, panel, drawings, judge):
    """Judge each drawing: the first decides, unless only another one meets the claim."""
    found, verdicts = [], []
    for drawing in drawings:
        curve = _curve(evidence, panel, drawing)
        if curve is None:
            return f"panel {panel} has no curve", None
        words, holds = judge(curve)
        found.append(f"{_SAID[drawing]}: {words}")
        verdicts.append(holds if isinstance(holds, str) else bool(holds))
    held = [_SAID[d] for d, verdict in zip(drawings, verdicts, strict=True) if verdict is True]
    if not held or verdicts[0] is True:
        return "; ".join(found), verdicts[0]
    return f"{'; '.join(found)}; holds for: {', '.join(held)}", CONDITIONAL


def _beyond_bend(curve):
    """Return the part of a curve from 0.25 on, None if too short."""
    late = None if curve is None else curve[curve["x"].ge(BEND)]
    return None if late is None or len(late) < 2 else late


def _parse(argument, count):
    words = argument.split()
    if len(words) != count or words[0] not in {"a", "b"}:
        raise bad_argument(argument, f"panel a or b, {count} words in all")
    return words


def _curve(evidence, panel, drawing):
    """Return one curve from left to right, or None if it is empty."""
    table = evidence.figure
    rows = table[table["panel"].eq(panel) & table["drawing"].eq(drawing)]
    rows = rows[["x", "probability", "low", "high"]].dropna().sort_values("x", ignore_index=True)
    return None if rows.empty else rows


def _rise(curve):
    """Tell whether a curve rises: not if the left end's value lies in the band at the right."""
    steps = curve["probability"].diff().dropna()
    first, last = curve.iloc[0], curve.iloc[-1]
    found = (
        f"{first.probability:.3g} to {last.probability:.3g} ({last.low:.3g} to {last.high:.3g}), "
        f"{int(steps.lt(0).sum())} of {len(steps)} steps down"
    )
    if last.low <= first.probability <= last.high:
        return found, CANNOT_TELL
    return found, bool(steps.ge(0).all() and last.probability > first.probability)
