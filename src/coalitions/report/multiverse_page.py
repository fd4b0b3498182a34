"""The page on the multiverse: the answer in a paragraph, and the tables behind it."""

import pandas as pd

from coalitions.multiverse.summary import HYPOTHESES
from coalitions.report.specification_curve import choice_label
from coalitions.report.tables import p_value, percent

_STATISTICS = {
    "median_effect": "Median effect",
    "share_supported": "Share of universes with the expected sign, p < .05",
    "mean_z": "Mean z",
}
_TESTED_BY_OUTCOME = ("h1_tp", "h1_ap")
_BOTH = "Of all universes; in brackets, of those with an estimate."
_OPTIONS = (
    "Share of universes with the expected sign and p < .05 / with the opposite sign and p < .05, "
    "of all universes with the option, whether they have an estimate or not."
)


def answer(shares, variance, joint, default):
    """Say in one paragraph what the universes say.

    Parameters
    ----------
    shares : pandas.DataFrame
        From `coalitions.multiverse.summary.shares`, not broken down.
    variance : pandas.DataFrame
        From `coalitions.multiverse.summary.variance_shares`.
    joint : pandas.DataFrame
        From `coalitions.multiverse.joint_test.p_values`.
    default : pandas.DataFrame
        From `coalitions.multiverse.summary.default_estimates`.

    Returns
    -------
    str
        Markdown.
    """
    first = shares.iloc[0]
    none = first["universes"] - first["estimated"]
    sentences = [
        f"Of {first['universes']:,} universes, {none:,} "
        f"({percent(1 - first['share_estimated'])}) have no estimate of the heteroskedastic "
        "probit, or no standard errors; they count as supporting nothing."
    ]
    tables = (variance, joint, default)
    for row in shares.to_dict("records"):
        own = [table[table["hypothesis"].eq(row["hypothesis"])] for table in tables]
        sentences.append(_on_hypothesis(row, *own))
    return " ".join(sentences)


def readable(tables, choices, joint):
    """Lay out the tables for readers.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        From `coalitions.multiverse.summary.summarise`.
    choices : pandas.DataFrame
        Columns choice, option, label, default, in the order of display.
    joint : pandas.DataFrame
        From `coalitions.multiverse.joint_test.p_values`.

    Returns
    -------
    dict of str to (pandas.DataFrame, str, str)
        Table of text, caption and note by name: shares, shares_by_coding, shares_by_insecurity,
        shares_by_option, failures, failures_by_coding, variance, variance_of_values,
        variance_of_z, one_at_a_time, joint_test.
    """
    options = tables["shares_by_option"]
    overlap = (
        "Share of the variance that the choice explains alone; in brackets, beyond all other "
        "choices. By least squares on dummies for the options."
    )
    return {
        "shares": (_shares(tables["shares"]), "What the universes say", _BOTH),
        **{
            f"shares_by_{choice}": (
                _by_option(options[options["choice"].eq(choice)]),
                f"What the universes say, by choice: {_in_text(choice)}",
                _OPTIONS,
            )
            for choice in ("coding", "insecurity")
        },
        "shares_by_option": (
            _by_option(options, every=True),
            "What the universes say, by every option",
            _OPTIONS,
        ),
        "failures": (
            _failures(tables["failures"]),
            "Universes without an estimate, by reason",
            "Model 1 is the probit, model 2 the heteroskedastic probit.",
        ),
        "failures_by_coding": (
            _failures_by_coding(tables["failures_by_coding"], choices),
            "Universes without an estimate of model 2, by coding",
            "Share of the universes with the coding.",
        ),
        "variance": (
            _variance(tables["variance"], choices, "effect", "ranks"),
            "Which choices move the effect: ranks",
            overlap,
        ),
        "variance_of_values": (
            _variance(tables["variance"], choices, "effect", "values"),
            "Which choices move the effect: values",
            f"{overlap} Outliers weigh more here than in ranks.",
        ),
        "variance_of_z": (
            _variance(tables["variance"], choices, "z", "ranks"),
            "Which choices move the z statistic: ranks",
            overlap,
        ),
        "one_at_a_time": (
            _one_at_a_time(tables["one_at_a_time"], tables["default"]),
            "One choice changed at a time",
            "Effect of one standard deviation; * p < .05. Without an estimate, the reason stands "
            "in its place; no universe: the option needs another choice to change with it, or "
            "the results do not hold it.",
        ),
        "joint_test": (_joint(joint), "Joint test of each curve", _joint_note(joint)),
    }


