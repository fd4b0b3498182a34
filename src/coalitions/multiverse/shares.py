"""What the universes say about each hypothesis, and what single choices change.

After Steegen, Tuerlinckx, Gelman and Vanpaemel (2016), Young and Holsteen (2017), and Simonsohn,
Simmons and Nelson (2020). Every table counts the universes without an estimate beside the others.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from coalitions.errors import DesignError
from coalitions.hypotheses import HYPOTHESES, Hypothesis
from coalitions.multiverse.effects import STATUSES, effects
from coalitions.multiverse.variance_shares import variance_shares

_SHOWN = ["status", "reason", "estimate", "std_error", "p_value", "effect", "verdict"]


def summarise_universes(results: pd.DataFrame, choices: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Make all tables of a multiverse.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `coalitions.multiverse.effects.effects`.
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
        "one_at_a_time": single_departures(results, choices),
        "default": default_estimates(results, choices),
    }


def shares(
    results: pd.DataFrame,
    by: Sequence[str] = (),
    hypotheses: Sequence[Hypothesis] = HYPOTHESES,
) -> pd.DataFrame:
    """Count what share of the universes supports each hypothesis.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `coalitions.multiverse.effects.effects`.
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
                    **hypothesis.columns,
                    **dict(zip(by, options, strict=True)),
                    **_shares_of(group),
                }
            )
    return pd.DataFrame(pieces)


def shares_by_option(
    results: pd.DataFrame,
    choices: pd.DataFrame,
    hypotheses: Sequence[Hypothesis] = HYPOTHESES,
) -> pd.DataFrame:
    """Count the shares for every option of every choice.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `coalitions.multiverse.effects.effects`.
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


def failures(results: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Count the universes without an estimate, by reason.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `coalitions.multiverse.effects.effects`.
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


def in_default(results: pd.DataFrame, choices: pd.DataFrame) -> pd.Series:
    """Tell which rows lie in the universe of all defaults.

    Returns
    -------
    pandas.Series of bool
    """
    return _count_departures(results, choices).eq(0)


def default_estimates(
    results: pd.DataFrame,
    choices: pd.DataFrame,
    hypotheses: Sequence[Hypothesis] = HYPOTHESES,
) -> pd.DataFrame:
    """Return what the default universe says of each hypothesis.

    Returns
    -------
    pandas.DataFrame
        hypothesis, label, expected, status, reason, estimate, std_error, p_value, effect,
        verdict. Where the results lack the default universe, the status is "no_universe".
    """
    return pd.DataFrame(
        [
            h.columns | _default_of(effects(results, h), choices)[_SHOWN].to_dict()
            for h in hypotheses
        ]
    )


def single_departures(
    results: pd.DataFrame,
    choices: pd.DataFrame,
    hypotheses: Sequence[Hypothesis] = HYPOTHESES,
) -> pd.DataFrame:
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
        single = rows[_count_departures(rows, choices).eq(1)]
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


def _count_departures(rows, choices):
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
    found = rows[_count_departures(rows, choices).eq(0)]
    if found.empty:
        absent = dict.fromkeys(["estimate", "std_error", "p_value", "effect"], np.nan)
        return pd.Series({"status": "no_universe", "reason": "", **absent, "verdict": "none"})
    return found.iloc[0]
