"""The tables of the multiverse as they are read."""

import pandas as pd

from coalitions.hypotheses import HYPOTHESES
from coalitions.report.labels import choice_in_text, choice_label, words
from coalitions.report.number_text import count, p_value, percent, sign_word
from coalitions.report.text_table import TextTable
from coalitions.significance import LEVEL

_STATISTICS = {
    "median_effect": "Median effect",
    "share_supported": "Share of universes with the expected sign, p < .05",
    "mean_z": "Mean z",
}
_OPTIONS = (
    "Share of universes with the expected sign and p < .05 / with the opposite sign and p < .05, "
    "of all universes with the option, whether they have an estimate or not."
)
_OVERLAP = (
    "Share of the variance that the choice explains alone; in brackets, beyond all other choices. "
    "By least squares on dummies for the options."
)
# Name, title, outcome, scale and note of the tables of what each choice explains.
_EXPLAINED = (
    ("variance", "Which choices move the effect: ranks", "effect", "ranks", _OVERLAP),
    (
        "variance_of_values",
        "Which choices move the effect: values",
        "effect",
        "values",
        f"{_OVERLAP} Outliers weigh more here than in ranks.",
    ),
    ("variance_of_z", "Which choices move the z statistic: ranks", "z", "ranks", _OVERLAP),
)


def multiverse_tables(
    tables: dict[str, pd.DataFrame], choices: pd.DataFrame, joint: pd.DataFrame
) -> dict[str, TextTable]:
    """Lay out the tables for readers.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        From `coalitions.multiverse.shares.summarise_universes`.
    choices : pandas.DataFrame
        Columns choice, option, label, default, in the order of display.
    joint : pandas.DataFrame
        From `coalitions.multiverse.joint_test.p_values`.

    Returns
    -------
    dict of str to TextTable
        By name: shares, shares_by_coding, shares_by_insecurity, shares_by_option, failures,
        failures_by_coding, variance, variance_of_values, variance_of_z, one_at_a_time,
        joint_test.
    """
    return (
        _tables_of_shares(tables)
        | _tables_of_failures(tables, choices)
        | {
            name: TextTable(
                title, _variance_by_choice(tables["variance"], choices, outcome, scale), note
            )
            for name, title, outcome, scale, note in _EXPLAINED
        }
        | {
            "one_at_a_time": TextTable(
                "One choice changed at a time",
                _one_at_a_time(tables["one_at_a_time"], tables["default"]),
                "Effect of one standard deviation; * p < .05. Without an estimate, the reason "
                "stands in its place; no universe: the option needs another choice to change "
                "with it, or the results do not hold it.",
            ),
            "joint_test": TextTable(
                "Joint test of each curve", _joint_test(joint), _joint_note(joint)
            ),
        }
    )


def _tables_of_shares(tables):
    options = tables["shares_by_option"]
    return {
        "shares": TextTable(
            "What the universes say",
            _shares_of_all(tables["shares"]),
            "Of all universes; in brackets, of those with an estimate.",
        ),
        **{
            f"shares_by_{choice}": TextTable(
                f"What the universes say, by choice: {choice_in_text(choice)}",
                _by_option(options[options["choice"].eq(choice)]).drop(columns="Choice"),
                _OPTIONS,
            )
            for choice in ("coding", "insecurity")
        },
        "shares_by_option": TextTable(
            "What the universes say, by every option", _by_option(options), _OPTIONS
        ),
    }


def _tables_of_failures(tables, choices):
    return {
        "failures": TextTable(
            "Universes without an estimate, by reason",
            _failures_by_model(tables["failures"]),
            "Model 1 is the probit, model 2 the heteroskedastic probit.",
        ),
        "failures_by_coding": TextTable(
            "Universes without an estimate of model 2, by coding",
            _failures_by_coding(tables["failures_by_coding"], choices),
            "Share of the universes with the coding.",
        ),
    }


def _shares_of_all(shares):
    def both(name):
        return _two(shares[f"{name}_of_all"], shares[f"{name}_of_estimated"])

    effect = [
        "" if pd.isna(middle) else f"{middle:.3f} ({low:.3f}, {high:.3f})"
        for middle, low, high in zip(
            shares["median_effect"], shares["effect_p5"], shares["effect_p95"], strict=True
        )
    ]
    return pd.DataFrame(
        {
            "Hypothesis": shares["label"],
            "Expected": shares["expected"].map(sign_word),
            "Universes": shares["universes"].map(count),
            "No estimate": (1 - shares["share_estimated"]).map(percent),
            "Expected sign": both("expected"),
            "Expected sign, p < .05": both("supported"),
            "Opposite sign, p < .05": both("reversed"),
            "Median effect (5th, 95th percentile)": effect,
        }
    )


