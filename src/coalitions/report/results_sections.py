"""What the page of results shows, section by section."""

import re
from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from coalitions.logs import Cost
from coalitions.report.apart import APART, EXPLORER
from coalitions.report.labels import LABELS, words
from coalitions.report.number_text import count
from coalitions.report.results_page import Part, Section, drawing, markdown
from coalitions.report.run_times import run_times
from coalitions.report.text_table import TextTable

_FIGURE_3 = (
    "Figure 3. Probability of a coalition by the builder's job insecurity (left) and by the "
    "divergence of target and partner (right), with 95% intervals; marks along the axes are "
    "observations. Top: the model's probability, all else at means and modes. Middle: the same "
    "with all else where the published code holds it. Bottom, not to be used: that code's own "
    "formulas, whose bands are no confidence intervals."
)
_TIMELINE = "Two-sided crises by the year they began, with and without a coalition."
_MAP = (
    "Two-sided crises by decade. Lines link the capitals of the two states that confront each "
    "other, blue where a third state joined either, grey where none did; a triangle is such a "
    "partner, on a line to the state it joined. All two-sided crises are drawn, also those that "
    "the models lose because a variable has no value. There are no borders: every dot is a capital."
)
_CODINGS = (
    "*cases*: the project's own coding, case by case. By rule: *sides*, the data on crises put P "
    "on the side of A; *mid_display*, P showed force beside A in a militarized dispute with T; "
    "*mid_force*, it used force; *war*, it fought beside A in an interstate war. Calls and "
    "coalitions are counted here before missing values cost rows; Table 2 counts what is left."
)
_DYAD = (
    "A row of the data is a dyad: a state A that may build a coalition against T, and one state P "
    "that could join it. The models ask of each row whether P joined (1) or not (0). Divergence is "
    "how far apart two states vote in the UN General Assembly; job insecurity is the estimated "
    "risk that a leader loses office within a year."
)
_NO_NUMBERS = (
    "The text that this project works from is the accepted manuscript, without tables and "
    "figures: what its prose says of signs stands below, its coefficients do not. With the "
    "authors' own file in `data/raw/archive/` a column on their data stands here; "
    "`docs/originals.md` says how to get it."
)
# A link in brackets of its own.
_MORE = re.compile(r" \(\[[^\]]*\]\([^)]*\)\)")
_EXPLORER = (
    "every universe in the browser, filtered by any choice, each with the command that rebuilds it"
)
_RUN = "snakemake --cores all"
# What is printed is the command of the default.
_SETTINGS = "The settings of this run stand behind `--config` there, too."
_OF_FIRST_OPTIONS = (
    "It starts from the first option of every choice in `multiverse.yaml`, as the default does: a "
    "run that takes another option of one has none of its own. Other settings of this run stand "
    "behind `--config`."
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


def sections(
    texts: Mapping[str, str],
    frames: Mapping[str, pd.DataFrame],
    figures: Mapping[str, bytes],
    built: Mapping[str, str | bytes],
    pinned: Mapping[str, str | bytes],
    game: Section,
    costs: Mapping[str, Cost],
) -> list[Section]:
    """Lay out the sections of the page.

    Parameters
    ----------
    texts : mapping of str to str
        Tables in Markdown: table_2, signs, descriptives and, of a run that has them, authors_table
        in place of table_2, table_1, codings, own_models, own_coverage.
    frames : mapping of str to pandas.DataFrame
        Of a run that has them: attrition, hazard, calibration, sources.
    figures : mapping of str to bytes
        SVG: figure_3 and, of a run that has them, timeline, crisis_map.
    built, pinned : mapping of str to str or bytes
        By file, as `coalitions.report.apart` names it: what was built for the configuration of
        this run, and pinned results that hold for it, none unless it is the default's.
    game : Section
    costs : mapping of str to coalitions.logs.Cost
        What each job took.

    Returns
    -------
    list of coalitions.report.results_page.Section
    """
    shown = {name: markdown(text) for name, text in texts.items()}
    shown |= {name: _table(name, frame) for name, frame in frames.items()}
    shown["run_times"] = run_times(costs)
    shown["figure_3"] = drawing(figures["figure_3"], _FIGURE_3)
    for name, says in (("crisis_map", _MAP), ("timeline", _TIMELINE)):
        if name in figures:
            shown[name] = drawing(figures[name], says)
    said = {"dyad": _DYAD, "coding_names": _CODINGS, "no_numbers": _NO_NUMBERS}
    shown |= {name: markdown(text) for name, text in said.items()}
    # Of a rebuild; else Table 2 is on the authors' data anyway.
    table_2 = ("table_2", *(("no_numbers",) if "codings" in texts else ()))
    models = ("authors_table",) if "authors_table" in texts else table_2
    coded = ("crisis_map", "timeline", "codings", "coding_names") if "codings" in texts else ()
    one_crisis = ("dyad", "table_1") if "table_1" in texts else ()
    plan = (
        ("models", "The paper's models", (*models, "signs", "own_models")),
        ("figure-3", "Predicted probabilities", ("figure_3",)),
        ("one-crisis", "One crisis, as the models see it", one_crisis),
        ("codings", "Who joined whom", coded),
    )
    data = ("descriptives", "attrition", "hazard", "calibration", "own_coverage", "sources")
    laid = [_section(shown, *each) for each in plan]
    laid += [
        Section(name, each.title, _apart(name, each, built, pinned)) for name, each in APART.items()
    ]
    laid += [game, _section(shown, "data", "Appendix: the data and the run", (*data, "run_times"))]
    return [section for section in laid if section.parts]


def _section(shown, anchor, title, names):
    return Section(anchor, title, tuple(shown[name] for name in names if name in shown))


def _apart(name, apart, built, pinned):
    command = f"{_RUN} {apart.target}"
    more = (_explorer(EXPLORER in built),) if name == "multiverse" else ()
    for found, source in ((built, ""), (pinned, command)):
        if set(apart.files()) <= set(found):
            drawn = [drawing(found[file], text, source) for file, text in apart.figures]
            written = [markdown(_head(found[apart.text]), source)] if apart.text else []
            return (*drawn, *written, *more)
    of_first = name in ("hypotheses", "multiverse")
    says = markdown(_OF_FIRST_OPTIONS if of_first else _SETTINGS)
    return (Part(command=command), says, *more)


def _explorer(there):
    """Lead to the page that filters universes; where there is none yet, to what builds it."""
    if there:
        link = Markup('<p><a href="{}">Open the explorer</a>: {}.</p>')
        return Part(link.format(EXPLORER, _EXPLORER))
    return Part(
        Markup("<p>To build the explorer ({}): <code>{} explorer</code></p>").format(
            _EXPLORER, _RUN
        )
    )


def _head(text):
    """Return what stands before the first section of a page, without the page's title.

    Where to read more is left out: links of the page start from where it lies.
    """
    head = _MORE.sub("", text.split("\n## ", 1)[0])
    return head.split("\n", 1)[1] if head.startswith("# ") else head


_TITLES = {
    "attrition": "What every filter let through",
    "hazard": "Job insecurity: the hazard of leaving office",
    "calibration": "Job insecurity: predicted and observed exits, by decile of the prediction",
    "sources": "Raw files",
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
        frame = frame.assign(step=frame["step"].map(_step))
    if name == "sources":
        frame = frame.assign(sha256=frame["sha256"].str[:12])
    shown = frame.map(_cell).rename(columns=_HEADS)
    return markdown(TextTable(_TITLES[name], shown).markdown())


def _step(step):
    """Name a variable as the tables do."""
    variable, _, known = step.partition(" ")
    return f"{LABELS[variable]}: {known}" if variable in LABELS else step


def _cell(value):
    if isinstance(value, str):
        return value
    return "" if pd.isna(value) else f"{value:.3f}" if isinstance(value, float) else count(value)
