"""The propositions page: statement, derivation, numerical check and verdict of every result."""

from dataclasses import dataclass

import pandas as pd

from coalitions.game.bridge import misled
from coalitions.game.parameters import SYMBOLS
from coalitions.game.propositions import RESULTS, derive, verdict
from coalitions.report.game_page_blocks import Block, Formula, Heading, Image, Paragraph, Table

TITLE = "The model of the paper: what holds"

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


@dataclass(frozen=True, eq=False)
class PageInputs:
    """Tables behind the page.

    Parameters
    ----------
    checks, simulation : pandas.DataFrame
        From :func:`coalitions.game.checks.run_checks` and
        :func:`coalitions.game.bridge.simulation_table`.
    changes_1, changes_2 : pandas.DataFrame
        Searches for Figures 1 and 2.
    readings : pandas.DataFrame
        From :func:`coalitions.game.figure_readings.figure_2_readings`.
    captions : dict of str to str
        Captions by the file name of the figure, without suffix.
    """

    checks: pd.DataFrame
    simulation: pd.DataFrame
    changes_1: pd.DataFrame
    changes_2: pd.DataFrame
    readings: pd.DataFrame
    captions: dict[str, str]


def build(inputs: PageInputs) -> list[Block]:
    """Put the page together.

    Parameters
    ----------
    inputs : PageInputs
        Tables behind the page.

    Returns
    -------
    list of Block
        The page, to be written with :func:`coalitions.report.game_page_blocks.to_markdown` or
        :func:`coalitions.report.game_page_blocks.to_html`.
    """
    blocks: list[Block] = [
        Heading(1, TITLE),
        Paragraph(
            "Each result of the paper is derived from the payoffs with SymPy, every line verified, "
            "and checked over random games. The checks solve the game by backward induction on a "
            "grid of offers wherever play decides; that solver knows none of the formulas."
        ),
        Table(
            pd.DataFrame(
                [(result.title, verdict(result, inputs.checks)) for result in RESULTS],
                columns=["Result", "Verdict"],
            )
        ),
    ]
    for result in RESULTS:
        blocks += _result(result, inputs.checks)
    return blocks + _figures(inputs) + _bridge(inputs.simulation)


def _result(result, checks):
    blocks: list[Block] = [Heading(2, result.title), Paragraph(result.statement, "Statement.")]
    steps = derive(result)
    if steps:
        blocks.append(Paragraph("", "Derivation."))
    for step in steps:
        blocks += [Paragraph(f"{step.text}:"), Formula(step.formula)]
    keys = list(dict.fromkeys((*result.stated, *result.conditional)))
    if keys:
        shown = checks.set_index("key").loc[keys, ["statement", "cases", "exceptions"]]
        blocks += [Paragraph("", "Numerical check."), Table(shown)]
    ruling = f"{verdict(result, checks)}. {result.finding}"
    return [*blocks, Paragraph(ruling[0].upper() + ruling[1:], "Verdict.")]


def _with_symbols(changes):
    return changes.assign(parameter=changes["parameter"].replace(SYMBOLS))


def _side_by_side(changes):
    reading = changes["formula"].replace({"game": "one draw"}) + "; " + changes["theta"]
    wide = changes.assign(reading=reading).pivot(
        index=["parameter", "printed"], columns="reading", values="needed"
    )
    in_order = wide.loc[changes["parameter"].unique(), reading.unique()]
    return _with_symbols(in_order.reset_index())


def _figures(inputs):
    return [
        Heading(2, "Figure 1"),
        Image("figure_1.svg", inputs.captions["figure_1"]),
        Paragraph(
            "One printed parameter at a time is changed, in steps of 0.01, until the payment is "
            "affordable all along the constraint and the constraint rises towards its limit."
        ),
        Table(_with_symbols(inputs.changes_1)),
        Heading(2, "Figure 2"),
        Image("figure_2.svg", inputs.captions["figure_2"]),
        Paragraph(
            "What the printed parameters give under each reading the text leaves open. A panel is "
            "as described when the probability rises in similarity (left) or falls in security "
            "(right) throughout and by at least one half."
        ),
        Table(inputs.readings),
        Paragraph(
            "One printed parameter at a time is changed, in steps of 0.01 (omega: 1), until both "
            "panels are as described. Each column gives the value needed under one reading of "
            "equation (4) and of theta; a dash means that no value works."
        ),
        Table(_side_by_side(inputs.changes_2)),
        Heading(2, "Play around beta†"),
        Image("play.svg", inputs.captions["play"]),
        Heading(2, "Variance of the outcome"),
        Image("variance.svg", inputs.captions["variance"]),
    ]


def _bridge(simulation):
    described = simulation[["scenario", "description"]]
    shown = simulation[list(_SIMULATION_COLUMNS)].rename(columns=_SIMULATION_COLUMNS)
    return [
        Heading(2, "From the game to the estimators"),
        Paragraph(
            "Crises are drawn from the game and models 1 and 2 fitted to each sample. Shown are "
            "means over samples; a hypothesis counts as recovered when its coefficients are "
            "significant with the predicted sign in most samples; what the probit finds of "
            "insecurity is judged likewise."
        ),
        Table(described),
        Table(shown),
        Paragraph(_reading_of(simulation), "Reading."),
    ]


def _reading_of(simulation):
    table = simulation.set_index("scenario")
    recovered = table["hetprobit_recovers"]
    both = ", ".join(recovered.index[recovered.str.contains("H1 H2")]) or "no scenario"
    all_three = ", ".join(recovered.index[recovered == "H1 H2 H3"]) or "no scenario"
    rows = misled(simulation)
    sentence = (
        f"Hypotheses 1 and 2 come back in {both}; all three in {all_three}. The probit misses the "
        "effect of insecurity that the other model finds in "
        f"{', '.join(rows['scenario']) or 'no scenario'}."
    )
    if len(rows) and (rows["insecure_minus_secure"] < 0).all():
        sentence += (
            " There insecure leaders form fewer coalitions than secure ones: the probit gets the "
            "effect on the probability right, the heteroskedastic probit the effect on the latent "
            "index. With a rare outcome a smaller variance lowers the probability, and a positive "
            "coefficient in the mean equation does not by itself mean that coalitions become "
            "likelier."
        )
    return sentence
