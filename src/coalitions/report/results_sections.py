"""What the page of results shows, section by section."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
from markupsafe import Markup

from coalitions.logs import Cost
from coalitions.report.apart import APART, EXPLORER, MINUTES
from coalitions.report.attrition_table import attrition_in_words
from coalitions.report.labels import LABELS, words
from coalitions.report.number_text import count
from coalitions.report.results_page import Part, Section, drawing, markdown
from coalitions.report.run_times import run_times
from coalitions.report.text_table import TextTable

_FIGURE_3 = (
    "Figure 3. Probability of a coalition by the builder's job insecurity (a) and by the "
    "divergence of target and partner (b), with 95% intervals; marks along the axes are "
    "observations, diamonds what the paper's text says. First the model's probability, all else at "
    "means and modes; then the same with all else where the published code holds it; last, not to "
    "be used, that code's own formulas, whose bands are no confidence intervals."
)
_TIMELINE = (
    "Two-sided crises, each part of a divided one counted as one, by the year they began, with and "
    "without a coalition."
)
_MAP = (
    "Two-sided crises by decade, on maps of capitals: lines link the two states that confront each "
    "other, and partners to the state they joined."
)
_CODINGS = (
    "*cases*: the project's own coding, case by case. By rule: *sides of ICB*, the data on crises "
    "put P on the side of A; *MID, display of force*, P showed force beside A in a militarized "
    "dispute with T; *MID, use of force*, it used force; *war*, it fought beside A in an "
    "interstate war. Calls and coalitions are counted here before missing values cost rows; "
    "Table 2 counts what is left."
)
_DYAD = (
    "A row of the data is a dyad: a state A that may build a coalition against T, and one state P "
    "that could join it. The models ask of each row whether P joined (1) or not (0). Divergence is "
    "how far apart two states vote in the UN General Assembly; job insecurity is the estimated "
    "risk that a leader loses office within a year."
)
_NO_NUMBERS = (
    "The text that this project works from is the accepted manuscript, without tables and "
    "figures: it has the signs in the last column and no coefficients. With the authors' own file "
    "in `data/raw/archive/` a column on their data stands here; "
    "docs/originals.md says how to get it."
)
_EXPLORER = (
    "every universe in the browser, filtered by any choice, each with the command that rebuilds it"
)
_NOT_OF_THIS_RUN = (
    "This run cannot have its own: it starts from the first option of every choice in "
    "`multiverse.yaml`, as the default does, and this run takes another."
)
_HEADS = {
    "step": "Step",
    "unit": "Counted in",
    "rows_in": "Before",
    "rows_out": "After",
    "why": "Who left",
    "decile": "Decile",
    "state_years": "State-years",
    "lowest": "Lowest",
    "mean_predicted": "Predicted",
    "highest": "Highest",
    "spread": "Spread",
    "observed": "Observed",
    "term": "Regressor",
    "estimate": "Estimate",
    "std_error": "Standard error",
    "dataset": "Dataset",
    "version": "Version",
    "file": "File",
    "bytes": "Bytes",
    "sha256": "SHA-256",
}


@dataclass(frozen=True, eq=False)
class Contents:
    """What the page has to show, and where it stands.

    Attributes
    ----------
    texts : mapping of str to str
        Tables in Markdown: table_2, figure_3_text, descriptives and, of a run that has them,
        table_1, codings, own_models, own_coverage.
    frames : mapping of str to pandas.DataFrame
        Of a run that has them: attrition, hazard, calibration, sources.
    figures : mapping of str to bytes
        SVG: figure_3 and, of a run that has them, timeline, crisis_map; each with the same for a
        narrow screen, as figure_3_narrow.
    built, pinned : mapping of str to str or bytes
        By file, as `coalitions.report.apart` names it: what was built for the configuration of
        this run, and pinned results that hold for it, none unless it is the default's.
    commands : mapping of str to str
        By target, what builds it for this run; without what the run cannot have.
    costs : mapping of str to coalitions.logs.Cost
        What each job took.
    docs : str
        As for `coalitions.report.hypertext.hypertext`.
    said : str
        What the page says of the run's configuration at its head, which nothing below repeats.
    numbers_at_hand : bool
        Whether Table 2 has the authors' own column, or is on their data.
    """

    texts: Mapping[str, str]
    frames: Mapping[str, pd.DataFrame]
    figures: Mapping[str, bytes]
    built: Mapping[str, str | bytes]
    pinned: Mapping[str, str | bytes]
    commands: Mapping[str, str]
    costs: Mapping[str, Cost]
    docs: str
    said: str
    numbers_at_hand: bool


def sections(contents: Contents, claims: Section, game: Section) -> list[Section]:
    """Lay out the sections of the page, in the order of reading.

    Parameters
    ----------
    contents : Contents
    claims, game : Section

    Returns
    -------
    list of coalitions.report.results_page.Section
    """
    texts = dict(contents.texts) | {"dyad": _DYAD, "coding_names": _CODINGS}
    if not contents.numbers_at_hand:
        texts["no_numbers"] = _NO_NUMBERS
    shown = {n: markdown(_once(contents, t), docs=contents.docs) for n, t in texts.items()}
    shown |= {name: _table(name, frame) for name, frame in contents.frames.items()}
    shown["run_times"] = run_times(contents.costs)
    for name, says in (("figure_3", _FIGURE_3), ("crisis_map", _MAP), ("timeline", _TIMELINE)):
        if name in contents.figures:
            narrow = contents.figures[f"{name}_narrow"]
            shown[name] = drawing(contents.figures[name], says, narrow=narrow)
    coded = ("codings", "coding_names") if "codings" in texts else ()
    one_crisis = ("dyad", "table_1") if "table_1" in texts else ()
    measures = ("descriptives", "hazard", "calibration", "own_coverage")
    before = (
        ("figure-3", "Figure 3: predicted probabilities", ("figure_3", "figure_3_text")),
        ("models", "Table 2: the paper's models", ("table_2", "no_numbers", "own_models")),
        ("one-crisis", "One crisis, as the models see it", one_crisis),
        ("map", "Crises and coalitions over time", ("crisis_map", "timeline")),
        ("codings", "Who joined whom, by coding", coded),
        ("measures", "The measures", measures),
    )
    appendix = ("attrition", "sources", "run_times")
    laid = [
        *(_section(shown, *each) for each in before),
        *(Section(name, each.title, _apart(name, contents)) for name, each in APART.items()),
        *(claims, game),
        _section(shown, "data", "Appendix: the data and the run", appendix),
    ]
    return [section for section in laid if section.parts]


def _section(shown, anchor, title, names):
    return Section(anchor, title, tuple(shown[name] for name in names if name in shown))


def _apart(name, contents):
    apart = APART[name]
    command = contents.commands.get(apart.target, "")
    more = (_explorer(contents),) if name == "multiverse" and command else ()
    for found, source in ((contents.built, ""), (contents.pinned, command)):
        if set(apart.files()) <= set(found):
            parts = [drawing(found[file], text) for file, text in apart.figures]
            if apart.text:
                text = _once(contents, _head(found[apart.text]))
                parts.append(markdown(text, docs=contents.docs))
            minutes = MINUTES[apart.target]
            return (*(replace(p, pinned=source, minutes=minutes) for p in parts), *more)
    if not command:
        return (markdown(_NOT_OF_THIS_RUN),)
    return (Part(command=command, minutes=MINUTES[apart.target]), *more)


def _explorer(contents):
    """Lead to the page that filters universes; where there is none yet, say what builds it."""
    if EXPLORER in contents.built:
        link = Markup('<p><a href="{}">Open the explorer</a>: {}.</p>')
        return Part(link.format(EXPLORER, _EXPLORER))
    curves = APART["multiverse"].figures[0][0] in {*contents.built, *contents.pinned}
    stands_in = " The curves above stand in for it." if curves else ""
    return Part(
        Markup(
            "<p>The explorer, {}, is not built for this run.{} To build it, with the multiverse in "
            "about {} minutes: <code>{}</code></p>"
        ).format(_EXPLORER, stands_in, MINUTES["multiverse"], contents.commands["explorer"])
    )


def _head(text):
    """Return what stands before the first section of a page, without the page's title."""
    head = text.split("\n## ", 1)[0]
    return head.split("\n", 1)[1] if head.startswith("# ") else head


