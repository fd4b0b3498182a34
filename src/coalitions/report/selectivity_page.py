"""Whether insecure leaders choose more divergent partners, as a page."""

from dataclasses import dataclass

import pandas as pd

from coalitions.estimates.members import DIVERGENCE, RELATIVE
from coalitions.estimates.selectivity import INTERACTIONS, WITH_SELECTIVITY
from coalitions.estimates.specifications import COVARIANCE_LABELS
from coalitions.hypotheses import (
    CANNOT_TELL,
    CONTRADICTED,
    NO_ESTIMATE,
    SELECTIVITY,
    SUPPORTED,
    VERDICTS,
    verdicts,
)
from coalitions.report.number_text import count, fixed, p_value
from coalitions.report.rendering import render
from coalitions.settings import Run
from coalitions.significance import Z

# Most influential removals that are named.
_NAMED = 5


@dataclass(frozen=True, eq=False)
class SelectivityResults:
    """What the page is made of, as the rules of ``selectivity.smk`` write it.

    Attributes
    ----------
    models : pandas.DataFrame
        From `coalitions.estimates.selectivity.selectivity_estimates`, without and with a variance
        equation.
    fits : pandas.DataFrame
        One row from `coalitions.estimates.specifications.fit_statistics`.
    members : pandas.DataFrame
        From `coalitions.estimates.members.members_divergence`.
    within : pandas.DataFrame
        Estimates of `coalitions.estimates.conditional_logit.fit_within_builders`, with n, joined,
        coalitions, crises; empty where there are none.
    codings, measures : pandas.DataFrame
        From `coalitions.estimates.selectivity_variants.interactions_in`.
    removals : pandas.DataFrame
        From `coalitions.estimates.influence.leave_one_out`, with names; its units are crisis,
        coalition and largest coalitions.
    """

    models: pd.DataFrame
    fits: pd.DataFrame
    members: pd.DataFrame
    within: pd.DataFrame
    codings: pd.DataFrame
    measures: pd.DataFrame
    removals: pd.DataFrame


def selectivity_page(results: SelectivityResults, covariance: str, run: Run) -> str:
    """Write the page.

    Parameters
    ----------
    results : SelectivityResults
    covariance : str
        `coalitions.settings.Estimation.covariance`.
    run : coalitions.settings.Run

    Returns
    -------
    str
        Markdown; the figure is linked as slope.svg.
    """
    models = results.models[results.models["term"].isin(INTERACTIONS)]
    decides = models["title"].eq(WITH_SELECTIVITY.title) & models["term"].eq(SELECTIVITY.term)
    (estimate,) = _judged(models[decides]).to_dict("records")
    (fit,) = results.fits.to_dict("records")
    members = _judged(results.members).set_index(["measure", "statistic"])
    return render(
        "selectivity_page.md.j2",
        run=run.statement(),
        errors=COVARIANCE_LABELS[covariance],
        fit=fit,
        estimate=estimate,
        members=_both_statistics(members.loc[DIVERGENCE]),
        relative=_both_statistics(members.loc[RELATIVE]),
        within=_one(results.within),
        codings=_tally(results.codings),
        measures=_tally(results.measures),
        left_out=_left_out(results.removals),
        models_table=_interactions(models.assign(model=models["title"]), "model"),
        members_table=_members(results.members),
        within_table=_interactions(results.within.assign(model="within builders"), "model"),
        codings_table=_interactions(results.codings, "variant", counted=True),
        measures_table=_interactions(results.measures, "variant", counted=True),
        ranges_table=_ranges(results.removals),
        influential_table=_influential(results.removals),
    )


def _judged(rows):
    """Add the verdict on the interaction, whose unit is already a standard deviation."""
    return rows.assign(verdict=verdicts(rows["low"], rows["high"], SELECTIVITY))


def _both_statistics(rows):
    return {"slope": rows.loc["slope"], "rank": rows.loc["rank correlation"]}


def _one(within):
    """Return the interaction within builders with its verdict, or nothing where there is none."""
    rows = within[within["term"].eq(SELECTIVITY.term)]
    return None if rows.empty else _judged(rows).iloc[0]


