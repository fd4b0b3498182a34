"""Checks on interstate wars since 1815, from the COW list."""

from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import (
    CANNOT_TELL,
    Judgement,
    bad_argument,
    check,
    real,
)
from coalitions.report.claims.share_checks import share_in_words
from coalitions.significance import LEVEL

_UNITS = {"days": "days from first to last", "deaths": "deaths in battle"}


@check("wars")
def wars_with_coalitions(evidence: Evidence, argument: str) -> Judgement:
    """Hold if this share of wars has two or more states on a side. Argument: a percentage."""
    target = real(argument)
    wars = evidence.wars
    if wars.empty:
        return "the list of wars is empty", None
    coalition = _multilateral(wars)
    span = f"{wars['start_year'].min()}-{wars['start_year'].max()}"
    # The paper prints the share in whole percents.
    found = f"{share_in_words(coalition, 'wars')}, {span}"
    return found, abs(100 * coalition.mean() - target) <= 0.5


@check("wars")
def multilateral_wars_are(evidence: Evidence, argument: str) -> Judgement:
    """Hold if wars of three or more states outrank those of two. Argument: days or deaths.

    By ranks (Mann and Whitney), so that the World Wars weigh as one war each; two-sided at 5%.
    Where neither kind outranks the other, the data do not tell.
    """
    if argument not in _UNITS:
        raise bad_argument(argument, " or ".join(_UNITS))
    wars = evidence.wars.dropna(subset=argument)
    multilateral = _multilateral(wars)
    many, two = wars.loc[multilateral, argument], wars.loc[~multilateral, argument]
    if many.empty or two.empty:
        return f"no wars of both kinds with known {argument}", None
    # Imported here because it takes long, and this check alone needs it.
    from scipy.stats import mannwhitneyu

    rank = mannwhitneyu(many, two)
    longer = float(rank.statistic) / (len(many) * len(two))
    found = (
        f"median {many.median():,g} {_UNITS[argument]} in {len(many)} wars of three or more "
        f"states, {two.median():,g} in {len(two)} wars of two; of a random pair the former has "
        f"more in {longer:.0%}, p = {rank.pvalue:.3f}"
    )
    return found, CANNOT_TELL if rank.pvalue >= LEVEL else longer > 0.5


def _multilateral(wars):
    return wars[["states_side_1", "states_side_2"]].max(axis="columns").ge(2)
