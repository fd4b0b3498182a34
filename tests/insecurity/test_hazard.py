"""Leader-years, the hazard of leaving office, and the yearly probability it gives."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from coalitions.errors import HazardError
from coalitions.insecurity.hazard import fit_hazard
from coalitions.insecurity.job_insecurity import calibration, read_estimates, yearly_insecurity
from coalitions.insecurity.leader_years import add_growth, head_of_government_years, leader_years
from handmade_tables import few_examples, shuffled, table

SPELLS = "state leader start since until left exit"
YEAR = 365.25


def spell(leader, since, until, state=1, start=None, left=True, exit="regular"):
    return (state, leader, start or since, since, until, left, exit)


def records(*rows, natural_deaths="event", changes="total"):
    return leader_years(table(SPELLS, *rows), natural_deaths=natural_deaths, changes=changes)


days = st.dates(pd.Timestamp("1950-01-01").date(), pd.Timestamp("1960-12-31").date())


@few_examples
@given(days, st.integers(0, 2000), st.integers(0, 3000), st.booleans())
def test_exposures_add_up_to_the_spell_and_end_in_one_exit(entry, before, length, left):
    since = pd.Timestamp(entry)
    start, until = since - pd.Timedelta(days=before), since + pd.Timedelta(days=length)
    found = records(spell("x", since, until, start=start, left=left))
    exposure = found["finish"] - found["begin"]
    assert exposure.gt(0).all()
    assert exposure.sum() * YEAR == pytest.approx(length + 1)
    assert found["begin"].iloc[0] * YEAR == pytest.approx(before)
    np.testing.assert_allclose(found["begin"].iloc[1:], found["finish"].iloc[:-1])
    assert found["year"].tolist() == list(range(since.year, until.year + 1))
    assert found["event"].sum() == left
    assert found["event"].iloc[-1] == left


def test_changes_count_earlier_exits_of_the_state():
    found = records(
        spell("one", "1950-01-01", "1950-06-30"),
        spell("two", "1950-07-01", "1951-06-30"),
        spell("three", "1951-07-01", "1951-12-31", left=False),
        spell("four", "1952-01-01", "1952-12-31"),
        spell("elsewhere", "1951-01-01", "1951-12-31", state=2),
    )
    counts = found.groupby("leader")["changes"].agg(list)
    expected = {"one": [0], "two": [1, 1], "three": [2], "four": [2], "elsewhere": [0]}
    assert counts.to_dict() == expected


def test_change_of_state_code_is_no_change_of_leader():
    found = records(
        spell("stays", "1989-01-01", "1990-10-02", state=260, left=False),
        spell("stays", "1990-10-03", "1992-12-31", state=255, start="1989-01-01"),
        spell("next", "1993-01-01", "1993-12-31", state=255),
    )
    assert found["event"].sum() == 2
    assert found.loc[found["leader"].eq("next"), "changes"].tolist() == [1]
    unified = found[found["state"].eq(255) & found["year"].eq(1990)]
    assert unified["begin"].iloc[0] == pytest.approx(640 / YEAR)


def test_changes_per_year_divide_by_the_years_on_record_but_not_by_less_than_one():
    found = records(
        spell("one", "1950-01-01", "1950-06-30"),
        spell("two", "1950-07-01", "1959-12-31"),
        spell("three", "1960-01-01", "1960-12-31"),
        changes="per_year",
    )
    counts = found.groupby("leader")["changes"].first()
    assert counts.tolist() == [0, pytest.approx(2 / 10, rel=1e-3), 1]


@pytest.mark.parametrize(("exit", "events"), [("natural", 0), ("illness", 1), ("regular", 1)])
def test_natural_deaths_can_be_censored(exit, events):
    row = spell("x", "1950-01-01", "1951-06-30", exit=exit)
    assert records(row)["event"].sum() == 1
    assert records(row, natural_deaths="censored")["event"].sum() == events


HEADS = "state year leader changes age_in_office natural_death"


def heads(*rows, natural_deaths="event", changes="total"):
    return head_of_government_years(
        table(HEADS, *rows), natural_deaths=natural_deaths, changes=changes
    )


def test_head_of_the_year_before_is_the_one_at_risk():
    found = heads(
        (1, 1950, "old", 0, 5, False),
        (1, 1951, "old", 0, 6, False),
        (1, 1952, "new", 1, 1, False),
        (1, 1953, "new", 0, 2, False),
        (2, 1953, "other", 0, 1, False),
    )
    assert found["leader"].tolist() == ["old", "old", "new"]
    assert found["year"].tolist() == [1951, 1952, 1953]
    assert found["event"].tolist() == [False, True, False]
    assert found["begin"].tolist() == [5, 6, 1]
    assert found["changes"].tolist() == [0, 0, 1]


def test_years_after_a_gap_have_no_head_at_risk():
    found = heads((1, 1950, "x", 0, 1, False), (1, 1952, "x", 0, 3, False))
    assert found.empty


@pytest.mark.parametrize(("changes", "event"), [(1, False), (2, True)])
def test_natural_death_of_a_head_hides_no_other_change(changes, event):
    rows = (1, 1950, "old", 0, 1, False), (1, 1951, "new", changes, 1, True)
    assert heads(*rows)["event"].tolist() == [True]
    assert heads(*rows, natural_deaths="censored")["event"].tolist() == [event]


GDP = table(
    "state year series gdp_per_capita",
    *[(1, y, "sdp", g) for y, g in ((1950, 100.0), (1951, 110.0), (1952, 99.0), (1954, 99.0))],
)


def test_growth_is_lagged_and_missing_across_gaps():
    asked = table("state year", *[(1, year) for year in range(1951, 1957)])
    found = add_growth(asked, GDP, "sdp")["growth"]
    expected = [np.nan, 0.1, -0.1, np.nan, np.nan, np.nan]
    np.testing.assert_allclose(found, expected)


def test_unknown_gdp_series_is_named_with_the_choices():
    with pytest.raises(HazardError) as error:
        add_growth(table("state year", (1, 1952)), GDP, "pwt")
    for part in ("'pwt'", "expected: sdp", "insecurity.growth_series"):
        assert part in str(error.value)


SHAPE, CONST, ON_CHANGES, ON_GROWTH = 0.8, -1.5, 0.04, -2.0


def simulated(n=2000, seed=1):
    """Leader-years of `n` leaders whose time in office is Weibull, watched for ten years."""
    rng = np.random.default_rng(seed)
    leaders = pd.DataFrame({"changes": rng.integers(0, 20, n), "growth": rng.normal(0.02, 0.1, n)})
    risk = np.exp(CONST + ON_CHANGES * leaders["changes"] + ON_GROWTH * leaders["growth"])
    leaders["time"] = (rng.exponential(size=n) / risk) ** (1 / SHAPE)
    leaders["state"] = leaders["leader"] = np.arange(n)
    rows = leaders.loc[leaders.index.repeat(10)]
    begin = rows.groupby(level=0).cumcount().astype(float)
    rows = rows.assign(
        year=1950 + begin.astype(int),
        since=pd.to_datetime((1950 + begin).astype(int).astype(str) + "-01-01"),
        begin=begin,
        finish=np.minimum(begin + 1, rows["time"]),
        event=rows["time"].le(begin + 1),
    )
    return rows[rows["time"].gt(rows["begin"])].reset_index(drop=True)


SIMULATED = simulated()
COLUMNS = [SIMULATED[name].to_numpy() for name in ("changes", "growth", "begin", "finish", "event")]


@cache
def weibull():
    return fit_hazard(SIMULATED, "weibull")


def test_weibull_recovers_what_the_data_were_drawn_from():
    truth = pd.Series(
        {"const": CONST, "changes": ON_CHANGES, "growth": ON_GROWTH, "log_shape": np.log(SHAPE)}
    )
    off = (weibull().coefficients["estimate"] - truth) / weibull().coefficients["std_error"]
    assert off.abs().lt(3).all()
    assert (weibull().n, weibull().events) == (len(SIMULATED), SIMULATED["event"].sum())


def log_likelihood(b):
    """Sum over records of log f or log S, each given survival to the record's beginning."""
    changes, growth, begin, finish, event = COLUMNS
    risk, shape = np.exp(b[0] + b[1] * changes + b[2] * growth), np.exp(b[3])
    survived = -risk * (finish**shape - begin**shape)
    hazard = np.log(risk * shape * finish ** (shape - 1))
    return np.sum(survived + np.where(event, hazard, 0))


