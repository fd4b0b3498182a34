"""What the universes say about each hypothesis, and which choices decide it.

After Steegen, Tuerlinckx, Gelman and Vanpaemel (2016), Young and Holsteen (2017), and Simonsohn,
Simmons and Nelson (2020). Every table counts the universes without an estimate beside the others.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from coalitions.errors import DesignError

LEVEL = 0.05
# Why a universe has an estimate or none, as `status` in the results names it.
STATUSES = (
    "ok",
    "separation",
    "scale_runaway",
    "not_identified",
    "not_converged",
    "plateau",
    "no_standard_errors",
    "collinear",
    "no_outcome",
    "few_rows",
)
# Estimates in the order from support to its contrary; the last has no estimate.
VERDICTS = ("supported", "expected", "opposite", "reversed", "none")
_SHOWN = ["status", "reason", "estimate", "std_error", "p_value", "effect", "verdict"]
_NUMBERS = ["estimate", "std_error", "p_value", "low", "high", "sd"]


@dataclass(frozen=True)
class Hypothesis:
    """A coefficient and the sign the paper expects of it.

    Attributes
    ----------
    name : str
        Short, unique, fit for a file name.
    label : str
    model : int
        As in Table 2.
    equation : str
        "mean" or "variance".
    term : str
    expected : int
        1 or -1.
    """

    name: str
    label: str
    model: int
    equation: str
    term: str
    expected: int


HYPOTHESES = (
    Hypothesis("h1_tp", "H1, divergence of T and P", 2, "mean", "divergence_tp", 1),
    Hypothesis("h1_ap", "H1, divergence of A and P", 2, "mean", "divergence_ap", -1),
    Hypothesis("h2", "H2, job insecurity of A", 2, "mean", "insecurity_a", 1),
    Hypothesis("h3", "H3, job insecurity of A, variance", 2, "variance", "insecurity_a", -1),
)


def summarise(results, choices):
    """Make all tables of a multiverse.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `effects`.
    choices : pandas.DataFrame
        Columns choice, option, label, default (bool), in the order of display.

    Returns
    -------
    dict of str to pandas.DataFrame
        By name: shares, shares_by_coding, shares_by_insecurity, shares_by_option, failures,
        failures_by_coding, variance, one_at_a_time, default.
    """
    return {
        "shares": shares(results),
        "shares_by_coding": shares(results, ("coding",)),
        "shares_by_insecurity": shares(results, ("insecurity",)),
        "shares_by_option": shares_by_option(results, choices),
        "failures": failures(results),
        "failures_by_coding": failures(results, ("coding",)),
        "variance": variance_shares(results, choices),
        "one_at_a_time": one_at_a_time(results, choices),
        "default": default_estimates(results, choices),
    }


def effects(results, hypothesis):
    """Return the estimates of one hypothesis, one row a universe.

    Parameters
    ----------
    results : pandas.DataFrame
        One row a universe and coefficient: universe, a column for each choice, status, reason,
        model, equation, term, estimate, std_error, p_value, low, high (95 percent interval), sd
        (of the regressor in the universe's sample).
    hypothesis : Hypothesis

    Returns
    -------
    pandas.DataFrame
        The rows, with z, effect, effect_low and effect_high (of one standard deviation of the
        regressor; in the variance equation on the logarithm of sigma) and verdict: "supported"
        (expected sign, p < .05), "expected", "opposite", "reversed" (opposite sign, p < .05),
        or "none" where there is no estimate.

    Raises
    ------
    DesignError
        When a universe has no row or several, a status is unknown, or a row has status ok
        without numbers, or numbers without it.
    """
    rows = results[
        results["model"].eq(hypothesis.model)
        & results["equation"].eq(hypothesis.equation)
        & results["term"].eq(hypothesis.term)
    ].reset_index(drop=True)
    _check(rows, results, hypothesis)
    sign = rows["estimate"] * hypothesis.expected
    firm = rows["p_value"] < LEVEL
    rows["z"] = rows["estimate"] / rows["std_error"]
    for name, source in (("effect", "estimate"), ("effect_low", "low"), ("effect_high", "high")):
        rows[name] = rows[source] * rows["sd"]
    rows["verdict"] = np.select(
        [sign.isna(), (sign > 0) & firm, sign > 0, ~firm],
        ["none", "supported", "expected", "opposite"],
        "reversed",
    )
    return rows


def shares(results, by=(), hypotheses=HYPOTHESES):
    """Count what share of the universes supports each hypothesis.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `effects`.
    by : sequence of str
        Choices; one row for each combination of their options.
    hypotheses : sequence of Hypothesis

    Returns
    -------
    pandas.DataFrame
        hypothesis, label, expected, the choices in `by`; universes, estimated;
        share_estimated and share_<status> (of all universes); then, each once ``_of_estimated``
        and once ``_of_all`` universes, expected (expected sign, whatever p), supported
        (expected sign, p < .05) and reversed (opposite sign, p < .05); median_effect, effect_p5,
        effect_p95 (of one standard deviation, over the estimated universes) and
        median_estimate. Without an estimated universe the numbers over them are missing.
    """
    pieces = []
    for hypothesis in hypotheses:
        rows = effects(results, hypothesis)
        # Options in the order of the results, not of the alphabet.
        groups = rows.groupby(list(by), sort=False, dropna=False) if by else [((), rows)]
        for options, group in groups:
            pieces.append(
                {
                    "hypothesis": hypothesis.name,
                    "label": hypothesis.label,
                    "expected": hypothesis.expected,
                    **dict(zip(by, options, strict=True)),
                    **_shares_of(group),
                }
            )
    return pd.DataFrame(pieces)


def shares_by_option(results, choices, hypotheses=HYPOTHESES):
    """Count the shares for every option of every choice.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `effects`.
    choices : pandas.DataFrame
        Columns choice, option, label, default, in the order of display.
    hypotheses : sequence of Hypothesis

    Returns
    -------
    pandas.DataFrame
        hypothesis, choice, option, option_label, and the columns of `shares`; options in no
        universe are left out.
    """
    names = choices.rename(columns={"label": "option_label"})[["choice", "option", "option_label"]]
    pieces = []
    for choice in names["choice"].unique():
        table = shares(results, (choice,), hypotheses).rename(columns={choice: "option"})
        table.insert(1, "choice", choice)
        pieces.append(table)
    both = names.merge(pd.concat(pieces), on=["choice", "option"], validate="1:m")
    order = [h.name for h in hypotheses]
    both = both.sort_values("hypothesis", key=lambda h: h.map(order.index), kind="stable")
    return both[["hypothesis", *both.columns.drop("hypothesis")]].reset_index(drop=True)


def failures(results, by=()):
    """Count the universes without an estimate, by reason.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `effects`.
    by : sequence of str
        Choices to count within.

    Returns
    -------
    pandas.DataFrame
        The choices in `by`, model, status, universes, share (of the universes of the model, and
        of the options in `by`), reason (the estimator's sentence in one of them). A universe
        whose coefficients differ in status counts under each.
    """
    keys = [*by, "model"]
    each = results.drop_duplicates([*keys, "universe", "status"])
    total = results.groupby(keys)["universe"].nunique()
    failed = each[each["status"].ne("ok")]
    table = failed.groupby([*keys, "status"], as_index=False).agg(
        universes=("universe", "nunique"), reason=("reason", "first")
    )
    table = table.merge(total.rename("of").reset_index(), on=keys, validate="m:1")
    table["share"] = table["universes"] / table["of"]
    table = table.sort_values([*keys, "universes"], ascending=[True] * len(keys) + [False])
    return table[[*keys, "status", "universes", "share", "reason"]].reset_index(drop=True)


def variance_shares(results, choices, hypotheses=HYPOTHESES):
    """Tell how much of the difference between universes each choice explains.

    The headline is the effect of one standard deviation, by ranks. Estimates of heteroskedastic
    probits can have heavy tails where the scale is nearly unidentified, and a share of the raw
    variance then says which choice produces the outliers, not which one moves the curve. Ranks
    keep the order of the curve and nothing else, and are the same under any increasing
    transformation. Raw values, and the z statistic, stand beside them. This was decided before
    any result was seen.

    Shares come from least squares on dummies for the options, over the estimated universes.
    Where not all combinations of options exist, choices overlap: what two of them explain in
    common counts in `alone` of both and in `unique` of neither.

    Parameters
    ----------
    results, choices, hypotheses
        As for `shares_by_option`.

    Returns
    -------
    pandas.DataFrame
        One row a hypothesis, outcome ("effect" or "z"), scale ("ranks" or "values") and choice:
        universes (estimated), options (in them), alone (R2 of the choice's dummies), unique
        (fall in R2 when they leave the regression on all choices), noise (the R2 that as many
        dummies have on average where nothing depends on the choice), total (R2 of all choices'
        main effects), remainder (1 - total: interactions). Missing where all universes agree.
    """
    names = list(choices["choice"].unique())
    pieces = []
    for hypothesis in hypotheses:
        rows = effects(results, hypothesis)
        rows = rows[rows["verdict"].ne("none")]
        values = rows[["effect", "z"]]
        outcomes = pd.concat({"ranks": values.rank(), "values": values}, axis=1)
        dummies = {name: _dummies(rows[name]) for name in names}
        total = _r_squared(outcomes, list(dummies.values()))
        for name in names:
            rest = [dummies[other] for other in names if other != name]
            pieces.append(
                pd.DataFrame(
                    {
                        "hypothesis": hypothesis.name,
                        "outcome": outcomes.columns.get_level_values(1),
                        "scale": outcomes.columns.get_level_values(0),
                        "choice": name,
                        "universes": len(rows),
                        "options": rows[name].nunique(),
                        "alone": _r_squared(outcomes, [dummies[name]]),
                        "unique": np.maximum(total - _r_squared(outcomes, rest), 0.0),
                        "noise": dummies[name].shape[1] / max(len(rows) - 1, 1),
                        "total": total,
                        "remainder": 1.0 - total,
                    }
                )
            )
    table = pd.concat(pieces, ignore_index=True)
    place = {h.name: number for number, h in enumerate(hypotheses)}
    order = table.assign(place=table["hypothesis"].map(place))
    order = order.sort_values(["place", "outcome", "scale"], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def in_default(results, choices):
    """Tell which rows lie in the universe of all defaults.

    Returns
    -------
    pandas.Series of bool
    """
    return _departures(results, choices).eq(0)


def default_estimates(results, choices, hypotheses=HYPOTHESES):
    """Return what the default universe says of each hypothesis.

    Returns
    -------
    pandas.DataFrame
        hypothesis, label, expected, status, reason, estimate, std_error, p_value, effect,
        verdict. Where the results lack the default universe, the status is "no_universe".
    """
    pieces = []
    for hypothesis in hypotheses:
        row = _default_of(effects(results, hypothesis), choices)
        pieces.append(
            {
                "hypothesis": hypothesis.name,
                "label": hypothesis.label,
                "expected": hypothesis.expected,
                **row[_SHOWN].to_dict(),
            }
        )
    return pd.DataFrame(pieces)


def one_at_a_time(results, choices, hypotheses=HYPOTHESES):
    """Return the universes that differ from the default in exactly one choice.

    Parameters
    ----------
    results, choices, hypotheses
        As for `shares_by_option`.

    Returns
    -------
    pandas.DataFrame
        One row a hypothesis and option other than the default: hypothesis, choice, option, label
        (of the option), universe, status, reason, estimate, std_error, p_value, effect, verdict,
        default_effect, difference (effect less the default's). An option that no universe takes
        on its own has status "no_universe": it needs another choice to change with it, or the
        grid does not hold it.
    """
    others = choices.loc[~choices["default"], ["choice", "option", "label"]]
    keys = pd.MultiIndex.from_frame(others[["choice", "option"]])
    pieces = []
    for hypothesis in hypotheses:
        rows = effects(results, hypothesis)
        default = _default_of(rows, choices)
        single = rows[_departures(rows, choices).eq(1)]
        long = single.melt(
            ["universe", *_SHOWN],
            list(choices["choice"].unique()),
            var_name="choice",
            value_name="option",
        )
        long = long[pd.MultiIndex.from_frame(long[["choice", "option"]]).isin(keys)]
        table = others.merge(long, on=["choice", "option"], how="left", validate="1:1")
        table["status"] = table["status"].fillna("no_universe")
        table["verdict"] = table["verdict"].fillna("none")
        table["default_effect"] = default["effect"]
        table["difference"] = table["effect"] - default["effect"]
        table.insert(0, "hypothesis", hypothesis.name)
        pieces.append(table)
    return pd.concat(pieces, ignore_index=True)


def _check(rows, results, hypothesis):
    every = results["universe"].nunique()
    if rows["universe"].duplicated().any() or len(rows) != every:
        raise DesignError(
            f"The results do not hold {hypothesis.label!r} once for every universe.",
            expected=f"{every} rows, one a universe",
            got=f"{len(rows)} rows of {rows['universe'].nunique()} universes",
            where=f"model {hypothesis.model}, {hypothesis.equation}, {hypothesis.term}",
            next_step="write a row with a status also for universes without an estimate",
        )
    unknown = set(rows["status"]) - set(STATUSES)
    if unknown:
        raise DesignError(
            "A universe has an unknown status.",
            expected=", ".join(STATUSES),
            got=", ".join(sorted(map(str, unknown))),
        )
    numbers = np.isfinite(rows[_NUMBERS]).all(axis=1)
    contrary = rows["status"].eq("ok") ^ (numbers & rows["std_error"].gt(0))
    # Of a universe without an estimate the regressor's spread may still be known.
    none = rows["status"].ne("ok") & rows["estimate"].notna()
    if contrary.any() or none.any():
        raise DesignError(
            "Status and estimate of a universe contradict each other.",
            expected="finite numbers and a positive standard error where the status is ok, "
            "and only there",
            got=f"{int((contrary | none).sum())} universes, "
            f"the first {rows.loc[contrary | none, 'universe'].iloc[0]}",
            where=f"model {hypothesis.model}, {hypothesis.equation}, {hypothesis.term}",
        )


def _shares_of(group):
    universes, verdict = len(group), group["verdict"]
    estimated = int(verdict.ne("none").sum())
    counts = {
        "expected": int(verdict.isin(["supported", "expected"]).sum()),
        "supported": int(verdict.eq("supported").sum()),
        "reversed": int(verdict.eq("reversed").sum()),
    }
    table = {
        "universes": universes,
        "estimated": estimated,
        "share_estimated": estimated / universes,
    }
    for status in STATUSES[1:]:
        table[f"share_{status}"] = group["status"].eq(status).mean()
    for name, count in counts.items():
        table[f"{name}_of_estimated"] = count / estimated if estimated else np.nan
        table[f"{name}_of_all"] = count / universes
    return table | {
        "median_effect": group["effect"].median(),
        "effect_p5": group["effect"].quantile(0.05),
        "effect_p95": group["effect"].quantile(0.95),
        "median_estimate": group["estimate"].median(),
    }


def _dummies(options):
    """Return centred dummies for all options but the first, shape (n, options - 1)."""
    dummies = pd.get_dummies(options, drop_first=True).to_numpy(float)
    return dummies - dummies.mean(axis=0) if len(dummies) else dummies


def _r_squared(outcomes, blocks):
    """Return the R2 of each outcome on all dummies together; those may be collinear."""
    y = outcomes.to_numpy(float)
    y = y - y.mean(axis=0) if len(y) else y
    x = np.hstack(blocks)
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0] if x.size else y
    spread = np.sum(y**2, axis=0)
    varies = spread > 0
    share = np.full(len(spread), np.nan)
    share[varies] = 1.0 - np.sum(left[:, varies] ** 2, axis=0) / spread[varies]
    return share


def _departures(rows, choices):
    """Count the choices in which each row departs from the default."""
    default = choices[choices["default"]].set_index("choice")["option"]
    names = list(choices["choice"].unique())
    if default.index.has_duplicates or set(default.index) != set(names):
        raise DesignError(
            "The choices do not have one default each.",
            expected=", ".join(names),
            got=", ".join(default.index) or "none",
        )
    departs = rows[names].to_numpy(object) != default[names].to_numpy(object)
    return pd.Series(departs.sum(axis=1), index=rows.index)


def _default_of(rows, choices):
    found = rows[_departures(rows, choices).eq(0)]
    if found.empty:
        absent = dict.fromkeys(["estimate", "std_error", "p_value", "effect"], np.nan)
        return pd.Series({"status": "no_universe", "reason": "", **absent, "verdict": "none"})
    return found.iloc[0]