def _by_option(shares):
    cells = [
        f"{percent(a)} / {percent(b)}"
        for a, b in zip(shares["supported_of_all"], shares["reversed_of_all"], strict=True)
    ]
    keys = ["choice", "option_label"]
    first = shares.drop_duplicates(keys).set_index(keys)
    wide = shares.assign(cell=cells).pivot(index=keys, columns="label", values="cell")
    table = pd.DataFrame(
        {
            "Choice": [choice_label(choice) for choice, _ in first.index],
            "Option": first.index.get_level_values("option_label"),
            "Universes": first["universes"].map(count).to_numpy(),
            "No estimate": (1 - first["share_estimated"]).map(percent).to_numpy(),
        },
        index=first.index,
    )
    return table.join(wide[shares["label"].unique()]).reset_index(drop=True)


def _failures_by_model(failures):
    return pd.DataFrame(
        {
            "Model": failures["model"].astype(str),
            "Reason": failures["status"].map(words),
            "Universes": failures["universes"].map(count),
            "Share": failures["share"].map(percent),
            "The estimator says, for example": failures["reason"],
        }
    )


def _failures_by_coding(failures, choices):
    own = failures[failures["model"].eq(2)]
    codings = choices[choices["choice"].eq("coding")].set_index("option")["label"]
    wide = own.pivot(index="coding", columns="status", values="share")
    wide = wide.reindex(codings.index).fillna(0.0).map(percent).rename(columns=words)
    wide.insert(0, "Coding", codings)
    return wide.reset_index(drop=True).rename_axis(columns=None)


def _variance_by_choice(variance, choices, outcome, scale):
    own = variance[variance["outcome"].eq(outcome) & variance["scale"].eq(scale)]
    columns = {"Choice": [choice_label(c) for c in choices["choice"].unique()]}
    columns["Choice"] += ["All choices together", "Left to their interactions"]
    for hypothesis in HYPOTHESES:
        part = own[own["hypothesis"].eq(hypothesis.name)].set_index("choice")
        part = part.loc[choices["choice"].unique()]
        cells = _two(part["alone"], part["unique"])
        total, remainder = part[["total", "remainder"]].iloc[0]
        columns[hypothesis.label] = [*cells, percent(total), percent(remainder)]
    return pd.DataFrame(columns)


def _one_at_a_time(single, default):
    labels = {h.name: h.label for h in HYPOTHESES}
    head = default.assign(choice="", option="", label="Default")
    both = pd.concat([head, single], ignore_index=True)
    both["cell"] = [
        words(status) if verdict == "none" else f"{effect:.3f}{'*' if p < LEVEL else ''}"
        for status, verdict, effect, p in zip(
            both["status"], both["verdict"], both["effect"], both["p_value"], strict=True
        )
    ]
    keys = ["choice", "option"]
    order = both.drop_duplicates(keys).set_index(keys)
    wide = both.pivot(index=keys, columns="hypothesis", values="cell").loc[order.index]
    wide = wide[list(labels)].rename(columns=labels)
    wide.insert(0, "Choice", [choice_label(c) if c else "" for c, _ in order.index])
    wide.insert(1, "Option", order["label"])
    return wide.reset_index(drop=True).rename_axis(columns=None)


def _joint_test(joint):
    def number(value, statistic):
        return percent(value) if statistic == "share_supported" else f"{value:.3f}"

    rows = joint.to_dict("records")
    return pd.DataFrame(
        {
            "Hypothesis": joint["label"],
            "Statistic": joint["statistic"].map(_STATISTICS),
            "Observed": [number(r["observed"], r["statistic"]) for r in rows],
            "Permuted: median (5th, 95th percentile)": [
                f"{number(r['null_median'], r['statistic'])} "
                f"({number(r['null_p5'], r['statistic'])}, "
                f"{number(r['null_p95'], r['statistic'])})"
                for r in rows
            ],
            "p, expected direction": joint["p_expected"].map(_p_of_curve),
            "p, two-sided": joint["p_two_sided"].map(_p_of_curve),
        }
    )


def _joint_note(joint):
    first = joint.iloc[0]
    return (
        f"{first['permutations']:,} permutations in {first['universes']:,} universes. Effects and "
        "z are signed so that the expected direction is positive. Universes without an estimate "
        f"({percent(first['failed_observed'])} as observed, {percent(first['failed_permuted'])} "
        "under permutation) count as not significant and are left out of median and mean. The "
        f"smallest p that {first['permutations']:,} permutations can give is "
        f"{1 / (1 + first['permutations']):.3f}."
    )


def _two(first, second):
    """Print shares with others in brackets behind them, those blank where they are missing."""
    return [
        f"{percent(a)} ({percent(b)})" if pd.notna(b) else percent(a)
        for a, b in zip(first, second, strict=True)
    ]


def _p_of_curve(value):
    return "none" if pd.isna(value) else p_value(value)
