"""What variables are called where a reader sees them, from the catalogue."""

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


def coefficient_label(equation: str, term: str) -> str:
    """Return what a coefficient is called in Table 2.

    Parameters
    ----------
    equation : {"mean", "variance"}
    term : str
        A key of `LABELS` or `MEASURE_LABELS`.
    """
    label = (LABELS | MEASURE_LABELS)[term]
    return label if equation == "mean" else f"Variance: {label}"


def choice_label(choice: str) -> str:
    """Return what a choice of the multiverse is called at the head of a row."""
    return CHOICE_LABELS.get(choice, words(choice).capitalize())


def choice_in_text(choice: str) -> str:
    """Return what a choice of the multiverse is called within a sentence."""
    label = choice_label(choice)
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def words(name: str) -> str:
    """Return a name such as ``not_identified`` in words."""
    return name.replace("_", " ")
