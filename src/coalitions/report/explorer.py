"""The multiverse to look through: one page with its universes in it, which a browser can filter.

The chart is Vega-Lite's, built with Altair. The library itself comes out of the package that has it
when the page is built, and Vega's interpreter of expressions lets the page forbid all code that is
made from text.
"""

import json
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import Any

import altair as alt
import pandas as pd
import vl_convert
from markupsafe import Markup

from coalitions.hypotheses import CANNOT_TELL, CONTRADICTED, SUPPORTED, VERDICTS, Hypothesis
from coalitions.multiverse.effects import LEAST, TESTED, effects
from coalitions.multiverse.grid import SETS
from coalitions.multiverse.shares import in_default, members, shares
from coalitions.report.labels import choice_label, option_labels
from coalitions.report.number_text import count, percent
from coalitions.report.rendering import render
from coalitions.settings import Run

_NUMBERS = {
    "effect": "effect",
    "low": "effect_low",
    "high": "effect_high",
    "p": "p_value",
    "events": "events",
}
# Signals of the chart that the page sets: the ends of the axis, by the universes that are shown,
# and colours, by light and dark. Shapes tell verdicts apart too.
_ENDS = {"lowest": -1, "highest": 1, "last": 1}
_COLOURS = {SUPPORTED: "supported", CANNOT_TELL: "open", CONTRADICTED: "contradicted"}
_NEUTRAL = ("ink", "paper")
_INK = alt.value(alt.ExprRef("ink"))
_SHAPES = {SUPPORTED: "triangle-up", CANNOT_TELL: "circle", CONTRADICTED: "triangle-down"}
# The more universes, the fainter their intervals and the smaller their points.
_FAINT = alt.ExprRef("max(0.16, min(0.6, 60 / last))")
_SMALL = alt.ExprRef("max(26, min(90, 8000 / last))")
_HEIGHT = 340  # Pixels.
_UNIVERSES = "universes"  # What the page calls the data of the chart.


def explorer_page(
    results: pd.DataFrame,
    choices: pd.DataFrame,
    overview: bytes,
    run: Run,
    hypotheses: Sequence[Hypothesis] = TESTED,
) -> str:
    """Write the page.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `coalitions.multiverse.shares.summarise_universes`.
    choices : pandas.DataFrame
        Columns choice, option, label, default, mark, because, in the order of display.
    overview : bytes
        SVG of all curves, for readers without JavaScript.
    run : coalitions.settings.Run
    hypotheses : sequence of Hypothesis

    Returns
    -------
    str
        HTML that loads nothing, of about a megabyte and a half for 2,500 universes.
    """
    scripts = [_library(), render("explorer.js.j2")]
    content = universes_of(results, choices, hypotheses)
    data = {"data": _plain(content), "chart": _plain(curve_chart())}
    image = b64encode(overview).decode()
    size = sum(len(text.encode()) for text in (*scripts, *data.values(), image))
    return render(
        "explorer.html.j2",
        run=run.statement(),
        differs=bool(run.differences),
        choices=content["choices"],
        sets=SETS,
        least=LEAST,
        judged=VERDICTS,
        hypotheses=hypotheses,
        drawn=count(results["universe"].nunique()),
        shares=[
            _shares_in_text(row)
            for row in shares(results, hypotheses=hypotheses).to_dict("records")
        ],
        overview=f"data:image/svg+xml;base64,{image}",
        scripts=[Markup(script) for script in scripts],
        hashes=[_digest(script) for script in scripts],
        data={name: Markup(text) for name, text in data.items()},
        megabytes=f"{size / 1e6:.1f}",
    )


def universes_of(
    results: pd.DataFrame, choices: pd.DataFrame, hypotheses: Sequence[Hypothesis] = TESTED
) -> dict[str, Any]:
    """Return what the page shows, as plain data.

    Parameters
    ----------
    results, choices, hypotheses
        As for `explorer_page`.

    Returns
    -------
    dict
        verdicts and sets (names), least (coalition dyads a coefficient), coding (place of the
        choice whose options weigh equally); choices (name, label, options with name, label, mark
        and because); universes (lists, one entry a universe: digest, options by place, sets, and
        the place of the default, or None); hypotheses (name, label, expected, and lists: effect,
        low, high, p, events, verdict by place; None where there is no estimate).
    """
    first = effects(results, hypotheses[0])
    choices = choices.assign(label=option_labels(choices))
    listed = [
        {
            "name": name,
            "label": choice_label(str(name)),
            "options": group[["option", "label", "mark", "because"]].to_dict("records"),
        }
        for name, group in choices.groupby("choice", sort=False)
    ]
    places = [
        first[choice["name"]].map({o["option"]: i for i, o in enumerate(choice["options"])})
        for choice in listed
    ]
    belongs = {name: set(members(results, name)["universe"]) for name in SETS}
    default = first.index[in_default(first, choices)]
    return {
        "verdicts": VERDICTS,
        "sets": SETS,
        "least": LEAST,
        "coding": [choice["name"] for choice in listed].index("coding"),
        "choices": listed,
        "universes": {
            "digest": first["universe"].tolist(),
            "options": pd.concat(places, axis="columns").to_numpy(int).tolist(),
            "sets": [[int(u in belongs[name]) for name in SETS] for u in first["universe"]],
            "default": int(default[0]) if len(default) else None,
        },
        "hypotheses": [_numbers_of(results, first["universe"], h) for h in hypotheses],
    }


