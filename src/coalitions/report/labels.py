"""What variables are called where a reader sees them."""

LABELS = {
    "divergence_tp": "Divergence, T and P",
    "divergence_ap": "Divergence, A and P",
    "insecurity_a": "Job insecurity, leader of A",
    "cinc_a": "Capabilities, A",
    "cinc_t": "Capabilities, T",
    "cinc_p": "Capabilities, P",
    "allied_ap": "A and P allied",
    "un_support": "UN support for A",
    "distance_at": "Distance, A and T",
    "distance_pt": "Distance, P and T",
    "democracy_a": "Democracy, A",
    "democracy_p": "Democracy, P",
    "insecurity_p": "Job insecurity, leader of P",
    "post_cold_war": "Post-Cold War",
    "major_power_a": "Major power, A",
    "const": "Constant",
}

# Of the variables that stand in place of others in the appendix.
MEASURE_LABELS = {
    "affinity_pt": "Affinity (S), P and T",
    "affinity_ap": "Affinity (S), A and P",
    "affinity_pt_kappa": "Affinity (kappa), P and T",
    "affinity_ap_kappa": "Affinity (kappa), A and P",
    "affinity_pt_pi": "Affinity (pi), P and T",
    "affinity_ap_pi": "Affinity (pi), A and P",
    "polity2_a": "Polity2, A",
    "polity2_p": "Polity2, P",
}

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
    "covariance": "Standard errors",
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
