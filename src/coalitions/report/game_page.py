"""The propositions page: statement, derivation, numerical check and verdict of every result.

The page's text stands in the template ``game_page_text.j2``; ``game_page.md.j2`` and
``game_page.html.j2`` say how headings, formulas and tables are written in each form.
"""

import re
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import sympy as sp
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from coalitions.game.derivations import derive
from coalitions.game.parameters import SYMBOLS
from coalitions.game.simulation import misled
from coalitions.report.claims.game_checks import judge, keys_of
from coalitions.report.labels import with_capital
from coalitions.report.paper_symbols import GREEK, in_symbols

# SymPy's "\thetad \beta" lacks a space.
_DERIVATIVE = re.compile(r"(\\(?:theta|omega|beta))d (?=\S)")

_SIMULATION_COLUMNS = {
    "scenario": "scenario",
    "coalition_rate": "coalitions",
    "insecure_minus_secure": "insecure less secure",
    "probit.insecurity_a.mean": "probit: insecurity",
    "hetprobit.insecurity_a.mean": "hetprobit: insecurity",
    "hetprobit.lnsigma_insecurity_a.mean": "hetprobit: ln sigma",
    "hetprobit_recovers": "hetprobit recovers",
    "probit_finds": "probit finds",
}


_PLAY_COLUMNS = {"status_quo": "no crisis", "alone": "crisis alone", "coalition": "crisis with P"}
_SLIP_COLUMNS = {
    "statement": "statement",
    "printed": "printed",
    "as_printed": "holds",
    "instead": "instead",
    "changed": "then holds",
    "remark": "remark",
}


@dataclass(frozen=True, eq=False)
class PageInputs:
    """Tables behind the page.

    Parameters
    ----------
    results : pandas.DataFrame
        One row per result of the paper, all text: ``title``, ``statement``, ``derivation`` (blank
        where another result holds it), ``argument`` (the checks that judge it) and ``finding``.
    steps : pandas.DataFrame
        What each step of a derivation does: ``derivation``, ``step``, ``text``, in order.
    checks, simulation : pandas.DataFrame
        From :func:`coalitions.game.checks.run_checks` and
        :func:`coalitions.game.simulation.simulation_table`.
    changes_1, play_1 : pandas.DataFrame
        Search for Figure 1, and how its regions end, from
        :mod:`coalitions.game.printed_figure_1`.
    changes_2, digits_2, readings : pandas.DataFrame
        Searches for Figure 2, and readings of it, from :mod:`coalitions.game.printed_figure_2`.
    slips : pandas.DataFrame
        Statements that hang on one character, from :func:`coalitions.game.slips.slips`.
    captions : dict of str to str
        Captions by the file name of the figure, without suffix.
    """

    results: pd.DataFrame
    steps: pd.DataFrame
    checks: pd.DataFrame
    simulation: pd.DataFrame
    changes_1: pd.DataFrame
    play_1: pd.DataFrame
    changes_2: pd.DataFrame
    digits_2: pd.DataFrame
    readings: pd.DataFrame
    slips: pd.DataFrame
    captions: dict[str, str]


def environment(form: Literal["md", "html"]) -> Environment:
    """Return what fills the templates of a form of the page, with its filters."""
    made = Environment(
        loader=PackageLoader("coalitions.report"),
        autoescape=form == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "symbols": in_symbols if form == "md" else lambda text: Markup(in_symbols(escape(text))),
        "rows": _rows,
        "with_capital": with_capital,
        "latex": latex,
        "mathml": mathml,
    }
    return made


def render(inputs: PageInputs, form: Literal["md", "html"]) -> str:
    """Write the page.

    Parameters
    ----------
    inputs : PageInputs
        Tables behind the page.
    form : {"md", "html"}
        Markdown with formulas in LaTeX, or one HTML file that needs no script to show formulas;
        figures stay in files beside it.

    Returns
    -------
    str

    Raises
    ------
    coalitions.errors.GameError
        When a step of a derivation does not hold.
    """
    simulation = inputs.simulation
    table = simulation.set_index("scenario")
    recovered, missed = table["hetprobit_recovers"], misled(simulation)
    results = [_result(row, inputs) for row in inputs.results.itertuples()]
    verdicts = [(result["title"], result["verdict"]) for result in results]
    template = environment(form).get_template(f"game_page.{form}.j2")
    page = template.render(
        results=results,
        verdicts=pd.DataFrame(verdicts, columns=["Result", "Verdict"]),
        captions={name: " ".join(text.split()) for name, text in inputs.captions.items()},
        changes_1=_in_the_papers_symbols(inputs.changes_1),
        changes_2=_side_by_side(inputs.changes_2),
        play_1=inputs.play_1.rename(columns=_PLAY_COLUMNS),
        digits_2=_by_reading(inputs.digits_2),
        readings=inputs.readings,
        slips=inputs.slips[list(_SLIP_COLUMNS)].rename(columns=_SLIP_COLUMNS),
        scenarios=simulation[["scenario", "description"]],
        simulation=simulation[list(_SIMULATION_COLUMNS)].rename(columns=_SIMULATION_COLUMNS),
        first_two=list(recovered.index[recovered.str.contains("H1 H2")]),
        all_three=list(recovered.index[recovered == "H1 H2 H3"]),
        missed=list(missed["scenario"]),
        insecure_rarer=len(missed) > 0 and (missed["insecure_minus_secure"] < 0).all(),
    )
    return re.sub(r"\n{3,}", "\n\n", page).strip() + "\n"


def _result(row, inputs):
    shown = inputs.checks.set_index("key").loc[keys_of(row.argument).all()]
    proved = derive(row.derivation) if row.derivation else {}
    texts = inputs.steps.query("derivation == @row.derivation").set_index("step")["text"]
    return row._asdict() | {
        "verdict": judge(inputs.checks, row.argument),
        "steps": [(texts[name], step.formula) for name, step in proved.items()],
        "checks": shown[["statement", "cases", "exceptions"]],
    }


def _in_the_papers_symbols(changes):
    return changes.assign(parameter=changes["parameter"].replace(SYMBOLS))


def _reading(changes):
    return changes["formula"].replace({"game": "one draw"}) + "; " + changes["theta"]


def _side_by_side(changes):
    reading = _reading(changes)
    wide = changes.assign(reading=reading).pivot(
        index=["parameter", "printed"], columns="reading", values="needed"
    )
    in_order = wide.loc[changes["parameter"].unique(), reading.unique()]
    return _in_the_papers_symbols(in_order.reset_index())


def _by_reading(digits):
    one = ["parameter", "printed", "needed"]
    readings = _reading(digits).groupby([digits[name] for name in one], sort=False)
    return _in_the_papers_symbols(
        readings.agg(" / ".join).rename("gives both panels under").reset_index()
    )


def latex(expression: sp.Basic) -> str:
    """Write a formula in LaTeX."""
    written = sp.latex(expression, order="none").replace("†", r"\dagger")
    return _DERIVATIVE.sub(r"\1 d ", written)


def mathml(expression: sp.Basic) -> Markup:
    """Write a formula in MathML."""
    written = sp.mathml(expression, printer="presentation", order="none")
    for name, letter in GREEK.items():  # functions keep their names in SymPy's MathML
        written = written.replace(f"<mi>{name}</mi>", f"<mi>{letter}</mi>")
    return Markup(written)


def _rows(frame):
    return [[_shown(value) for value in row] for row in frame.itertuples(index=False)]


def _shown(value: Any) -> str:
    if value is None or value != value:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
