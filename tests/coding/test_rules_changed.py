"""Which crises a changed rule bears on, and how passes agree there."""

import pandas as pd
import pytest

from coalitions.coding.cases import Cases
from coalitions.coding.editions import FIRST, SECOND
from coalitions.coding.rules_changed import Background, kappas_by_rule, only, touched
from coalitions.readers.system import StateSystem

BACKGROUND = Background(
    dates=pd.DataFrame(
        {"start": pd.to_datetime([f"{year}-06-01" for year in range(1950, 1958)])},
        index=pd.RangeIndex(1, 9, name="crisis"),
    ),
    actors=pd.DataFrame(
        [(c, s) for c in range(1, 9) for s in (10, 20)], columns=["crisis", "state"]
    ),
    system=StateSystem(
        pd.DataFrame(
            {
                "state": [10, 20, 30, 40],
                "start": pd.to_datetime(["1900-01-01"] * 3 + ["1951-07-01"]),
                "end": pd.Timestamp("2011-12-31"),
            }
        )
    ),
)


def cases(edition, pairs, *rows):
    """Return an edition: a pair of principals or None by crisis; rows (crisis, partner, more)."""
    units = [
        (crisis, "a", pair is not None, *(pair or (pd.NA, pd.NA)), "0")
        for crisis, pair in pairs.items()
    ]
    columns = ["crisis", "part", "two_sided", "principal_1", "principal_2", "escalated_to_war"]
    plain = {"part": "a", "joined_after_war": False, "confidence": "high", "since": ""}
    if edition is SECOND:
        plain |= {"known_to_target": True, "running_war": False, "source": "narrative"}
    partners = [
        {"crisis": crisis, "principal": pairs[crisis][0], "target": pairs[crisis][1]}
        | {"partner": partner}
        | plain
        | more
        for crisis, partner, more in rows
    ]
    names = ["crisis", "principal", "target", "partner", *plain]
    return Cases(
        edition, pd.DataFrame(units, columns=columns), pd.DataFrame(partners, columns=names)
    )


PLAIN = (10, 20)
ALL = dict.fromkeys(range(1, 9), PLAIN)
EARLIER = cases(
    FIRST, ALL | {1: (10, 30)}, (3, 30, {"since": "1950"}), (4, 30, {"since": "1953-05"})
)
LATER = cases(
    SECOND,
    ALL | {1: None, 9: PLAIN, 7: (20, 30)},
    (2, 40, {}),
    (5, 30, {"known_to_target": False}),
    (6, 30, {"source": "recall", "running_war": True}),
)


def test_every_crisis_stands_under_the_rules_that_bear_on_it():
    found = [sorted(crises) for crises in touched(EARLIER, LATER, BACKGROUND).values()]
    # No ICB actor, late member, dated before, unknown to the target, recall, other pair, none.
    assert found == [[1, 7], [2], [3, 6], [5], [6], [7], [4, 8]]


def test_a_crisis_of_one_edition_alone_is_under_no_rule():
    assert 9 not in set().union(*touched(EARLIER, LATER, BACKGROUND).values())


def test_kappas_are_of_the_crises_of_the_rule_alone():
    agreed = {crisis: PLAIN for crisis in (1, 2)} | {3: None}
    one = cases(FIRST, agreed | {4: PLAIN}, (1, 30, {}), (2, 30, {}))
    two = cases(FIRST, agreed | {4: None}, (1, 30, {}), (2, 40, {}))
    rules = {"first": {1, 3}, "second": {2, 3, 4}, "empty": set()}
    table = kappas_by_rule((one, two), (one, one), rules, pd.Series(8, range(1, 5)))
    assert table["crises"].tolist() == [2, 3, 0]
    first = table.set_index("rule").loc["first"]
    assert first["two-sided, edition 1"] == first["partner, edition 1"] == 1
    second = table.set_index("rule").loc["second"]
    # By hand: two-sided agrees in 2 of 3, by chance in 4 of 9.
    assert second["two-sided, edition 1"] == pytest.approx((2 / 3 - 4 / 9) / (5 / 9))
    # Each calls one of 16 pairs, and not the same: 14 agree, by chance 226 of 256.
    assert second["partner, edition 1"] == pytest.approx((14 / 16 - 226 / 256) / (30 / 256))
    assert second["two-sided, edition 2"] == 1
    assert table.set_index("rule").loc["empty"].drop("crises").isna().all()


def test_only_keeps_units_and_rows():
    kept = only(LATER, {2, 5})
    assert kept.crises["crisis"].tolist() == kept.partners["crisis"].tolist() == [2, 5]