def curve_chart() -> dict[str, Any]:
    """Specify the specification curve without its data, which the page fills in.

    Returns
    -------
    dict
        In Vega-Lite. Its data, ``universes``, have rank, effect, at (the effect, or the end of the
        axis that it lies beyond), low, high, verdict, departs, and role: "curve", "default" or
        "chosen".
    """
    ends = [alt.param(name=name, value=value) for name, value in _ENDS.items()]
    colours = [alt.param(name=name, value="black") for name in (*_COLOURS.values(), *_NEUTRAL)]
    lowest, highest, last = map(alt.ExprRef, _ENDS)
    x = alt.X(
        "rank:Q",
        title="Universes, in the order of the effect",
        scale=alt.Scale(domain=[0, last], nice=False),
        axis=alt.Axis(grid=False, tickMinStep=1),
    )
    scale = alt.Scale(domain=[lowest, highest], nice=False, zero=False)
    layers = alt.layer(*_curve(x, scale), _zero(scale), *_singled_out(x, scale))
    layers = layers.add_params(*ends, *colours).properties(width="container", height=_HEIGHT)
    return layers.to_dict()


def _curve(x, scale):
    colour = alt.Color(
        "verdict:N",
        legend=None,
        scale=_by_verdict({v: alt.ExprRef(c) for v, c in _COLOURS.items()}),
    )
    intervals = _rows("curve").mark_rule(clip=True, opacity=_FAINT)
    points = _rows("curve").mark_point(filled=True, opacity=0.9, size=_SMALL)
    shown = [
        alt.Tooltip("effect:Q", format=".3f", title="effect"),
        alt.Tooltip("low:Q", format=".3f", title="95% from"),
        alt.Tooltip("high:Q", format=".3f", title="to"),
        alt.Tooltip("verdict:N"),
        alt.Tooltip("departs:N", title="departs in"),
    ]
    shape = alt.Shape("verdict:N", legend=None, scale=_by_verdict(_SHAPES))
    return (
        intervals.encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q", color=colour),
        points.encode(x=x, y=_effect(scale), color=colour, shape=shape, tooltip=shown),
    )


def _zero(scale):
    once = alt.Chart(alt.InlineData(values=[{}]))
    return once.mark_rule().encode(y=alt.datum(0, scale=scale), color=_INK)


def _singled_out(x, scale):
    """Mark the default, which hides the points it lies among, and the chosen, which does not."""
    default = _rows("default").mark_point(shape="diamond", size=150, strokeWidth=2.5, filled=False)
    chosen = _rows("chosen").mark_point(shape="circle", size=260, strokeWidth=2.5, filled=False)
    paper = alt.value(alt.ExprRef("paper"))
    return (
        default.encode(x=x, y=_effect(scale), color=_INK, fill=paper),
        chosen.encode(x=x, y=_effect(scale), color=_INK),
    )


def _rows(role):
    return alt.Chart(alt.NamedData(_UNIVERSES)).transform_filter(alt.datum.role == role)


def _effect(scale):
    return alt.Y("at:Q", title="Effect of one standard deviation", scale=scale)


def _by_verdict(values):
    return alt.Scale(domain=list(values), range=list(values.values()))


@cache
def _library():
    """Bundle the chart library, which takes seconds; no string in it may end the script."""
    library = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return library.replace("</script", "<\\/script")


def _numbers_of(results, universes, hypothesis):
    rows = effects(results, hypothesis).set_index("universe").loc[universes]
    lists = {name: [_short(v) for v in rows[column]] for name, column in _NUMBERS.items()}
    verdicts = [VERDICTS.index(verdict) for verdict in rows["verdict"]]
    return {
        "name": hypothesis.name,
        "label": hypothesis.label,
        "expected": hypothesis.expected,
        "verdict": verdicts,
        **lists,
    }


def _short(value):
    """Keep four digits, which is more than a point shows; a missing number is None."""
    return None if pd.isna(value) else float(f"{value:.4g}")


def _shares_in_text(row):
    of = {v: percent(row[f"{v.replace(' ', '_')}_of_all"]) for v in VERDICTS}
    return {**row, "count": count(row["universes"]), "of": of}


def _plain(value):
    """Write JSON that no HTML parser takes for a tag."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def _digest(script):
    return b64encode(sha256(script.encode()).digest()).decode()