def _once(contents, text):
    """Leave out what the head of the page has said of the configuration."""
    return text.replace(f" {contents.said}", "").replace(f"{contents.said}\n", "")


_TITLES = {
    "attrition": "What every filter let through",
    "hazard": "Job insecurity: the hazard of leaving office",
    "calibration": "Job insecurity: predicted and observed exits, by decile of the prediction",
    "sources": "Raw files, by what `versions` in config.yaml calls their dataset",
}
# What the hazard rests on, beside the regressors of the models.
_HAZARD = {
    "changes": "Changes of leader so far",
    "growth": "Growth of the economy",
    "log_shape": "Shape over time in office (log)",
}


def _table(name, frame):
    if name == "hazard":
        named = LABELS | _HAZARD
        frame = frame[["term", "estimate", "std_error"]].assign(
            term=frame["term"].map(lambda term: named.get(term, words(term)))
        )
    if name == "attrition":
        frame = attrition_in_words(frame)
    if name == "sources":
        frame = frame.assign(
            dataset="`" + frame["dataset"] + "`",
            sha256=frame["sha256"].str[:12],
        )
    shown = frame.map(_cell).rename(columns=_HEADS)
    return markdown(TextTable(_TITLES[name], shown).markdown())


def _cell(value):
    if isinstance(value, str):
        return value
    return "" if pd.isna(value) else f"{value:.3f}" if isinstance(value, float) else count(value)