def _tally(table):
    """Count the verdicts on the interaction with the divergence of A and P."""
    rows = _judged(table[table["term"].eq(SELECTIVITY.term)])
    known = rows[rows["verdict"].ne(NO_ESTIMATE)]
    return {
        "all": len(rows),
        "supported": int(rows["verdict"].eq(SUPPORTED).sum()),
        "cannot_tell": int(rows["verdict"].eq(CANNOT_TELL).sum()),
        "contradicted": int(rows["verdict"].eq(CONTRADICTED).sum()),
        "none": int(rows["verdict"].eq(NO_ESTIMATE).sum()),
        "positive": int(known["estimate"].gt(0).sum()),
        "lowest": known["estimate"].min(),
        "highest": known["estimate"].max(),
    }


def _without(removals):
    """Return the interaction without each unit, under the names of an estimate, judged."""
    rows = removals[removals["term"].eq(SELECTIVITY.term)]
    half = Z * rows["std_error_without"]
    ends = {"low": rows["without"] - half, "high": rows["without"] + half}
    return _judged(rows.assign(estimate=rows["without"], **ends))


def _left_out(removals):
    """Say by unit how many removals there are, how far they move, and which verdicts they leave."""
    found = {}
    for unit, rows in _without(removals).groupby("unit"):
        found[unit.replace(" ", "_")] = {
            "removals": len(rows),
            "lowest": rows["estimate"].min(),
            "highest": rows["estimate"].max(),
            "supported": int(rows["verdict"].eq(SUPPORTED).sum()),
            "contradicted": int(rows["verdict"].eq(CONTRADICTED).sum()),
            **rows.iloc[0][["joined", "estimate", "low", "high", "verdict"]],
        }
    return found


def _ranges(removals):
    rows = []
    for unit, some in _without(removals).groupby("unit", sort=False):
        row = {
            "left out": unit if unit == "largest coalitions" else f"one {unit}",
            "removals": count(len(some)),
            "lowest": fixed(some["estimate"].min()),
            "highest": fixed(some["estimate"].max()),
        }
        rows.append(row | {v: count(some["verdict"].eq(v).sum()) for v in VERDICTS})
    return pd.DataFrame(rows)


def _influential(removals):
    rows = _without(removals)
    rows = rows[rows["unit"].ne("largest coalitions")].assign(size=rows["change_in_se"].abs())
    rows = rows.sort_values(["unit", "size", "id"], ascending=[True, False, True])
    few = rows.groupby("unit").head(_NAMED)
    return pd.DataFrame(
        {
            "left out": few["unit"],
            "name": few["name"],
            "members": few["joined"].map(count),
            "estimate without": _with_interval(few),
            "moved by, in standard errors": few["change_in_se"].map(lambda v: fixed(v, ".2f")),
            "verdict": few["verdict"],
        }
    )


def _interactions(table, head, counted=False):
    """Lay out both interactions side by side, one line an estimate of each."""
    rows = _judged(table[table["term"].isin(INTERACTIONS)])
    by_term = {term: rows[rows["term"].eq(term)].reset_index(drop=True) for term in INTERACTIONS}
    decides, other = by_term[SELECTIVITY.term], by_term["insecurity_a_x_divergence_tp"]
    shown = pd.DataFrame({head: decides[head]})
    if counted:
        for name, label in (("n", "N"), ("joined", "members"), ("crises", "crises")):
            shown[label] = decides[name].map(count)
    shown["with divergence A-P"] = _with_interval(decides)
    shown["p"] = decides["p_value"].map(p_value)
    shown["verdict"] = decides["verdict"]
    shown["with divergence T-P"] = _with_interval(other)
    return shown


def _members(table):
    rows = _judged(table)
    return pd.DataFrame(
        {
            "of members": rows["measure"],
            "by job insecurity": rows["statistic"],
            "estimate": _with_interval(rows),
            "verdict": rows["verdict"],
        }
    )


def _with_interval(rows):
    """Print estimates with their intervals; blank where there is none."""
    return [
        "" if pd.isna(row.estimate) else f"{row.estimate:.3f} ({row.low:.3f} to {row.high:.3f})"
        for row in rows.itertuples()
    ]
