"""The paper's game on the page of results: what it says, how much of it holds, its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import StringIO

import pandas as pd
from markupsafe import Markup, escape

from coalitions.report.apart import GAME_CLAIMS, GAME_FIGURES, MINUTES, RUN
from coalitions.report.claims.registry import ALL_VERDICTS, REPRODUCED
from coalitions.report.hypertext import hypertext
from coalitions.report.paper_symbols import in_symbols
from coalitions.report.results_page import Part, Section, drawing

_TARGET = "theory"
# What the printed text offers to be computed with; where such a claim does not come out, the
# formula or the numbers are not to be used.
PRINTED = {
    "theory_equation_4": "Equation (4)",
    "theory_figure_1_region": "The parameters of Figure 1 (footnote 7)",
    "theory_figure_2_right": "The parameters of Figure 2 (footnote 8)",
}
# Figures that open on demand.
_TITLES = {"figure_1": "Figure 1, drawn anew", "figure_2": "Figure 2, drawn anew"}
_FOLDED = {
    "play": "Figure: who plays what, by the partner's preferences and the cost of a crisis",
    "variance": "Figure: when outcomes vary less with insecure leaders (H3)",
}
_WHAT_IT_SAYS = """\
The leader L of a state A may start a crisis over a prize, alone or with a partner P, whom she then
has to pay out of what she holds. How much she has to lose by failing depends on her hold on office
(θ): the less secure she is, the more a partner's strength is worth to her, so she pays more, and
takes partners whose preferences are less like her own. Hence the hypotheses: preferences decide who
joins (H1), insecure leaders build more coalitions (H2), and as they take almost anyone, what they
do varies less (H3).
"""


def game_section(
    found: Mapping[str, str | bytes], captions: Sequence[str], pinned: bool, docs: str
) -> Section:
    """Lay out the section.

    Parameters
    ----------
    found : mapping of str to str or bytes
        The files that `coalitions.report.apart.GAME` names.
    captions : sequence of str
        Of `coalitions.report.apart.GAME_FIGURES`, in that order.
    pinned : bool
        Whether these are the pinned results and not built here.
    docs : str
        As for `coalitions.report.hypertext.hypertext`.

    Returns
    -------
    coalitions.report.results_page.Section
    """
    claims = pd.read_csv(StringIO(str(found[GAME_CLAIMS])), dtype=str, keep_default_na=False)
    source = f"{RUN} {_TARGET}" if pinned else ""
    drawn = {
        name: _figure(found[f"theory/{name}.svg"], _TITLES.get(name), caption, source)
        for name, caption in zip(GAME_FIGURES, captions, strict=True)
    }
    return Section(
        "game",
        "The paper's game",
        (
            Part(hypertext(_WHAT_IT_SAYS)),
            Part(hypertext(_counts(claims))),
            *_not_to_be_used(claims),
            *(each for name, each in drawn.items() if name not in _FOLDED),
            Part(
                _in_symbols(hypertext(_not_as_printed(claims), docs=docs)),
                folded="What does not come out as printed, and why",
            ),
            *(replace(drawn[name], folded=words) for name, words in _FOLDED.items()),
        ),
    )


def _figure(svg, title, caption, pinned):
    words = f"{title}. {' '.join(caption.split())}" if title else " ".join(caption.split())
    part = drawing(svg, words, Markup(in_symbols(escape(words))))
    return replace(part, pinned=pinned, pinned_of="the game", minutes=MINUTES[_TARGET])


def _counts(claims):
    counted = claims["verdict"].value_counts()
    first, *more = [f"{counted[v]} {v}" for v in ALL_VERDICTS if v in counted]
    number, _, verdict = first.partition(" ")
    said = ", ".join([f"{number} {'is' if number == '1' else 'are'} {verdict}", *more])
    return (
        f"Of {len(claims)} statements on the game {said}. Each was derived from the "
        "payoffs by computer algebra, or held against games drawn at random and solved by brute "
        "force. The game rests on no data: this is the same for every run."
    )


def _not_to_be_used(claims):
    rows = claims[claims["claim_id"].isin(PRINTED) & claims["verdict"].ne(REPRODUCED)]
    if rows.empty:
        return ()
    items = [f"- {PRINTED[r.claim_id]}: {r.found}." for r in rows.itertuples()]
    text = "**Not to be used as printed**\n\n" + "\n".join(items)
    return (Part(_in_symbols(hypertext(text)), warns=True),)


def _not_as_printed(claims):
    rows = claims[claims["verdict"].ne(REPRODUCED)]
    items = [f"- {r.claim} ({r.place}) *{r.verdict}*: {r.reason}." for r in rows.itertuples()]
    return "\n".join(items)


def _in_symbols(html):
    return Markup(in_symbols(html))
