"""Claims about the hypotheses, the variants of the game and the estimators."""

from coalitions.game.bridge import misled
from coalitions.game.claim_registry import Finding, by_checks, claim
from coalitions.game.verdicts import (
    CONDITIONAL,
    NOT_CHECKABLE,
    NOT_REPRODUCED,
    REPRODUCED,
)

by_checks("theory_hypothesis_1", ("beta_printed", "beta_game"), reason="both readings of (4)")
by_checks(
    "theory_hypothesis_2",
    ("theta_printed", "theta_game"),
    ("theta_game",),
    reason="in the game at every theta of one or more; the printed formula has exceptions",
)
by_checks(
    "theory_hypothesis_2_unfavorable",
    ("omega_printed", "omega_game"),
    reason="omega does not enter the formation constraint and draws more lone crises into the "
    "sample, so insecurity through omega lowers the probability",
)
by_checks(
    "theory_hypothesis_3",
    ("variance_as_stated",),
    ("variance_conditional",),
    reason="needs coalitions to be more common than not at every theta; where they are rare, as in "
    "the paper's sample, the variance of the outcome is higher for the insecure",
)
by_checks(
    "theory_latent_variance",
    ("latent_spread", "cost_spread"),
    reason="constant shocks to L's gain or costs spread more, in units of similarity, for the "
    "insecure: the game gives the variance equation the opposite sign",
)
by_checks(
    "theory_prize_variant",
    ("prize_shared_similarity", "prize_shared_security", "prize_weighted_similarity"),
    (
        "prize_shared_similarity",
        "prize_shared_security",
        "prize_weighted_similarity_conditional",
        "prize_weighted_security",
    ),
    reason="unchanged if a share of the prize is paid on success; if P's bias covers only what A "
    "keeps, c_P must not exceed the military gain",
)
by_checks(
    "theory_rejection_cost",
    ("rejection_cost_outcome", "rejection_cost_unique"),
    reason="brute force with a cost of 0.01",
)


@claim("theory_strategic_target")
def _(_):
    return Finding(
        "not computed", NOT_CHECKABLE, "the paper does not specify the game with a strategic target"
    )


@claim("theory_probit_misleads")
def _(evidence):
    rows = misled(evidence.simulation)
    listed = "; ".join(rows["scenario"] + ": " + rows["probit_finds"])
    effects = rows[["insecure_minus_secure", "hetprobit.mean_effect.mean"]]
    rarer = len(rows) > 0 and bool((effects < 0).to_numpy().all())
    remark = (
        "; there insecure leaders do form fewer coalitions, so the naive sign is that of the "
        "effect on the probability"
    )
    return Finding(
        f"the probit misses the effect of insecurity that the other model finds in {len(rows)} of "
        f"{len(evidence.simulation)} scenarios ({listed or 'none'})",
        CONDITIONAL if len(rows) else NOT_REPRODUCED,
        "only where coalitions are rare and a variance that falls with insecurity is imposed from "
        "outside the game" + (remark if rarer else ""),
    )


@claim("theory_hetprobit_recovers")
def _(evidence):
    table = evidence.simulation.set_index("scenario")
    full = table.index[table["hetprobit_recovers"] == "H1 H2 H3"]
    imposed = [name for name in table.index if name.startswith("imposed")]
    return Finding(
        f"all three signs come back in {', '.join(full) or 'no scenario'}; with the game as stated "
        f"the variance coefficient averages "
        f"{table.loc['even', 'hetprobit.lnsigma_insecurity_a.mean']:.2f}, with a shock to L's gain "
        f"{table.loc['payoff_shock', 'hetprobit.lnsigma_insecurity_a.mean']:.2f}",
        REPRODUCED
        if set(full) == set(table.index)
        else CONDITIONAL
        if set(full) == set(imposed)
        else NOT_REPRODUCED,
        "Hypotheses 1 and 2 come back whenever security varies through theta; the sign of "
        "Hypothesis 3 comes back only where it is imposed on unobserved similarity",
    )
