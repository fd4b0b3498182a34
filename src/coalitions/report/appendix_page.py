"""The page on the appendix: its models, its measures, and how firm the estimates stand."""

# Heading, introduction, and what stands below it: tables (.md) and figures (.svg), by their paths
# in the results.
_SECTIONS = (
    (
        "Affinity in place of divergence",
        "The paper's Table A2, with S-scores computed here from the raw votes.",
        ["appendix/table_a2.md"],
    ),
    (
        "By regime of A, and without job insecurity",
        "The paper's Table A4: whether the hypotheses' signs differ between democratic and other "
        "builders.",
        ["appendix/table_a4.md"],
    ),
    ("The 21-point Polity2 score", "As footnote 16 mentions.", ["appendix/table_polity2.md"]),
    (
        "Similarity corrected for chance",
        "Not the paper's: kappa and pi measure the same similarity of votes.",
        ["appendix/table_similarity.md"],
    ),
    (
        "Ideal points from the raw votes",
        "Correlation of the points re-estimated session by session with the published ones.",
        ["unga/correlations.svg"],
    ),
    (
        "Job insecurity as a family",
        "Each choice changed on its own, held against the default; the correlations and the "
        "calibration of the same measures.",
        ["insecurity/one_choice.md", "insecurity/family.svg"],
    ),
    (
        "Uncertainty of the estimated regressors",
        "Standard errors once job insecurity and ideal points count as estimated.",
        ["insecurity/generated_main.md"],
    ),
    (
        "Influence",
        "Both models without each crisis and without each leader of A.",
        [
            "influence/ranges.md",
            "influence/most_influential.md",
            "influence/leave_one_out.svg",
        ],
    ),
    ("Rare events and separation", "", ["influence/diagnostics.md"]),
    (
        "Job insecurity in the mean against the variance",
        "The likelihood over both coefficients, all others at their best; dyads count as "
        "independent here, so the regions are no clustered intervals.",
        ["influence/surface.svg"],
    ),
)


_FIXED = (
    "The variance equation is the paper's in all models here, whatever `estimation.variance` says. "
    "Standard errors follow `estimation.covariance` in the tables of models; those of the "
    "generated regressors, of influence and of the diagnostics are clustered on the crisis."
)


def parts():
    """Return the paths, in the results, of what the page shows."""
    return [path for *_, paths in _SECTIONS for path in paths]


def page(read, run):
    """Write the page in Markdown.

    Parameters
    ----------
    read : callable
        Maps the path of a table to its Markdown.
    run : coalitions.settings.Run

    Returns
    -------
    str
        Figures are linked by their paths in the results.
    """
    blocks = ["# Appendix", run.statement(), _FIXED]
    for heading, introduction, paths in _SECTIONS:
        blocks += [f"## {heading}", introduction]
        for path in paths:
            blocks.append(f"![{heading}]({path})" if path.endswith(".svg") else read(path).strip())
    return "\n\n".join(block for block in blocks if block) + "\n"
