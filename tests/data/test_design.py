"""The design built from the real files, held against what is known of them and of the paper."""

import pandas as pd
import pytest

from coalitions.attrition import Attrition
from coalitions.coding.rules import RULES, gather
from coalitions.dyads.coded_dyads import code_dyads
from coalitions.insecurity.hazard import fit_hazard
from coalitions.insecurity.job_insecurity import yearly_insecurity
from coalitions.insecurity.leader_years import add_growth, leader_years
from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.sources.manifest import choose
from coalitions.variables.analysis_table import add_variables
from coalitions.variables.datasets import needed_datasets

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def tables(raw, manifest, settings):
    """Return every table of a run with the shipped configuration."""
    chosen = choose(manifest, settings)
    sources = {name: raw(name, chosen[name].version) for name in needed_datasets(settings)}
    states = read(sources.pop("cow_states"))
    system = StateSystem(states)
    return {name: read(source, system) for name, source in sources.items()} | {"cow_states": states}


@pytest.fixture(scope="module")
def built(tables, settings, root):
    """Return the design and the attrition of its making."""
    attrition = Attrition()
    coding = root / "data/coding"
    parts, regions = (pd.read_csv(coding / f"{name}.csv") for name in ("parts", "regions"))
    system = StateSystem(tables["cow_states"])
    sample = settings.sample.model_copy(update={"principals": "threat"})
    found = code_dyads(
        tables, parts, regions, system, gather(tables), sample, settings.partners, attrition
    )
    return found, attrition.table().set_index("step")


@pytest.fixture(scope="module")
def yearly(tables, settings):
    """Return job insecurity by state and year under the shipped configuration."""
    records = leader_years(tables["archigos"], natural_deaths="event", changes="total")
    records = add_growth(records, tables["gdp_sdp"], "sdp")
    years = records["year"].between(settings.sample.first_year, settings.sample.last_year)
    hazard = fit_hazard(records[years], "weibull")
    return yearly_insecurity(records[years], hazard)


@pytest.fixture(scope="module")
def analysis(built, tables, yearly, settings):
    return add_variables(built[0].dyads, tables, yearly, settings.variables, Attrition())


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
    assert built[1].loc[step, "rows_out"] == crises


@pytest.mark.parametrize(
    ("crisis", "principals"), [(255, (651, 666)), (153, (663, 666)), (393, (2, 645))]
)
def test_principals_of_known_crises(built, crisis, principals):
    rows = built[0].crises.query("crisis == @crisis")
    assert rows[["principal_1", "principal_2"]].to_numpy().tolist() == [list(principals)]


def test_missile_strikes_of_1998_are_two_crises(built):
    rows = built[0].crises.query("crisis == 427").set_index("part")
    assert rows["principal_1"].tolist() == [2, 2]
    assert rows["principal_2"].to_dict() == {"a": 700, "b": 625}


def test_europe_reaches_kosovo_through_the_shared_region_alone(built):
    crisis = built[0].crises.query("name.str.contains('KOSOVO')")["crisis"]
    rows = built[0].dyads[built[0].dyads["crisis"].isin(crisis)].set_index("p")
    spain = rows.loc[[230], ["by_contiguity", "by_major", "by_region"]]
    assert spain.to_numpy().tolist() == [[False, False, True]] * 2


def test_iraq_is_no_partner_of_israel_in_1958(built):
    rows = built[0].dyads.query("crisis == 153 and p == 645").set_index("a")
    assert rows.index.tolist() == [663, 666]
    assert rows.loc[666, [f"coalition_{coding}" for coding in RULES]].eq(0).all()


def test_insecurity_lies_near_the_base_rate_of_leaving_office(yearly):
    assert 0.14 < yearly["insecurity"].mean() < 0.18
    assert yearly["insecurity"].between(0, 1).all()
    assert not yearly.duplicated(["state", "year"]).any()


def test_insecurity_is_calibrated_overall(yearly):
    assert yearly["insecurity"].mean() == pytest.approx(yearly["event"].mean(), abs=0.02)


def test_major_power_builders_are_the_five_of_the_time(analysis):
    assert set(analysis.loc[analysis["major_power_a"].eq(1), "a"]) <= {2, 200, 220, 365, 710}


def test_un_backed_the_coalition_against_iraq_in_1990_under_the_wider_rule(analysis, tables):
    gulf = analysis.query("crisis == 393")
    assert gulf.groupby("a")["un_support"].max().to_dict() == {2: 1, 645: 0}
