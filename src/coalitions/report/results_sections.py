"""What the page of results shows, section by section."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from coalitions.report.labels import LABELS
from coalitions.report.results_page import Part, Section, drawing, markdown
from coalitions.report.text_table import TextTable


@dataclass(frozen=True)
class Apart:
    """A section that is built apart, because it takes minutes.

    Attributes
    ----------
    title : str
    target : str
        Of Snakemake.
    figure : str
        What its figure shows, empty without one.
    """

    title: str
    target: str
    figure: str = ""


APART = {
    "hypotheses": Apart("What carries each verdict", "hypotheses"),
    "multiverse": Apart(
        "Across all defensible choices",
        "multiverse",
        "Specification curves: the effect of one standard deviation in every universe, by "
        "hypothesis, with the default marked.",
    ),
    "power": Apart(
        "Power",
        "power",
        "How often samples drawn under effects of known size find each hypothesis.",
    ),
    "forecast": Apart(
        "Prediction",
        "forecast",
        "Calibration of predictions out of sample, and gains in log score over rivals.",
    ),
}
_FIGURE_3 = (
    "Figure 3. Probability of a coalition by the builder's job insecurity (left) and by the "
    "divergence of target and partner (right), with 95% intervals; marks along the axes are "
    "observations. Above: the model's probability. Below, not to be used: the formulas of the "
    "published code, whose bands are no confidence intervals."
)
_TIMELINE = "Two-sided crises by the year they began, with and without a coalition."
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
    pinned: Mapping[str, str | bytes],
) -> list[Section]:
    """Lay out the sections of the page.

    Parameters
    ----------
    texts : mapping of str to str
        Tables in Markdown: table_2, signs, descriptives and, of a run that has them, table_1,
        codings, own_models, own_coverage.
    frames : mapping of str to pandas.DataFrame
        Of a run that has them: attrition, hazard, calibration, sources.
    figures : mapping of str to bytes
        SVG: figure_3 and, of a run that has it, timeline.
    pinned : mapping of str to str or bytes
        Pinned results that hold for this run, none unless it is the default's: the text of a key
        of `APART`, and its figure under the same name with ``_figure``.

    Returns
    -------
    list of coalitions.report.results_page.Section
    """
    shown = {name: markdown(text) for name, text in texts.items()}
    shown |= {name: markdown(_table(name, frame)) for name, frame in frames.items()}
    shown["figure_3"] = drawing(figures["figure_3"], _FIGURE_3)
    if "timeline" in figures:
        shown["timeline"] = drawing(figures["timeline"], _TIMELINE)
    plan = (
        ("models", "The paper's models", ("table_2", "signs", "own_models")),
        ("figure-3", "Predicted probabilities", ("figure_3",)),
        ("one-crisis", "One crisis, as the models see it", ("table_1",)),
        ("codings", "Who joined whom", ("timeline", "codings")),
    )
    data = ("descriptives", "attrition", "hazard", "calibration", "own_coverage", "sources")
    laid = [_section(shown, *each) for each in plan]
    laid += [Section(name, each.title, _apart(name, each, pinned)) for name, each in APART.items()]
    laid.append(_section(shown, "data", "Data", data))
    return [section for section in laid if section.parts]


def _section(shown, anchor, title, names):
    return Section(anchor, title, tuple(shown[name] for name in names if name in shown))


def _apart(name, apart, pinned):
    command = f"snakemake --cores all {apart.target}"
    text, figure = pinned.get(name), pinned.get(f"{name}_figure")
    if text is None and figure is None:
        return (Part(command=command),)
    drawn = (drawing(figure, apart.figure, command),) if isinstance(figure, bytes) else ()
    written = (markdown(_head(text), command),) if isinstance(text, str) else ()
    return (*drawn, *written)


def _head(text):
    """Return what stands before the first section of a page, without the page's title."""
    head = text.split("\n## ", 1)[0]
    return head.split("\n", 1)[1] if head.startswith("# ") else head


_TITLES = {
    "attrition": "What every filter let through",
    "hazard": "Job insecurity: the hazard of leaving office",
    "calibration": "Job insecurity: predicted and observed exits, by decile of the prediction",
    "sources": "Raw files",
}


def _table(name, frame):
    if name == "hazard":
        frame = frame[["term", "estimate", "std_error"]].assign(
            term=frame["term"].map(lambda term: LABELS.get(term, term.replace("_", " ")))
        )
    if name == "sources":
        frame = frame.assign(sha256=frame["sha256"].str[:12])
    numbers = frame.map(lambda cell: f"{cell:.3f}" if isinstance(cell, float) else cell)
    text = numbers.rename(columns=_HEADS).fillna("").astype(str)
    return TextTable(_TITLES[name], text).markdown()