def test_weibull_agrees_with_maximising_the_likelihood_by_brute_force():
    best = minimize(
        lambda b: -log_likelihood(b),
        [-1, 0, 0, 0],
        method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-7, "maxiter": 4000},
    )
    assert weibull().log_likelihood == pytest.approx(-best.fun, abs=1e-5)
    np.testing.assert_allclose(weibull().coefficients["estimate"], best.x, atol=1e-3)


def test_weibull_standard_errors_are_those_of_the_curvature():
    b = weibull().coefficients["estimate"].to_numpy()
    step = 0.1 * weibull().coefficients["std_error"].to_numpy()

    def second(i, j):
        def at(si, sj):
            return log_likelihood(b + si * step * (ones == i) + sj * step * (ones == j))

        ones = np.arange(4)
        return (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * step[i] * step[j])

    hessian = np.array([[second(i, j) for j in range(4)] for i in range(4)])
    expected = np.sqrt(np.diag(np.linalg.inv(-hessian)))
    np.testing.assert_allclose(weibull().coefficients["std_error"], expected, rtol=1e-3)


def test_probability_is_that_of_not_surviving_another_year():
    rows = pd.DataFrame({"begin": [0.0, 3.0, 20.0], "changes": [0, 5, 10], "growth": [0, 0.1, -1]})
    b = weibull().coefficients["estimate"]
    risk = np.exp(b["const"] + b["changes"] * rows["changes"] + b["growth"] * rows["growth"])

    def survival(t):
        return np.exp(-risk * t ** np.exp(b["log_shape"]))

    expected = 1 - survival(rows["begin"] + 1) / survival(rows["begin"])
    np.testing.assert_allclose(weibull().probability(rows), expected, rtol=1e-12)


