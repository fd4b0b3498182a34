"""What variables are called where a reader sees them, from the catalogue."""

import pandas as pd

from coalitions.variables.catalogue import IN_ANALYSIS, STANDS_FOR, VARIABLES

LABELS = {v.name: v.label for v in IN_ANALYSIS} | {"const": "Constant"}
# Of the variables that stand in place of others in the appendix.
MEASURE_LABELS = {v.name: v.label for v in VARIABLES if v.name in STANDS_FOR}

# Choices of the multiverse whose names do not read well as they are.
CHOICE_LABELS = {
    "coding": "Who joined",
    "principals": "Crises, principals",
    "partners": "Potential partners",
    "insecurity": "Job insecurity",
    "lag": "Lag of ideal points",
    "polity": "Democracy",
    "un_support": "UN support",
    "variance": "Variance equation",
}

# Options whose names are those of the configuration, as short texts.
OPTION_LABELS = {
    ("coding", "sides"): "sides of ICB",
    ("coding", "mid_display"): "MID, display of force",
    ("coding", "mid_force"): "MID, use of force",
    ("coding", "war"): "war",
    ("principals", "cases"): "case by case",
    ("principals", "both_actors"): "both actors of ICB",
    ("principals", "any_dyad"): "one actor of ICB",
    ("insecurity", "weibull"): "Weibull",
    ("insecurity", "reign_leaders"): "leaders of REIGN",
    ("insecurity", "dd_heads"): "heads of government",
    ("insecurity", "gleditsch"): "growth by Gleditsch",
    ("insecurity", "sdp"): "growth by SDP",
    ("insecurity", "maddison"): "growth by Maddison",
    ("insecurity", "wdi"): "growth by WDI",
    ("insecurity", "sdp, year before"): "SDP, year before",
    ("whose_insecurity", "trigger"): "at the trigger",
    ("whose_insecurity", "january"): "in January",
    ("whose_insecurity", "december"): "in December",
    ("whose_insecurity", "mean"): "mean over the year",
    ("ideal_points", "reestimated"): "re-estimated",
    ("polity", "p4v2012"): "Polity IV of 2012",
    ("polity", "p5v2018"): "Polity 5 of 2018",
    ("alliances", "cow_alliances"): "COW",
    ("alliances", "cow_alliances_yearly"): "COW, yearly",
    ("alliances", "atop"): "ATOP",
    ("variance", "insecurity_a"): "job insecurity of A",
    ("variance", "log_insecurity_a"): "its logarithm",
    ("variance", "both_leaders"): "that of both leaders",
}


def coefficient_label(equation: str, term: str) -> str:
    """Return what a coefficient is called in Table 2.

    Parameters
    ----------
    equation : {"mean", "variance"}
    term : str
        A key of `LABELS` or `MEASURE_LABELS`.
    """
    label = term_label(term)
    return label if equation == "mean" else f"Variance: {label}"


def term_label(term: str) -> str:
    """Return what a regressor is called, whatever it is a regressor of.

    Parameters
    ----------
    term : str
        A key of `LABELS` or `MEASURE_LABELS`.
    """
    return (LABELS | MEASURE_LABELS)[term]


def choice_label(choice: str) -> str:
    """Return what a choice of the multiverse is called at the head of a row."""
    return CHOICE_LABELS.get(choice, words(choice).capitalize())


def choice_in_text(choice: str) -> str:
    """Return what a choice of the multiverse is called within a sentence."""
    label = choice_label(choice)
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def with_capital(text: str) -> str:
    """Return words as they begin a sentence: the first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def coding_label(coding: str) -> str:
    """Return what a coding of who joined is called, where it has been named as in the settings."""
    return option_label("coding", coding, coding)


def option_label(choice: str, option: str, label: str) -> str:
    """Return what an option of a choice is called in figures, tables and the explorer.

    Parameters
    ----------
    choice, option : str
    label : str
        From the table of choices; serves for options that the project does not know.
    """
    return OPTION_LABELS.get((choice, option), words(label))


def words(name: str) -> str:
    """Return a name such as ``not_identified`` in words."""
    return name.replace("_", " ")


def option_labels(choices: pd.DataFrame) -> list[str]:
    """Return what each row's option is called, of a table with columns choice, option, label."""
    rows = zip(choices["choice"], choices["option"], choices["label"], strict=True)
    return [option_label(*row) for row in rows]
