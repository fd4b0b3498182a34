"""Checks on the make-up of the sample and on what its variables look like."""

import numpy as np

from coalitions.dyads.potential_partners import GROUNDS
from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import (
    Judgement,
    bad_argument,
    check,
    integers,
    is_about,
    real,
)
from coalitions.report.labels import term_label
from coalitions.report.number_text import count
from coalitions.variables.catalogue import REGRESSORS


@check("analysis")
def years_within(evidence: Evidence, argument: str) -> Judgement:
    """Hold if all crises lie between two years. Argument: first year, last year."""
    first, last = integers(argument, 2)
    years = evidence.analysis["year"]
    if years.empty:
        return "the sample is empty", None
    return f"{years.min()} to {years.max()}", years.between(first, last).all()


@check("analysis")
def observations(evidence: Evidence, argument: str) -> Judgement:
    """Hold if a crisis has exactly so many observations. Argument: crisis, number."""
    crisis, number = integers(argument, 2)
    rows = evidence.analysis[evidence.analysis["crisis"].eq(crisis)]
    complete = rows[list(REGRESSORS)].notna().all(axis="columns").sum()
    return (
        f"{count(len(rows))} observations, {count(complete)} of them complete",
        len(rows) == number,
    )


@check("analysis")
def each_principal_once_as_a(evidence: Evidence, argument: str) -> Judgement:
    """Hold if each crisis (or part) has two principals, each once as A with the other as T."""
    pairs = evidence.analysis[["crisis", "part", "a", "t"]].drop_duplicates()
    if pairs.empty:
        return "the sample is empty", None
    mirrored = pairs.merge(
        pairs.rename(columns={"a": "t", "t": "a"}), on=["crisis", "part", "a", "t"]
    )
    size = pairs.groupby(["crisis", "part"]).size()
    mirrored_size = mirrored.groupby(["crisis", "part"]).size().reindex(size.index, fill_value=0)
    good = size.eq(2) & mirrored_size.eq(2)
    return f"{count(good.sum())} of {count(len(good))} crises and parts", good.all()


@check("analysis")
def every_partner_by_rule(evidence: Evidence, argument: str) -> Judgement:
    """Hold if every potential partner meets at least one of the three rules."""
    rules = evidence.analysis[GROUNDS].astype(bool)
    if rules.empty:
        return "the sample is empty", None
    met = rules.any(axis="columns")
    counts = ", ".join(f"{n.removeprefix('by_')} {count(rules[n].sum())}" for n in GROUNDS)
    return f"{count(met.sum())} of {count(len(met))} dyads meet a rule ({counts})", met.all()


@check("analysis")
def mean_about(evidence: Evidence, argument: str) -> Judgement:
    """Hold if means are about their targets. Argument: variable and value, repeated."""
    return _compare(evidence, argument, lambda column: column.mean())


@check("analysis")
def quartiles_about(evidence: Evidence, argument: str) -> Judgement:
    """Hold if both quartiles are about their targets. Argument: variable, first, third."""
    name, *words = argument.split() or [""]
    if name not in REGRESSORS or len(words) != 2:
        raise bad_argument(argument, "a regressor, first quartile, third quartile")
    targets = [real(word) for word in words]
    column = _complete(evidence)[name]
    if column.empty:
        return "no observation has all regressors", None
    values = column.quantile([0.25, 0.75]).to_numpy()
    holds = all(is_about(v, t) for v, t in zip(values, targets, strict=True))
    return f"{term_label(name)}: {values[0]:.3g} and {values[1]:.3g}", holds


@check("analysis")
def maximum_about(evidence: Evidence, argument: str) -> Judgement:
    """Hold if largest values are about their targets. Argument: variable and value, repeated."""
    return _compare(evidence, argument, lambda column: column.max())


@check("analysis")
def mode_is(evidence: Evidence, argument: str) -> Judgement:
    """Hold if each variable is most often this value. Argument: value, variables."""
    value, *names = argument.split() or [""]
    if not names or not set(names) <= set(REGRESSORS):
        raise bad_argument(argument, "a value and one or more regressors")
    complete = _complete(evidence)
    if complete.empty:
        return "no observation has all regressors", None
    modes = {name: complete[name].mode().iloc[0] for name in names}
    shares = {name: complete[name].eq(mode).mean() for name, mode in modes.items()}
    found = "; ".join(f"{term_label(n)} {modes[n]:g} ({shares[n]:.0%})" for n in names)
    return found, all(np.isclose(mode, real(value)) for mode in modes.values())


def _compare(evidence, argument, statistic):
    words = argument.split()
    names, targets = words[::2], [real(word) for word in words[1::2]]
    if not targets or len(words) % 2 or not set(names) <= set(REGRESSORS):
        raise bad_argument(argument, "pairs of a regressor and a number")
    complete = _complete(evidence)
    if complete.empty:
        return "no observation has all regressors", None
    values = [statistic(complete[name]) for name in names]
    found = "; ".join(f"{term_label(n)} {v:.3g}" for n, v in zip(names, values, strict=True))
    return found, all(is_about(v, t) for v, t in zip(values, targets, strict=True))


def _complete(evidence):
    # The archive holds CINC at .017 for A and .016 for T. Over all dyads the two agree but for
    # the number of partners, so its means were most likely taken over the models' own sample.
    return evidence.analysis.dropna(subset=list(REGRESSORS))
