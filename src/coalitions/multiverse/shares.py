"""What the universes say about each hypothesis, and what single choices change.

After Steegen, Tuerlinckx, Gelman and Vanpaemel (2016), Young and Holsteen (2017), Simonsohn,
Simmons and Nelson (2020), and Del Giudice and Gangestad (2021). Every table counts the universes
without an estimate beside the others. What counts as a universe of its own, as informative, and
with what weight stands in ``docs/analysis-plan.md``.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from coalitions.errors import DesignError
from coalitions.hypotheses import NO_ESTIMATE, VERDICTS, Hypothesis
from coalitions.multiverse.effects import LEAST, TESTED, effects
from coalitions.multiverse.grid import SETS, set_column
from coalitions.multiverse.variance_shares import variance_shares

# Coalition dyads a coefficient; 0 stands for all universes.
THRESHOLDS = (LEAST, 5, 10, 0)
HEADLINE, EVERY = SETS[0], SETS[-1]
_COVARIANCES = ["p_cluster", "p_cv3", "p_two_way"]
_SHOWN = ["status", "reason", "estimate", "std_error", "p_value", "effect", "verdict"]
_OF_DEFAULT = [*_SHOWN, "low", "high", "sd", "joined", "coefficients", "events", *_COVARIANCES]


def summarise_universes(results: pd.DataFrame, choices: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Make all tables of a multiverse.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `coalitions.multiverse.effects.effects`, with data (digest of what the models are
        fitted to) and a column for each of `coalitions.multiverse.grid.SETS`.
    choices : pandas.DataFrame
        From `coalitions.multiverse.choices.listing`.

    Returns
    -------
    dict of str to pandas.DataFrame
        By name: shares (the headline: informative universes of the equivalent set),
        shares_by_set, shares_by_coding, shares_by_insecurity, shares_by_option (of informative
        universes of all options), failures, failures_by_coding, variance, one_at_a_time, default.
    """
    return {
        "shares": shares(results),
        "shares_by_set": pd.concat(
            [shares(results, name, least) for name in SETS for least in THRESHOLDS],
            ignore_index=True,
        ),
        "shares_by_coding": shares(results, EVERY, by=("coding",)),
        "shares_by_insecurity": shares(results, EVERY, by=("insecurity",)),
        "shares_by_option": shares_by_option(results, choices),
        "failures": failures(results),
        "failures_by_coding": failures(results, ("coding",)),
        "variance": variance_shares(members(results, EVERY), choices),
        "one_at_a_time": single_departures(results, choices),
        "default": default_estimates(results, choices),
    }


