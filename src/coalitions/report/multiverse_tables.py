"""The tables of the multiverse as they are read."""

import pandas as pd

from coalitions.hypotheses import CONTRADICTED, NO_ESTIMATE, SUPPORTED
from coalitions.multiverse.effects import TESTED
from coalitions.report.labels import choice_in_text, choice_label, option_labels, words
from coalitions.report.number_text import count, fixed, p_value, percent, sign_word
from coalitions.report.text_table import TextTable

# What stands behind an effect of a verdict.
_SIGNS = {SUPPORTED: "+", CONTRADICTED: "-"}
SETS = {
    "equivalent": "equivalent to the default",
    "not excluded": "equivalent or uncertain",
    "all": "all",
}
_SHARES = (
    "Of the informative universes, codings weighing equally. A universe is informative with at "
    "least two coalition dyads a coefficient; universes with the same data count once."
)
_OPTIONS = (
    "Share supported / contradicted of the informative universes with the option, drawn from all "
    "options, whether they have an estimate or not; codings weigh equally."
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
        From `coalitions.multiverse.shares.summarise_universes`, and verdicts from
        `coalitions.multiverse.verdicts.verdict_table`.
    choices : pandas.DataFrame
        From `coalitions.multiverse.choices.listing`.
    joint : pandas.DataFrame
        From `coalitions.multiverse.joint_test.p_values`.

    Returns
    -------
    dict of str to TextTable
        By name: verdicts, shares, shares_by_set, shares_by_coding, shares_by_insecurity,
        shares_by_option, failures, failures_by_coding, variance, variance_of_values,
        variance_of_z, one_at_a_time, covariances, marks, joint_test.
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
            "verdicts": TextTable(
                "What the default, the universes and the joint test come to",
                _verdicts(tables["verdicts"]),
                "Supported: the default's estimate is, more than half of the universes support it, "
                "and the joint test has p < .05 in the expected direction. Contradicted: the "
                "default's estimate is, and so are more than half of the universes. Universes are "
                "the informative ones whose options are all equivalent to the default.",
            ),
            "one_at_a_time": TextTable(
                "One choice changed at a time",
                _one_at_a_time(tables["one_at_a_time"], tables["default"]),
                "Effect of one standard deviation; + supported, - contradicted. Without an "
                "estimate, the reason stands in its place; no universe: the option needs another "
                "choice to change with it, or the results do not hold it.",
            ),
            "covariances": TextTable(
                "The default's p under each covariance",
                _covariances(tables["default"]),
                "Two-sided, normal. The covariance moves no estimate and is no choice of the "
                "multiverse.",
            ),
            "marks": TextTable(
                "How each option stands to the default",
                _marks(choices),
                "Judged from texts and measures before any universe was estimated with it.",
            ),
            "joint_test": TextTable(
                "Joint test of each curve", _joint_test(joint), _joint_note(joint)
            ),
        }
    )


def joint_p(curve: pd.Series) -> str:
    """Print the p of a curve; at the floor, which only says that no draw was as extreme."""
    if pd.isna(curve["p"]):
        return "none"
    return f"at most {curve['floor']:.3f}" if curve["as_extreme"] == 0 else f"{curve['p']:.3f}"