def page(text, tables, run, hypotheses=HYPOTHESES):
    """Write the page in Markdown.

    Parameters
    ----------
    text : str
        From `answer`.
    tables : dict
        From `readable`.
    run : coalitions.settings.Run
    hypotheses : sequence of Hypothesis

    Returns
    -------
    str
        Figures are linked as ``overview.svg``, ``curve_<hypothesis>.svg`` and ``variance.svg``.
    """

    def table(name):
        frame, _, note = tables[name]
        return f"{frame.to_markdown(index=False, disable_numparse=True)}\n\n{note}"

    return "\n\n".join(
        [
            "# The multiverse",
            run.statement(),
            text,
            "![Specification curves of the four hypotheses](overview.svg)",
            "A universe is one combination of the choices listed in `multiverse.yaml`, estimated "
            "with both models of Table 2. Universes are drawn at random from all combinations "
            "that go together; those that differ from the default in one choice are always among "
            "them. A coding that goes with several ways to find the principals is drawn more "
            "often than one that goes with a single way, so a share over all universes leans "
            "towards it; the shares by coding do not. No universe is more likely to be right for "
            "being drawn: the shares describe how far the results hang on the choices, they are "
            "no probabilities. Effects are those of one standard deviation of the regressor in "
            "the universe's own sample, on the index of a row with mean job insecurity, or in "
            "the variance equation on the logarithm of sigma.",
            "## Shares",
            table("shares"),
            "### By coding",
            table("shares_by_coding"),
            "### By job insecurity",
            table("shares_by_insecurity"),
            "## Which choices matter",
            "![Share of the variance that each choice explains](variance.svg)",
            "Shares of the variance of the effects' ranks, which outliers cannot dominate; the "
            "values stand below. Some options give the same data as others (releases that differ "
            "outside the sample only), so their choices can explain nothing.",
            table("variance"),
            "### Values",
            table("variance_of_values"),
            "### The z statistic",
            table("variance_of_z"),
            "### One choice at a time",
            table("one_at_a_time"),
            "## The curves",
            *(f"![{h.label}](curve_{h.name}.svg)" for h in hypotheses),
            "## Joint test",
            "The outcome is permuted within crises and the universes are estimated again "
            "(Simonsohn, Simmons and Nelson 2020). Each crisis keeps its number of coalitions, so "
            "the test asks who joined, given how many did. A permutation cuts the outcome loose "
            "from all regressors at once: what is tested is that nothing measured tells who "
            "joined. That suits H1. The job insecurity of A takes one value for each of a "
            "crisis's two builders, so H2 is tested on the difference between them alone; and the "
            "variance equation is identified by the very signal that the permutation takes away, "
            "so H3's curves of permuted outcomes do not centre on zero, and its p says little "
            "about H3.",
            table("joint_test"),
            "## Universes without an estimate",
            table("failures"),
            "### By coding",
            table("failures_by_coding"),
            "## Filter and rerun",
            "`results/multiverse/results.parquet` holds every universe, one row a coefficient, "
            "with a column for each choice:",
            "```python\n"
            "import pandas as pd\n\n"
            'results = pd.read_parquet("results/multiverse/results.parquet")\n'
            'cases = results[results["coding"].str.startswith("cases")]\n'
            'cases.query("model == 2 and term == \'divergence_tp\'")["estimate"].describe()\n'
            "```",
            "```sh\n"
            "snakemake --cores all multiverse\n"
            "snakemake --cores all multiverse --config multiverse='{universes: 10000}'\n"
            "snakemake --cores all multiverse --config multiverse='{only: {coding: [war]}}'\n"
            "```",
            "The first option of a choice in `multiverse.yaml` is the default, every other one "
            "lists what it changes in `config.yaml`; options can be added there.",
            "",
        ]
    )


def _on_hypothesis(row, variance, joint, default):
    expected, opposite = _sign(row["expected"]), _sign(-row["expected"])
    parts = [
        f"**{row['label']}** (expected {expected}): {expected} in "
        f"{percent(row['expected_of_all'])} of the universes, {expected} with p < .05 in "
        f"{percent(row['supported_of_all'])}, {opposite} with p < .05 in "
        f"{percent(row['reversed_of_all'])}",
        _on_default(default.iloc[0]),
    ]
    ranks = variance[variance["outcome"].eq("effect") & variance["scale"].eq("ranks")]
    if ranks["unique"].notna().any():
        most = ranks.loc[ranks["unique"].idxmax()]
        parts.append(
            f"moved most by the choice *{_in_text(most['choice'])}*, "
            f"{percent(most['unique'])} of the variance of its ranks"
        )
    # What a permuted outcome tells of: not of a regressor that a crisis has one or two values of.
    if row["hypothesis"] in _TESTED_BY_OUTCOME:
        p = joint.set_index("statistic").loc["median_effect", "p_expected"]
        universes = joint["universes"].iloc[0]
        parts.append(f"p of the curve {_p(p)}, outcomes permuted in {universes} universes")
    return "; ".join(parts) + "."