def test_probability_is_missing_where_a_covariate_is():
    rows = pd.DataFrame({"begin": [1.0, 1.0], "changes": [1, 1], "growth": [0.0, np.nan]})
    assert np.isnan(weibull().probability(rows)).tolist() == [False, True]


@pytest.mark.parametrize("kind", ["logit", "cloglog"])
def test_yearly_models_predict_as_many_exits_as_happened(kind):
    hazard = fit_hazard(SIMULATED, kind)
    assert hazard.coefficients.index.tolist() == ["const", "log_time", "changes", "growth"]
    predicted = hazard.probability(SIMULATED)
    assert predicted.mean() == pytest.approx(SIMULATED["event"].mean(), abs=2e-3)
    np.testing.assert_allclose(predicted, weibull().probability(SIMULATED), atol=0.08)


@pytest.mark.parametrize("event", [True, False])
def test_records_all_alike_cannot_be_learnt_from(event):
    rows = SIMULATED.head(20).assign(event=event)
    with pytest.raises(HazardError) as error:
        fit_hazard(rows, "weibull")
    for part in (f"{20 * event} exits in 20 leader-years", "next: check the leader and GDP"):
        assert part in str(error.value)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_hazard_without_a_maximum_is_refused():
    with pytest.raises(HazardError, match="did not converge"):
        fit_hazard(SIMULATED.assign(growth=0.1), "weibull")


def test_records_without_growth_are_left_out():
    gap = SIMULATED.assign(growth=SIMULATED["growth"].where(SIMULATED["year"].lt(1955)))
    assert fit_hazard(gap, "weibull").n == SIMULATED["year"].lt(1955).sum()


def leaders_of(year, *rows):
    found = records(*rows)
    found = found.assign(growth=0.0)
    forward = yearly_insecurity(found, weibull())
    pd.testing.assert_frame_equal(forward, yearly_insecurity(shuffled(found, 3), weibull()))
    assert not forward.duplicated(["state", "year"]).any()
    return forward.loc[forward["year"].eq(year), "leader"].tolist()


def test_leader_of_a_year_is_the_one_in_office_on_its_first_day():
    two = spell("old", "1950-05-05", "1951-02-01"), spell("new", "1951-02-02", "1952-03-01")
    assert leaders_of(1951, *two) == ["old"]
    assert leaders_of(1952, *two) == ["new"]


def test_who_enters_on_the_first_day_is_the_leader_of_the_year():
    two = spell("old", "1950-05-05", "1951-01-01"), spell("new", "1951-01-01", "1952-03-01")
    assert leaders_of(1951, *two) == ["new"]


def test_year_that_opens_without_a_leader_takes_the_first_to_enter():
    two = spell("late", "1951-06-01", "1953-02-01"), spell("first", "1951-03-01", "1951-05-01")
    assert leaders_of(1951, *two) == ["first"]


def test_insecurity_is_the_probability_on_the_first_day():
    found = records(spell("x", "1950-07-01", "1952-03-01")).assign(growth=0.0)
    expected = weibull().probability(
        pd.DataFrame({"begin": [184 / YEAR], "changes": 0, "growth": 0})
    )
    yearly = yearly_insecurity(found, weibull()).set_index("year")
    assert yearly.loc[1951, "insecurity"] == pytest.approx(expected[0])
    assert yearly["event"].tolist() == [False, False, True]


def test_calibration_sets_predictions_beside_exits():
    yearly = pd.DataFrame({"insecurity": np.arange(1, 21) / 100, "event": [False, True] * 10})
    found = calibration(yearly)
    assert found["decile"].tolist() == [*range(1, 11), "all"]
    assert found["state_years"].tolist() == [2] * 10 + [20]
    assert found["mean_predicted"].iloc[[0, -1]].tolist() == pytest.approx([0.015, 0.105])
    assert found["observed"].eq(0.5).all()


def write(folder, text):
    path = folder / "young.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_estimates_of_ones_own_are_read(tmp_path):
    path = write(tmp_path, "name,year,state,insecurity\nUSA,1970,2,0.25\n")
    assert read_estimates(path).iloc[0].tolist() == [2, 1970, 0.25]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("state,year\n2,1970\n", ["lacks columns", "got: state, year"]),
        ("state,year,insecurity\n2,1970,.2\n2,1971,17\n", ["17", "data row 2 of"]),
        ("state,year,insecurity\nUSA,1970,.2\n", ["USA", "data row 1 of"]),
        ("state,year,insecurity\n2,1970,\n", ["nan", "data row 1 of"]),
        ("state,year,insecurity\n2,1970,.2\n2,1970,.3\n", ["duplicate rows", "state 2, year 1970"]),
    ],
)
def test_estimates_that_cannot_be_used_are_refused(tmp_path, text, named):
    with pytest.raises(HazardError) as error:
        read_estimates(write(tmp_path, text))
    for part in (*named, "insecurity.file", "young.csv"):
        assert part in str(error.value)