def members(results: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the results of the universes drawn for a set, those with the same data once.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `summarise_universes`.
    name : str
        Of `coalitions.multiverse.grid.SETS`.

    Returns
    -------
    pandas.DataFrame
        The rows; of universes with the same data those of the first.
    """
    rows = results[results[set_column(name)]]
    first = rows.drop_duplicates("data")["universe"]
    return rows[rows["universe"].isin(first)]


def shares(
    results: pd.DataFrame,
    name: str = HEADLINE,
    least: float = LEAST,
    by: Sequence[str] = (),
    hypotheses: Sequence[Hypothesis] = TESTED,
) -> pd.DataFrame:
    """Count what share of the informative universes of a set supports each hypothesis.

    Codings weigh equally, and universes equally within a coding.

    Parameters
    ----------
    results : pandas.DataFrame
        As for `summarise_universes`.
    name : str
        Of `coalitions.multiverse.grid.SETS`.
    least : float
        Coalition dyads a coefficient from which on a universe counts as informative.
    by : sequence of str
        Choices; one row for each combination of their options.
    hypotheses : sequence of Hypothesis

    Returns
    -------
    pandas.DataFrame
        hypothesis, label, expected, set, least, the choices in `by`; drawn (universes of the set,
        those with the same data once), universes (of these the informative ones, of which all
        shares are), estimated; expected_of_all (estimates of the expected sign, whatever their
        interval), supported_of_all, cannot_tell_of_all, contradicted_of_all, no_estimate_of_all;
        median_effect, effect_p5, effect_p95 (of one standard deviation, of the estimated
        universes). Without a universe the numbers are missing.
    """
    pieces = []
    drawn = members(results, name)
    for hypothesis in hypotheses:
        rows = effects(drawn, hypothesis)
        # Options in the order of the results, not of the alphabet.
        groups = rows.groupby(list(by), sort=False, dropna=False) if by else [((), rows)]
        for options, group in groups:
            pieces.append(
                {
                    **hypothesis.columns,
                    "set": name,
                    "least": least,
                    **dict(zip(by, options, strict=True)),
                    "drawn": len(group),
                    **_shares_of(group[group["events"].ge(least)], hypothesis),
                }
            )
    return pd.DataFrame(pieces)


def shares_by_option(
    results: pd.DataFrame,
    choices: pd.DataFrame,
    hypotheses: Sequence[Hypothesis] = TESTED,
) -> pd.DataFrame:
    """Count the shares for every option of every choice, of the informative universes of all.

    Parameters
    ----------
    results, choices
        As for `summarise_universes`.
    hypotheses : sequence of Hypothesis

    Returns
    -------
    pandas.DataFrame
        hypothesis, choice, option, option_label, mark, and the columns of `shares`; options in no
        universe are left out.
    """
    names = choices.rename(columns={"label": "option_label"})
    names = names[["choice", "option", "option_label", "mark"]]
    pieces = []
    for choice in names["choice"].unique():
        table = shares(results, EVERY, by=(choice,), hypotheses=hypotheses)
        table = table.rename(columns={choice: "option"})
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
    hypotheses: Sequence[Hypothesis] = TESTED,
) -> pd.DataFrame:
    """Return what the default universe says of each hypothesis.

    Returns
    -------
    pandas.DataFrame
        hypothesis, label, expected, status, reason, estimate, std_error, p_value, effect,
        verdict, low, high, sd, joined, coefficients, events, and p under each covariance
        (p_cluster, p_cv3, p_two_way). Where the results lack the default universe, the status is
        "no_universe".
    """
    return pd.DataFrame(
        [
            h.columns | _default_of(effects(results, h), choices)[_OF_DEFAULT].to_dict()
            for h in hypotheses
        ]
    )


def single_departures(
    results: pd.DataFrame,
    choices: pd.DataFrame,
    hypotheses: Sequence[Hypothesis] = TESTED,
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
        table["verdict"] = table["verdict"].fillna(NO_ESTIMATE)
        table["default_effect"] = default["effect"]
        table["difference"] = table["effect"] - default["effect"]
        table.insert(0, "hypothesis", hypothesis.name)
        pieces.append(table)
    return pd.concat(pieces, ignore_index=True)


def _shares_of(group, hypothesis):
    weights = _weights(group["coding"])
    found = group["effect"].to_numpy()
    low, middle, high = _quantiles(found, weights, (0.05, 0.5, 0.95))
    is_expected = group["estimate"].mul(hypothesis.expected).gt(0)

    def share(rows):
        return weights[rows.to_numpy()].sum() if len(group) else np.nan

    return {
        "universes": len(group),
        "estimated": int(group["estimated"].sum()),
        "expected_of_all": share(is_expected),
        **{f"{v.replace(' ', '_')}_of_all": share(group["verdict"].eq(v)) for v in VERDICTS},
        "median_effect": middle,
        "effect_p5": low,
        "effect_p95": high,
    }


def _weights(coding):
    """Weigh codings equally, and universes equally within a coding; the weights sum to one."""
    sizes = coding.map(coding.value_counts())
    return 1.0 / (sizes * coding.nunique()).to_numpy(float)


def _quantiles(values, weights, levels):
    """Return quantiles of weighted values: the least at which the weight below reaches a level."""
    known = np.isfinite(values)
    if not known.any():
        return np.full(len(levels), np.nan)
    order = np.argsort(values[known], kind="stable")
    reached = np.cumsum(weights[known][order])
    places = np.searchsorted(reached, np.array(levels) * reached[-1] * (1 - 1e-12))
    return values[known][order][places]


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
        absent = dict.fromkeys(_OF_DEFAULT, np.nan)
        none = {"status": "no_universe", "reason": "", "verdict": NO_ESTIMATE}
        return pd.Series(absent | none, dtype=object)
    return found.iloc[0]
