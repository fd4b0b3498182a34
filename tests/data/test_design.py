"""The design built from the real files, held against what is known of them and of the paper."""

import numpy as np
import pandas as pd
import pytest

from built_design import build_design
from coalitions.attrition import Attrition
from coalitions.coding.rules import RULES
from coalitions.dyads.crises import directed
from coalitions.dyads.potential_partners import potential_partners
from coalitions.readers.system import StateSystem
from coalitions.settings import Partners
from coalitions.variables.measures import add_un_support

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def built(raw, manifest, settings, root):
    """Return the design under the shipped configuration."""
    return build_design(raw, manifest, root / "data/coding", settings)


@pytest.mark.parametrize(
    ("step", "crises"),
    [
        ("ICB crises of the period", 299),
        ("crises with opposing states", 263),
        ("two-sided crises", 184),
        ("crises after splitting", 185),
    ],
)
def test_crises_left_by_each_step(built, step, crises):
    assert built.attrition.loc[step, "rows_out"] == crises


@pytest.mark.parametrize(
    ("crisis", "principals"), [(255, (651, 666)), (153, (663, 666)), (393, (2, 645))]
)
def test_principals_of_known_crises(built, crisis, principals):
    rows = built.crises.query("crisis == @crisis")
    assert rows[["principal_1", "principal_2"]].to_numpy().tolist() == [list(principals)]


def test_missile_strikes_of_1998_are_two_crises(built):
    rows = built.crises.query("crisis == 427").set_index("part")
    assert rows["principal_1"].tolist() == [2, 2]
    assert rows["principal_2"].to_dict() == {"a": 700, "b": 625}


def test_europe_reaches_kosovo_through_the_shared_region_alone(built):
    crisis = built.crises.query("name.str.contains('KOSOVO')")["crisis"]
    rows = built.dyads[built.dyads["crisis"].isin(crisis)].set_index("p")
    spain = rows.loc[[230], ["by_contiguity", "by_major", "by_region"]]
    assert spain.to_numpy().tolist() == [[False, False, True]] * 2


def test_iraq_is_no_partner_of_israel_in_1958(built):
    rows = built.dyads.query("crisis == 153 and p == 645").set_index("a")
    assert rows.index.tolist() == [663, 666]
    assert rows.loc[666, [f"coalition_{coding}" for coding in RULES]].eq(0).all()


def test_insecurity_lies_near_the_base_rate_of_leaving_office(built):
    yearly = built.yearly
    assert 0.14 < yearly["insecurity"].mean() < 0.18
    assert yearly["insecurity"].between(0, 1).all()
    assert not yearly.duplicated(["state", "year"]).any()


def test_insecurity_is_calibrated_overall(built):
    yearly = built.yearly
    assert yearly["insecurity"].mean() == pytest.approx(yearly["event"].mean(), abs=0.02)


def test_major_power_builders_are_the_five_of_the_time(built):
    analysis = built.analysis
    assert set(analysis.loc[analysis["major_power_a"].eq(1), "a"]) <= {2, 200, 220, 365, 710}


def test_un_backed_the_coalition_against_iraq_in_1990_under_the_wider_rule(built):
    gulf = built.analysis.query("crisis == 393")
    assert gulf.groupby("a")["un_support"].max().to_dict() == {2: 1, 645: 0}


@pytest.mark.parametrize(
    ("crisis", "a", "t"),
    [(143, 663, 666), (229, 660, 666), (276, 571, 552), (313, 540, 560), (339, 570, 560)],
)
def test_un_condemned_targets_that_are_no_crisis_actors(built, crisis, a, t):
    rows = pd.DataFrame({"crisis": crisis, "a": [a, t], "t": [t, a]})
    for rule in ("strict", "coercive"):
        found = add_un_support(rows, built.tables["icb_actor"], rule)
        assert found["un_support"].tolist() == [1, 0]


def test_un_support_where_icb_does_not_tell_whom_the_un_served(built):
    rows = pd.DataFrame({"crisis": [289, 289, 180, 180], "a": [660, 666, 812, 816]})
    rows["t"] = [666, 660, 816, 812]
    found = add_un_support(rows, built.tables["icb_actor"], "coercive")
    # A force sent to Lebanon in 1978; no act at all over Laos in 1961.
    np.testing.assert_equal(found["un_support"].to_numpy(), [np.nan, 0, 0, 0])


def partners_in(built, root, crisis, **rules):
    """Return the potential partners in one crisis under other rules than the default's."""
    return potential_partners(
        directed(built.crises[built.crises["crisis"].eq(crisis)]),
        StateSystem(built.tables["cow_states"]),
        built.tables["cow_contiguity"],
        built.tables["cow_majors"],
        pd.read_csv(root / "data/coding/regions.csv"),
        Partners(**rules),
        "first_day",
        Attrition(),
    )


@pytest.mark.parametrize(("target", "rows"), [("dropped", 52), ("kept", 54)])
def test_yom_kippur_war_has_the_rows_of_the_paper_where_targets_are_kept(built, root, target, rows):
    assert len(partners_in(built, root, 255, target=target)) == rows


@pytest.mark.parametrize(("repeated", "rows"), [("kept", 2), ("once", 1)])
def test_pairs_of_the_missile_strikes_can_stand_once(built, root, repeated, rows):
    found = partners_in(built, root, 427, repeated=repeated)
    assert len(found.query("a == 2 and p == 200")) == rows
