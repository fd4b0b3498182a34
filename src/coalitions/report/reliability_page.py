"""The page on the reliability of the case-by-case coding."""

from coalitions.coding.reliability import (
    agreement,
    agreement_by_confidence,
    coalitions,
    descriptives,
    rules_against_cases,
)


def page(one, two, result, adjudication, candidates, crises, partners, analysis, names, run):
    """Write the page in Markdown.

    Parameters
    ----------
    one, two, result : coalitions.coding.cases.Cases
        Both passes and what came of them.
    adjudication : pandas.DataFrame
        ``data/coding/adjudication.csv``.
    candidates : pandas.Series
        As for `coalitions.coding.reliability.agreement`.
    crises, partners, analysis : pandas.DataFrame
        Of the design built on the cases.
    names : pandas.Series
        State abbreviations by COW code.
    run : coalitions.settings.Run

    Returns
    -------
    str
    """
    every = agreement(one, two, candidates)
    firm = agreement(one, two, candidates, "medium", late_joiners=False)
    decided = adjudication["decision"]
    counts = adjudication.assign(
        adopted=decided.eq(adjudication["pass_1"]).map({True: "pass 1", False: "neither"})
    )
    counts.loc[decided.eq(adjudication["pass_2"]), "adopted"] = "pass 2"
    tally = counts.groupby(["table", "field", "adopted"]).size().unstack(fill_value=0)
    return "\n\n".join(
        [
            "# Reliability of the case-by-case coding",
            run.statement(),
            "Two readers coded every ICB crisis with a system trigger in 1946-1999 from the "
            "narratives by `data/coding/CODEBOOK.md`, without sight of each other, of the "
            "rule-based codings or of any model result. Every difference was then decided with a "
            "reason. Both readers, and those who adjudicated, are large language models of one "
            "kind, so their agreement says how well the codebook settles a case, and is an upper "
            "bound on the agreement to expect between people of different training. Evidence "
            "marked `history` rests on recalled knowledge, not on a work that was opened.",
            "## Agreement of the two passes, all partner rows",
            _table(every),
            "## Agreement on rows of at least medium confidence, without late joiners",
            _table(firm),
            "Partner calls are compared for builders on whom both passes agree, each paired with "
            "every other member of the state system.",
            "## Agreement by confidence",
            _table(agreement_by_confidence(one, two)),
            "## Decisions on the differences",
            _table(tally.reset_index()),
            "## Rules held against the cases",
            _table(rules_against_cases(partners)),
            "Crises of 1951-1999, on the principals coded case by case; partner calls of at least "
            "the configured confidence.",
            "## What the paper's prose can be held against",
            _table(descriptives(result, partners, analysis)),
            "The cases the paper names are judged in the claims ledger.",
            "## The coalitions",
            _table(coalitions(crises, partners, names)),
            "",
        ]
    )


def _table(frame):
    plain = frame.astype(object).where(frame.notna(), None)
    return plain.to_markdown(index=False, floatfmt=".3f", missingval="")