def _tables_of_shares(tables):
    options = tables["shares_by_option"]
    return {
        "shares": TextTable(
            "What the universes say whose options are all equivalent",
            _shares_of_each(tables["shares"]),
            _SHARES,
        ),
        "shares_by_set": TextTable(
            "What the universes say, by set of options and events a coefficient",
            _shares_by_set(tables["shares_by_set"]),
            "Share supported / contradicted. Each set is a separate draw, so the wider can be the "
            "smaller.",
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


def _verdicts(verdicts):
    size = [
        "none"
        if pd.isna(row["estimate"])
        else f"{row['estimate'] * row['sd']:.3f} "
        f"({row['low'] * row['sd']:.3f}, {row['high'] * row['sd']:.3f})"
        for row in verdicts.to_dict("records")
    ]
    return pd.DataFrame(
        {
            "Hypothesis": verdicts["label"],
            "Default, effect of one s.d. (95% interval)": size,
            "Default": verdicts["verdict_of_estimate"],
            "Universes": verdicts["universes"].map(count),
            "Supported": verdicts["share_supported"].map(percent),
            "Contradicted": verdicts["share_contradicted"].map(percent),
            "Joint p": [
                f"at most {floor:.3f}" if p == floor else p_value(p) or "none"
                for p, floor in zip(verdicts["joint_p"], verdicts["joint_floor"], strict=True)
            ],
            "Verdict": verdicts["verdict"],
        }
    )


def _shares_of_each(shares):
    effect = [
        "" if pd.isna(middle) else f"{middle:.3f} ({low:.3f}, {high:.3f})"
        for middle, low, high in zip(
            shares["median_effect"], shares["effect_p5"], shares["effect_p95"], strict=True
        )
    ]
    columns = {
        "Supported": "supported",
        "Cannot tell": "cannot_tell",
        "Contradicted": "contradicted",
        "No estimate": "no_estimate",
        "Expected sign": "expected",
    }
    return pd.DataFrame(
        {
            "Hypothesis": shares["label"],
            "Expected": shares["expected"].map(sign_word),
            "Drawn": shares["drawn"].map(count),
            "Informative": shares["universes"].map(count),
            **{title: shares[f"{name}_of_all"].map(percent) for title, name in columns.items()},
            "Median effect (5th, 95th percentile)": effect,
        }
    )


def _shares_by_set(shares):
    keys = ["set", "least"]
    first = shares.drop_duplicates(keys).set_index(keys)
    wide = shares.assign(cell=_both(shares)).pivot(index=keys, columns="label", values="cell")
    table = pd.DataFrame(
        {
            "Options": [SETS[name] for name, _ in first.index],
            "Coalition dyads a coefficient, at least": [
                f"{n:g}" if n else "any" for _, n in first.index
            ],
            "Universes": first["universes"].map(count).to_numpy(),
        },
        index=first.index,
    )
    return table.join(wide[shares["label"].unique()]).reset_index(drop=True)


def _both(shares):
    return [
        f"{percent(a)} / {percent(b)}" if n else "none"
        for a, b, n in zip(
            shares["supported_of_all"],
            shares["contradicted_of_all"],
            shares["universes"],
            strict=True,
        )
    ]


def _by_option(shares):
    keys = ["choice", "option"]
    first = shares.drop_duplicates(keys).set_index(keys)
    names = first["option_label"].rename("label").reset_index()
    wide = shares.assign(cell=_both(shares)).pivot(index=keys, columns="label", values="cell")
    table = pd.DataFrame(
        {
            "Choice": [choice_label(choice) for choice, _ in first.index],
            "Option": option_labels(names),
            "Universes": first["universes"].map(count).to_numpy(),
            "Mark": first["mark"].to_numpy(),
            "No estimate": first["no_estimate_of_all"].map(percent).to_numpy(),
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
    codings = choices[choices["choice"].eq("coding")].set_index("option")
    wide = own.pivot(index="coding", columns="status", values="share")
    wide = wide.reindex(codings.index).fillna(0.0).map(percent).rename(columns=words)
    wide.insert(0, "Coding", option_labels(codings.reset_index()))
    return wide.reset_index(drop=True).rename_axis(columns=None)


def _variance_by_choice(variance, choices, outcome, scale):
    own = variance[variance["outcome"].eq(outcome) & variance["scale"].eq(scale)]
    columns = {"Choice": [choice_label(c) for c in choices["choice"].unique()]}
    columns["Choice"] += ["All choices together", "Left to their interactions"]
    for hypothesis in TESTED:
        part = own[own["hypothesis"].eq(hypothesis.name)].set_index("choice")
        part = part.loc[choices["choice"].unique()]
        cells = _two(part["alone"], part["unique"])
        total, remainder = part[["total", "remainder"]].iloc[0]
        columns[hypothesis.label] = [*cells, percent(total), percent(remainder)]
    return pd.DataFrame(columns)


def _one_at_a_time(single, default):
    labels = {h.name: h.label for h in TESTED}
    head = default.assign(choice="", option="", label="Default")
    both = pd.concat([head, single.assign(label=option_labels(single))], ignore_index=True)
    both["cell"] = [
        words(status) if verdict == NO_ESTIMATE else f"{effect:.3f}{_SIGNS.get(verdict, '')}"
        for status, verdict, effect in zip(
            both["status"], both["verdict"], both["effect"], strict=True
        )
    ]
    keys = ["choice", "option"]
    order = both.drop_duplicates(keys).set_index(keys)
    wide = both.pivot(index=keys, columns="hypothesis", values="cell").loc[order.index]
    wide = wide[list(labels)].rename(columns=labels)
    wide.insert(0, "Choice", [choice_label(c) if c else "" for c, _ in order.index])
    wide.insert(1, "Option", order["label"])
    return wide.reset_index(drop=True).rename_axis(columns=None)


def _covariances(default):
    columns = {"Crisis": "cluster", "Jackknife over crises (CV3)": "cv3", "Crisis and A": "two_way"}
    return pd.DataFrame(
        {
            "Hypothesis": default["label"],
            "Estimate": default["estimate"].map(fixed),
            **{title: default[f"p_{kind}"].map(p_value) for title, kind in columns.items()},
        }
    )


def _marks(choices):
    others = choices[~choices["default"]]
    return pd.DataFrame(
        {
            "Choice": others["choice"].map(choice_label),
            "Option": option_labels(others),
            "Mark": others["mark"],
            "Because": others["because"],
        }
    ).reset_index(drop=True)


def _joint_test(joint):
    rows = joint.to_dict("records")
    return pd.DataFrame(
        {
            "Hypothesis": joint["label"],
            "Universes": joint["universes"].map(count),
            "Median z": joint["median_z"].map(fixed),
            "Draws: median (5th, 95th percentile)": [
                f"{r['null_median']:.3f} ({r['null_p5']:.3f}, {r['null_p95']:.3f})" for r in rows
            ],
            "Draws as extreme": [f"{r['as_extreme']:,} of {r['draws']:,}" for r in rows],
            "p, two-sided": [joint_p(pd.Series(r)) for r in rows],
        }
    )


def _joint_note(joint):
    first = joint.iloc[0]
    return (
        "z is signed so that the expected direction is positive. A draw is as extreme if its "
        "median is at least as far from zero on either side; ties "
        f"({joint['ties'].sum():,} in all) and draws without an estimate count. p is (1 + draws as "
        f"extreme) / (1 + draws), so that the least that {first['draws']:,} draws can give is "
        f"{first['floor']:.3f}. Of the fits to draws {percent(joint['failed_drawn'].mean())} have "
        "no estimate and are left out of the medians."
    )


def _two(first, second):
    """Print shares with others in brackets behind them, those blank where they are missing."""
    return [
        f"{percent(a)} ({percent(b)})" if pd.notna(b) else percent(a)
        for a, b in zip(first, second, strict=True)
    ]
