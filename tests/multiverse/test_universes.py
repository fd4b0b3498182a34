"""Universes planned, shared out to jobs, assembled and estimated, on hand-made pools."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from coalitions.estimates.selectivity import INTERACTIONS, selectivity_estimates
from coalitions.estimates.specifications import estimates, fit, table_2, variance_design
from coalitions.multiverse import grid
from coalitions.multiverse.choices import keep
from coalitions.multiverse.plan import Plan, columns_read, plan, shards
from coalitions.multiverse.samples import PoolColumns, assemble
from coalitions.multiverse.universes import TERMS, estimate_plans, estimate_sample
from coalitions.variables.catalogue import REGRESSORS

PLAN = Plan(
    "u1",
    "pool",
    "coalition_sides",
    "partners@all",
    1951,
    1999,
    tuple(f"{name}@v" for name in REGRESSORS),
    "insecurity_a",
    "cluster",
)
ESTIMATES = ["estimate", "std_error", "p_value", "low", "high"]


@pytest.fixture(scope="module")
def pool():
    rng = np.random.default_rng(8)
    n = 1500
    crisis = np.repeat(np.arange(75), 20)
    table = pd.DataFrame({"crisis": crisis, "part": "a", "a": crisis * 2 + 10 + rng.integers(2)})
    table["t"], table["p"] = 5, np.arange(n)
    table["year"] = 1946 + crisis % 54
    values = rng.normal(size=(n, len(REGRESSORS)))
    for j, name in enumerate(REGRESSORS):
        table[f"{name}@v"] = values[:, j]
    for name in ("insecurity_a", "insecurity_p"):
        table[f"{name}@v"] = rng.uniform(0.05, 0.5, n)
    index = -1 + 0.5 * table["divergence_tp@v"] + 2 * table["insecurity_a@v"]
    scale = np.exp(-1.0 * table["insecurity_a@v"])
    table["coalition_sides"] = (index + scale * rng.normal(size=n) > 0).astype(float)
    table["coalition_never"] = 0.0
    table["coalition_foretold"] = (table["divergence_tp@v"] > 0).astype(float)
    table["partners@all"] = True
    table["partners@half"] = np.arange(n) % 2 == 0
    return table


def as_sample(pool, rows):
    names = {f"{name}@v": name for name in REGRESSORS}
    kept = pool.loc[rows].rename(columns=names)
    return kept.assign(coalition=kept["coalition_sides"])


def files_of(settings):
    versions = settings.versions
    names = (
        "cow_states cow_majors cow_contiguity cow_interstate_wars icb_system icb_actor icb_dyads "
        "icb_mid_links mid_participants unga_ideal_points cow_nmc polity cow_alliances "
        "cow_alliances_yearly atop capital_distance minimum_distance archigos reign_leaders "
        "dd_heads_of_government gdp_sdp gdp_panel"
    ).split()
    return {name: f"{name}/{versions.get(name, 'default')}" for name in names}


def test_what_differs_in_a_choice_differs_in_its_column_and_nowhere_else(config, choices):
    drawn = grid.draw_universes(choices, config, 1, 1)
    names = [c.name for c in choices]
    _, plans, _ = plan(drawn, REGRESSORS, files_of)
    base, first = plans[0], drawn[0].options
    parts = ("pool", "outcome", "partners", "first_year", "variance", "covariance")
    changed = {}
    for universe, other in zip(drawn[1:], plans[1:], strict=True):
        differ = [c for c, a, b in zip(names, universe.options, first, strict=True) if a != b]
        fields = {name for name in parts if getattr(base, name) != getattr(other, name)}
        columns = zip(REGRESSORS, base.regressors, other.regressors, strict=True)
        fields |= {name for name, a, b in columns if a != b}
        if len(differ) == 1:
            changed.setdefault(differ[0], set()).update(fields)
    # The first edition has its own principals.
    assert changed["coding"] == {"outcome", "pool"}
    assert changed["capabilities"] == {"cinc_a", "cinc_t", "cinc_p"}
    assert changed["lag"] == changed["ideal_points"] == {"divergence_tp", "divergence_ap"}
    assert changed["years"] == {"first_year", "insecurity_a", "insecurity_p"}
    assert changed["variance"] == {"variance"}
    assert changed["partners"] == {"partners"}


def test_pools_hold_every_column_their_universes_take(config, choices):
    pools, plans, insecurity = plan(
        grid.draw_universes(choices, config, 60, 1), REGRESSORS, files_of
    )
    names = {variant.name for variant in insecurity}
    for each in plans:
        pool = pools[each.pool]
        variants = {variant.name for variant in pool.measures}
        assert {column.split("@")[1] for column in each.regressors} <= variants
        assert each.partners in dict(pool.partners)
        assert each.outcome in dict(pool.cases) or not each.outcome.startswith("coalition_cases")
        assert pool.sample.first_year <= each.first_year
        for variant in pool.measures:
            assert {file for name, file in variant.tables if name == "insecurity"} <= names


def test_the_first_edition_has_a_pool_of_its_own_and_calls_of_its_own(config, choices):
    kept = keep(choices, {"coding": ["cases, medium", "cases, first edition"]})
    drawn = grid.draw_universes(kept, config, 1, 1)
    pools, plans, _ = plan(drawn, REGRESSORS, files_of)
    found = {}
    for universe, each in zip(drawn, plans, strict=True):
        pool = pools[each.pool]
        coding = universe.options[0]
        found.setdefault(coding, set()).add((pool.edition, pool.sample.membership))
        assert dict(pool.cases)[each.outcome].edition == pool.edition
    assert found == {
        "cases, medium": {(2, "any_day")},
        "cases, first edition": {(1, "first_day")},
    }


def test_jobs_hold_every_universe_once_and_keep_their_names_when_universes_are_added():
    plans = [replace(PLAN, digest=f"u{i}", pool="ab"[i % 2]) for i in range(25)]
    jobs = shards(plans, 10)
    assert sorted(p.digest for part in jobs.values() for p in part) == sorted(
        p.digest for p in plans
    )
    assert max(len(part) for part in jobs.values()) == 10
    more = shards([*plans, replace(PLAN, digest="new", pool="b")], 10)
    full = {name for name, part in jobs.items() if len(part) == 10}
    assert full <= set(more)
    assert len(set(more) - set(jobs)) == 1


def test_rows_are_those_of_the_partners_and_years_that_are_complete(pool):
    gaps = pool.copy()
    gaps.loc[4, "cinc_t@v"] = np.nan
    gaps.loc[6, "coalition_sides"] = np.nan
    sample = assemble(gaps, replace(PLAN, partners="partners@half", first_year=1960))
    expected = pool.index[pool["partners@half"] & pool["year"].between(1960, 1999)]
    assert sample.rows.tolist() == expected.difference([4, 6]).tolist()
    assert list(sample.x.columns) == [*REGRESSORS, "const"]


def test_a_pool_read_column_by_column_is_the_pool(pool, tmp_path):
    gaps = pool.copy()
    gaps.loc[4, "cinc_t@v"] = np.nan
    gaps.to_parquet(tmp_path / "pool.parquet", index=False)
    read = PoolColumns.read(tmp_path / "pool.parquet", columns_read([PLAN]))
    assert set(read.arrays) == set(columns_read([PLAN]))
    sample, other = assemble(read, PLAN), assemble(gaps, PLAN)
    assert sample.rows.tolist() == [row for row in gaps.index[gaps["year"] >= 1951] if row != 4]
    assert sample.digest == other.digest


def test_universes_stand_in_the_order_asked_for_whatever_order_they_are_fitted_in(pool):
    asked = [replace(PLAN, digest=f"u{year}", first_year=year) for year in (1970, 1951, 1960)]
    assert estimate_plans(pool, asked)["universe"].unique().tolist() == ["u1970", "u1951", "u1960"]


@pytest.mark.parametrize("variance", ["insecurity_a", "log_insecurity_a", "both_leaders"])
@pytest.mark.parametrize("covariance", ["cluster", "cv3", "two_way"])
def test_estimates_are_those_of_the_models_fitted_on_their_own(pool, variance, covariance):
    chosen = replace(PLAN, variance=variance, covariance=covariance)
    got = estimate_plans(pool, [chosen]).set_index(["model", "equation", "term"])
    sample = as_sample(pool, assemble(pool, chosen).rows)
    assert got.index.tolist() == list(TERMS)
    for model in table_2(variance):
        table = estimates(model, fit(model, sample, covariance))
        table = table.set_index(["model", "equation", "term"])
        rows = [term for term in TERMS if term[0] == model.number]
        for column in ESTIMATES:
            np.testing.assert_allclose(
                got.loc[rows, column].astype(float), table.loc[rows, column], rtol=1e-7, atol=1e-10
            )
    scale = np.log(sample["insecurity_a"]) if "log" in variance else sample["insecurity_a"]
    assert got.loc[(2, "variance", "insecurity_a"), "sd"] == pytest.approx(scale.std(ddof=0))
    spread = sample["divergence_tp"].std(ddof=0)
    assert got.loc[(1, "mean", "divergence_tp"), "sd"] == pytest.approx(spread)
    z = variance_design(table_2(variance)[1], sample).mean()
    gamma = table.loc[[(2, "variance", name) for name in z.index], "estimate"].to_numpy(float)
    unit = got.loc[(2, "mean", "divergence_tp"), "sd"]
    assert unit == pytest.approx(spread / np.exp(z.to_numpy() @ gamma))
    assert got["status"].eq("ok").all()


def test_a_start_from_another_universe_changes_nothing(pool):
    both = [PLAN, replace(PLAN, digest="u2", first_year=1970)]
    together = estimate_plans(pool, both)
    alone = pd.concat([estimate_plans(pool, [each]) for each in both], ignore_index=True)
    np.testing.assert_allclose(together[ESTIMATES], alone[ESTIMATES], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"outcome": "coalition_never"}, "no_outcome"),
        ({"outcome": "coalition_foretold"}, "separation"),
        ({"first_year": 1999}, "collinear"),
        ({"first_year": 1950, "last_year": 1949}, "no_outcome"),
    ],
)
def test_a_universe_without_an_estimate_says_why(pool, change, status):
    # One year holds one crisis, in which some regressors do not vary.
    one_year = pool.assign(**{"post_cold_war@v": 1.0 * (pool["year"] > 1989)})
    got = estimate_plans(one_year, [replace(PLAN, **change)])
    assert len(got) == len(TERMS)
    assert set(got["status"]) == {status}
    assert got["reason"].str.len().gt(10).all()
    assert got[[*ESTIMATES, "sd"]].isna().all(axis=None)


def test_model_1_stays_where_only_model_2_has_no_maximum(pool):
    rng = np.random.default_rng(3)
    sure = pool["insecurity_a@v"] > 0.4
    index = pool["divergence_tp@v"] + np.where(sure, 0, rng.normal(size=len(pool)))
    runaway = pool.assign(
        coalition_sides=1.0 * (index > 0), **{"insecurity_a@v": np.where(sure, 0.5, 0.1)}
    )
    got = estimate_plans(runaway, [PLAN]).set_index("model")
    assert set(got.loc[1, "status"]) == {"ok"}
    assert set(got.loc[2, "status"]) <= {"scale_runaway", "plateau"}


def test_a_universe_that_asks_has_its_p_under_each_covariance(pool):
    tables = {
        kind: estimate_plans(pool, [replace(PLAN, covariance=kind, every_covariance=True)])
        for kind in ("cluster", "cv3", "two_way")
    }
    for kind, table in tables.items():
        for other in tables.values():
            np.testing.assert_array_equal(table["p_value"], other[f"p_{kind}"])
    assert (tables["cluster"]["p_value"] != tables["cv3"]["p_value"]).all()
    plain = estimate_plans(pool, [PLAN])
    np.testing.assert_array_equal(plain["p_cluster"], plain["p_value"])
    assert plain[["p_cv3", "p_two_way"]].isna().all(axis=None)


def test_selectivity_is_the_interaction_of_its_own_model(pool):
    got = estimate_plans(pool, [PLAN]).set_index(["model", "equation", "term"])
    alone = selectivity_estimates(as_sample(pool, assemble(pool, PLAN).rows), "cluster")
    for name in INTERACTIONS:
        row = got.loc[(3, "mean", name)]
        own = alone[alone["term"].eq(name)].iloc[0]
        assert row[ESTIMATES].tolist() == pytest.approx(own[ESTIMATES].tolist(), rel=1e-7)
        assert row["sd"] == 1.0
    assert got["coefficients"].groupby("model").first().to_dict() == {1: 16, 2: 17, 3: 18}


def test_universes_with_the_same_data_have_the_same_digest(pool):
    moved = pool.assign(**{"cinc_a@w": pool["cinc_a@v"], "cinc_a@x": pool["cinc_a@v"] + 1e-9})
    columns = {
        end: tuple(c.replace("cinc_a@v", f"cinc_a@{end}") for c in PLAN.regressors) for end in "vwx"
    }
    own, same, other = (
        assemble(moved, replace(PLAN, regressors=columns[end])).digest for end in "vwx"
    )
    assert own == same
    assert own != other
    assert assemble(moved, replace(PLAN, variance="both_leaders")).digest != own


def test_a_sample_with_too_few_rows_is_told_apart(pool):
    sample = assemble(pool, PLAN)
    few = replace(
        sample,
        outcome=np.r_[1.0, np.zeros(9)],
        x=sample.x.iloc[:10],
        z=sample.z.iloc[:10],
        clusters=sample.clusters.iloc[:10],
    )
    rows, null = estimate_sample(few, "cluster")
    assert null is None
    assert {row["status"] for row in rows} == {"few_rows"}