def _on_default(default):
    if default["verdict"] == "none":
        return f"the default gives no estimate ({_words(default['status'])})"
    return f"the default is {_sign(default['estimate'])}, p {p_value(default['p_value'])}"


def _shares(shares):
    def both(name):
        pairs = zip(shares[f"{name}_of_all"], shares[f"{name}_of_estimated"], strict=True)
        return [_two(*pair) for pair in pairs]

    effect = [
        "" if pd.isna(middle) else f"{middle:.3f} ({low:.3f}, {high:.3f})"
        for middle, low, high in zip(
            shares["median_effect"], shares["effect_p5"], shares["effect_p95"], strict=True
        )
    ]
    return pd.DataFrame(
        {
            "Hypothesis": shares["label"],
            "Expected": shares["expected"].map(_sign),
            "Universes": shares["universes"].map("{:,}".format),
            "No estimate": (1 - shares["share_estimated"]).map(percent),
            "Expected sign": both("expected"),
            "Expected sign, p < .05": both("supported"),
            "Opposite sign, p < .05": both("reversed"),
            "Median effect (5th, 95th percentile)": effect,
        }
    )


def _by_option(shares, every=False):
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
            "Universes": first["universes"].map("{:,}".format).to_numpy(),
            "No estimate": (1 - first["share_estimated"]).map(percent).to_numpy(),
        },
        index=first.index,
    )
    table = table.join(wide[shares["label"].unique()]).reset_index(drop=True)
    return table if every else table.drop(columns="Choice")


def _failures(failures):
    return pd.DataFrame(
        {
            "Model": failures["model"].astype(str),
            "Reason": failures["status"].map(_words),
            "Universes": failures["universes"].map("{:,}".format),
            "Share": failures["share"].map(percent),
            "The estimator says, for example": failures["reason"],
        }
    )


def _failures_by_coding(failures, choices):
    own = failures[failures["model"].eq(2)]
    codings = choices[choices["choice"].eq("coding")].set_index("option")["label"]
    wide = own.pivot(index="coding", columns="status", values="share")
    wide = wide.reindex(codings.index).fillna(0.0).map(percent).rename(columns=_words)
    wide.insert(0, "Coding", codings)
    return wide.reset_index(drop=True).rename_axis(columns=None)


def _variance(variance, choices, outcome, scale):
    own = variance[variance["outcome"].eq(outcome) & variance["scale"].eq(scale)]
    columns = {"Choice": [choice_label(c) for c in choices["choice"].unique()]}
    columns["Choice"] += ["All choices together", "Left to their interactions"]
    for hypothesis in HYPOTHESES:
        part = own[own["hypothesis"].eq(hypothesis.name)].set_index("choice")
        part = part.loc[choices["choice"].unique()]
        cells = [_two(a, u) for a, u in zip(part["alone"], part["unique"], strict=True)]
        total, remainder = part[["total", "remainder"]].iloc[0]
        columns[hypothesis.label] = [*cells, percent(total), percent(remainder)]
    return pd.DataFrame(columns)


def _one_at_a_time(single, default):
    labels = {h.name: h.label for h in HYPOTHESES}
    head = default.assign(choice="", option="", label="Default")
    both = pd.concat([head, single], ignore_index=True)
    both["cell"] = [
        _words(status) if verdict == "none" else f"{effect:.3f}{'*' if p < 0.05 else ''}"
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


def _joint(joint):
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
            "p, expected direction": joint["p_expected"].map(_p),
            "p, two-sided": joint["p_two_sided"].map(_p),
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
    return f"{percent(first)} ({percent(second)})" if pd.notna(second) else percent(first)


def _p(value):
    return "none" if pd.isna(value) else p_value(value)


def _sign(number):
    return "positive" if number > 0 else "negative"


def _in_text(choice):
    label = choice_label(choice)
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _words(status):
    return status.replace("_", " ")
