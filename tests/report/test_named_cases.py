"""The paper's cases, held against codings that have them as it says, and against others."""

import pandas as pd
import pytest

from coalitions.coding.cases import Cases
from coalitions.coding.editions import SECOND
from coalitions.report.named_cases import CASES, judge

NAMES = pd.Series({code: f"S{code}" for code in range(1000)})
# Principals by crisis, one pair a part, and default partners as (builder, partner, contribution).
AS_THE_PAPER_SAYS = {
    111: ([(365, 640)], [(640, 2, "troops"), (640, 200, "troops")]),
    132: ([(731, 732)], [(732, 2, "troops")]),
    133: ([(2, 710)], []),
    140: ([(2, 710)], []),
    153: ([(663, 666)], [(663, 645, "threat")]),
    255: ([(651, 666)], []),
    393: ([(2, 645)], [(2, 640, "territory"), (2, 200, "troops")]),
    427: ([(2, 700), (2, 625)], []),
    430: ([(2, 345)], [(2, 220, "troops"), (2, 325, "troops")]),
    440: ([(2, 645)], [(2, 200, "troops"), (2, 690, "territory")]),
}
ROWS = ["crisis", "part", "principal", "target", "partner", "contribution"]


def coding(facts):
    units, rows = [], []
    for crisis, (pairs, partners) in facts.items():
        for part, (one, two) in zip("ab", pairs, strict=False):
            units.append((crisis, part, True, one, two))
        for builder, partner, contribution in partners:
            target = next(sum(pair) - builder for pair in pairs if builder in pair)
            rows.append((crisis, "a", builder, target, partner, contribution))
    columns = ["crisis", "part", "two_sided", "principal_1", "principal_2"]
    plain = {"confidence": "high", "joined_after_war": False}
    shown = {"known_to_target": True, "source": "narrative"}
    partners = pd.DataFrame(rows, columns=ROWS).assign(**plain, **shown)
    return Cases(SECOND, pd.DataFrame(units, columns=columns), partners)


def judged(facts, observations=54):
    analysis = pd.DataFrame({"crisis": [255] * observations})
    # Of the members in the Gulf, Turkey is allied.
    return judge(coding(facts), analysis, lambda rows: rows["p"].eq(640), NAMES)


def test_a_coding_that_has_all_as_the_paper_says_agrees():
    table = judged(AS_THE_PAPER_SAYS)
    assert table["agrees"].eq("yes").all()
    assert len(table) == len(CASES)


@pytest.mark.parametrize(
    ("crisis", "fact", "denied"),
    [
        (111, ([(2, 365)], [(2, 640, "troops")]), [0, 1]),
        (111, ([(365, 640)], [(640, 2, "troops")]), [1]),
        (132, ([(731, 732)], [(732, 770, "troops")]), [0]),
        (153, ([(663, 666)], [(663, 645, "threat"), (663, 200, "troops")]), [1]),
        (153, ([(663, 666)], [(663, 645, "threat"), (666, 2, "threat")]), [2]),
        (153, ([(645, 666)], [(645, 663, "threat")]), [0, 1]),
        (393, ([(2, 645)], [(2, 740, "troops"), (2, 200, "troops")]), [0, 1, 2]),
        (393, ([(2, 645)], [(2, 640, "troops")]), [2]),
        (427, ([(2, 700)], []), [0]),
        (427, ([(2, 700), (2, 625)], [(700, 625, "threat")]), [1]),
        (430, ([(2, 345)], [(2, 220, "troops"), (2, 640, "troops")]), [0]),
        (440, ([(2, 645)], [(2, 200, "threat"), (2, 690, "troops")]), [1, 2]),
    ],
)
def test_a_coding_that_differs_is_shown_as_differing(crisis, fact, denied):
    table = judged(AS_THE_PAPER_SAYS | {crisis: fact}).query("crisis == @crisis")
    assert [n for n, word in enumerate(table["agrees"]) if word == "no"] == denied


def test_observations_are_counted_in_the_analysis_table():
    found = judged(AS_THE_PAPER_SAYS, observations=52).set_index("crisis").loc[255]
    assert found[["found", "agrees"]].tolist() == ["52 observations", "no"]


def test_what_an_edition_does_not_cover_says_nothing():
    facts = {crisis: fact for crisis, fact in AS_THE_PAPER_SAYS.items() if crisis != 440}
    table = judged(facts).query("crisis == 440")
    assert table["agrees"].eq("not coded").all()
    assert table["found"].eq("").all()
