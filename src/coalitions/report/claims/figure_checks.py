"""Checks on the levels and shapes of Figure 3.

Arguments name the panel and, at their end, may say ``archive``: then the curve drawn with the
formulas of the authors' code is judged instead of the predicted probability itself.
"""

from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import Judgement, bad_argument, check, is_about, real

BEND = 0.25


@check("figure")
def curve_level(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a curve is about a level at one end. Argument: panel, left or right, level."""
    (panel, end, level), prefix = _parse(argument, 3)
    if end not in {"left", "right"}:
        raise bad_argument(argument, "panel, left or right, level")
    curve = _curve(evidence, panel, prefix)
    if curve is None:
        return f"panel {panel} has no curve", None
    at = curve.iloc[0 if end == "left" else -1]
    return f"{at.probability:.3f} at {at.x:.2f}", is_about(at.probability, real(level))


@check("figure")
def curve_ratio(evidence: Evidence, argument: str) -> Judgement:
    """Hold if right end over left end is about a ratio. Argument: panel, ratio."""
    (panel, ratio), prefix = _parse(argument, 2)
    curve = _curve(evidence, panel, prefix)
    if curve is None:
        return f"panel {panel} has no curve", None
    left, right = curve["probability"].iloc[[0, -1]]
    if left <= 0:
        return "the curve starts at zero: no ratio", None
    return f"{right:.3f} / {left:.3f} = {right / left:.2f}", is_about(right / left, real(ratio))


@check("figure")
def curve_likely(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a curve ends above one half at its right. Argument: panel."""
    (panel,), prefix = _parse(argument, 1)
    curve = _curve(evidence, panel, prefix)
    if curve is None:
        return f"panel {panel} has no curve", None
    right = curve["probability"].iloc[-1]
    return f"{right:.3f} at {curve['x'].iloc[-1]:.2f}", right > 0.5


@check("figure")
def curve_rises(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a curve never falls from left to right and ends higher. Argument: panel."""
    (panel,), prefix = _parse(argument, 1)
    curve = _curve(evidence, panel, prefix)
    if curve is None:
        return f"panel {panel} has no curve", None
    return _rise(curve)


@check("figure")
def curve_flat_before_bend(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a horizontal line fits inside the band up to 0.25. Argument: panel."""
    (panel,), prefix = _parse(argument, 1)
    curve = _curve(evidence, panel, prefix)
    early = None if curve is None else curve[curve["x"].le(BEND)]
    if early is None or early.empty:
        return f"panel {panel} has no curve up to {BEND}", None
    floor, ceiling = early["low"].max(), early["high"].min()
    first, last = early["probability"].iloc[[0, -1]]
    found = (
        f"{first:.3f} to {last:.3f}; highest lower bound {floor:.3f}, "
        f"lowest upper bound {ceiling:.3f}"
    )
    return found, floor <= ceiling


@check("figure")
def curve_rises_after_bend(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a curve rises from 0.25 on, by more than it moves before. Argument: panel."""
    panel, curve, late = _beyond_bend(evidence, argument)
    if late is None:
        return f"panel {panel} has no curve beyond {BEND}", None
    early = curve.loc[curve["x"].le(BEND), "probability"]
    before = early.max() - early.min() if len(early) else 0.0
    found, rises = _rise(late)
    gain = late["probability"].iloc[-1] - late["probability"].iloc[0]
    return f"{found}; range before: {before:.3f}", rises and gain > before


@check("figure")
def band_narrows(evidence: Evidence, argument: str) -> Judgement:
    """Hold if the band is narrower at the right end than at 0.25. Argument: panel."""
    panel, _, late = _beyond_bend(evidence, argument)
    if late is None:
        return f"panel {panel} has no curve beyond {BEND}", None
    width = late["high"] - late["low"]
    first, last = width.iloc[0], width.iloc[-1]
    return (
        f"width {first:.3f} at {late['x'].iloc[0]:.2f}, "
        f"{last:.3f} at {late['x'].iloc[-1]:.2f}, widest {width.max():.3f}"
    ), last < first


def _beyond_bend(evidence, argument):
    """Return the panel, its curve, and the part of it from 0.25 on, None if too short."""
    (panel,), prefix = _parse(argument, 1)
    curve = _curve(evidence, panel, prefix)
    late = None if curve is None else curve[curve["x"].ge(BEND)]
    return panel, curve, None if late is None or len(late) < 2 else late


def _parse(argument, count):
    words = argument.split()
    prefix = "archive_" if words and words[-1] == "archive" else ""
    words = words[:-1] if prefix else words
    if len(words) != count or words[0] not in {"a", "b"}:
        raise bad_argument(argument, f"panel a or b, {count} words in all, then maybe 'archive'")
    return words, prefix


def _curve(evidence, panel, prefix):
    """Return one curve from left to right under plain column names, or None if it is empty."""
    names = {f"{prefix}{c}": c for c in ("probability", "low", "high")}
    rows = evidence.figure.loc[evidence.figure["panel"].eq(panel), ["x", *names]]
    rows = rows.rename(columns=names).dropna().sort_values("x", ignore_index=True)
    return None if rows.empty else rows


def _rise(curve):
    steps = curve["probability"].diff().dropna()
    first, last = curve["probability"].iloc[[0, -1]]
    found = f"{first:.3f} to {last:.3f}, {int(steps.lt(0).sum())} of {len(steps)} steps down"
    return found, bool(steps.ge(0).all() and last > first)
