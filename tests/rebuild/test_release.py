"""The release holds the same data in every format, and gives Table 2 to whoever refits it."""

import json
import re
import shutil
import subprocess

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from coalitions.release.fields import KEYS, TABLES

pytestmark = pytest.mark.regression

R = shutil.which("Rscript")
needs_r = pytest.mark.skipif(R is None, reason="R is not installed (Debian: r-base-core)")


@pytest.fixture(scope="module")
def release(built):
    built.run("--cores", "2", "release")
    return built.path("results/release")


def run_r(code, folder):
    done = subprocess.run(
        [R, "-e", code], cwd=folder, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def has_r_package(name):
    asked = [R, "-e", f'quit(status = !requireNamespace("{name}", quietly = TRUE))']
    return R is not None and subprocess.run(asked, capture_output=True).returncode == 0


@pytest.mark.parametrize("name", TABLES)
def test_the_three_formats_hold_the_same_values(release, name):
    parquet = pd.read_parquet(release / f"{name}.parquet")
    text = pd.read_csv(release / f"{name}.csv", dtype={"part": "str"})
    stata, meta = pyreadstat.read_dta(release / f"{name}.dta")
    assert list(text.columns) == list(stata.columns) == list(parquet.columns)
    assert not parquet.duplicated(list(KEYS[name])).any()
    for field in TABLES[name]:
        assert meta.column_names_to_labels[field.name] == field.label
        expected = parquet[field.name]
        if field.type in ("integer", "number"):
            number = expected.astype("float64").to_numpy()
            np.testing.assert_array_equal(text[field.name].astype("float64"), number)
            np.testing.assert_array_equal(stata[field.name].astype("float64"), number)
        elif field.type == "date":
            days = expected.dt.strftime("%Y-%m-%d").fillna("").tolist()
            assert text[field.name].fillna("").tolist() == days
            assert (
                pd.to_datetime(stata[field.name]).dt.strftime("%Y-%m-%d").fillna("").tolist()
                == days
            )
        else:
            words = expected.fillna("").tolist()
            assert stata[field.name].tolist() == words
        if not field.missing:
            assert expected.notna().all(), field.name


def test_flags_carry_their_words_to_stata(release):
    _, meta = pyreadstat.read_dta(release / "partners.dta", metadataonly=True)
    assert meta.variable_value_labels["joined_after_war"] == {0: "no", 1: "yes"}
    assert meta.variable_value_labels["known_to_target"] == {0: "no", 1: "yes"}
    assert "source" not in meta.variable_value_labels


def test_the_default_list_holds_what_the_readme_says(release):
    partners = pd.read_parquet(release / "partners.parquet")
    listed = partners["in_default"].eq(1)
    stands = (
        partners["confidence"].isin(["high", "medium"])
        & partners["joined_after_war"].eq(0)
        & partners["known_to_target"].eq(1)
        & partners["source"].ne("recall")
    )
    assert listed.tolist() == stands.tolist()
    text = (release / "README.md").read_text(encoding="utf-8")
    for said in ("medium confidence", "become a war", "could know of", "more than recall"):
        assert said in text


def test_grounds_go_with_the_numbers_of_icb_actors(release):
    crises = pd.read_parquet(release / "crises.parquet").query("two_sided == 1")
    for n in (1, 2):
        by_status = crises[crises[f"threat_{n}"].eq("actor")]
        unnumbered = by_status.loc[by_status[f"icb_actor_{n}"].isna(), "crisis"]
        # The actor of #125 is Taiwan in ICB 14 and later, and China in the version in use.
        assert set(unnumbered) <= {125}
    named = crises[~crises[["threat_1", "threat_2"]].eq("actor").all(axis=1)]
    assert named["threat_evidence"].notna().all()


def test_the_tables_tell_one_story(release):
    tables = {name: pd.read_parquet(release / f"{name}.parquet") for name in TABLES}
    counted = tables["partners"].query("in_default == 1").groupby(["crisis", "part", "builder"])
    sizes = tables["builders"].set_index(["crisis", "part", "builder"])["n_partners"]
    found = counted.size().reindex(sizes.index, fill_value=0)
    assert found.tolist() == sizes.tolist()
    sided = tables["crises"].query("two_sided == 1")
    assert len(tables["builders"]) == 2 * len(sided)
    assert (
        sided[["coalition_1", "coalition_2"]].sum().sum() == tables["builders"]["coalition"].sum()
    )
    # Of the Korean war's linked disputes and its number in COW, known from their codebooks.
    korea = sided.set_index("crisis").loc[140]
    assert korea["war"] == "151"
    assert "51" in korea["disputes"].split(";")


@needs_r
def test_r_fits_table_2_from_the_release_alone(release, built):
    run_r('source("table_2.R")', release)
    by_r = pd.read_csv(release / "table_2_by_r.csv").set_index(["model", "term"])
    ours = pd.read_csv(built.path("results/estimates.csv"))
    term = ours["term"].where(ours["equation"].eq("mean"), "ln_sigma:" + ours["term"])
    model = ours["model"].map({1: "probit", 2: "hetprobit"})
    ours = ours.set_index([model, term])[["estimate", "std_error"]].reindex(by_r.index)
    np.testing.assert_allclose(by_r, ours, rtol=1e-4)


@needs_r
def test_haven_reads_the_stata_files(release):
    if not has_r_package("haven"):
        pytest.skip("R's haven is not installed (Debian: r-cran-haven)")
    code = (
        'd <- haven::read_dta("crises.dta"); cat(nrow(d), class(d$crisis_start), '
        'attr(d$crisis, "label"), sep = "|")'
    )
    rows = len(pd.read_parquet(release / "crises.parquet"))
    assert run_r(code, release).startswith(f"{rows}|Date|ICB number of the crisis")


def snippets(release, language):
    text = (release / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def one_row_of_ones_own(release, folder):
    candidates = pd.read_parquet(release / "candidates.parquet")
    builders = pd.read_parquet(release / "builders.parquet")
    actors = builders[["crisis", "builder"]].drop_duplicates().head(5)
    pairs = candidates[["a", "p", "year"]].drop_duplicates().head(5)
    return (
        actors.set_axis(["crisno", "cracid"], axis=1).assign(mine=1),
        pairs.set_axis(["ccode1", "ccode2", "year"], axis=1).assign(mine=1),
    )


def test_the_snippets_for_python_run(release, tmp_path, monkeypatch):
    monkeypatch.chdir(release)
    actors, pairs = one_row_of_ones_own(release, tmp_path)
    found = snippets(release, "python")
    assert len(found) == 2
    for code in found:
        exec(code, {"pd": pd, "my_icb_actors": actors, "my_dyad_years": pairs})


@needs_r
def test_the_snippets_for_r_run(release, tmp_path):
    actors, pairs = one_row_of_ones_own(release, tmp_path)
    actors.to_csv(tmp_path / "actors.csv", index=False)
    pairs.to_csv(tmp_path / "pairs.csv", index=False)
    found = snippets(release, "r")
    assert len(found) == 2
    own = (
        f'my_icb_actors <- read.csv("{tmp_path}/actors.csv"); '
        f'my_dyad_years <- read.csv("{tmp_path}/pairs.csv")'
    )
    for code in found:
        run_r(f"{own}\n{code}", release)


def test_the_data_package_describes_the_files(release):
    import frictionless

    report = frictionless.validate(str(release / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])[:5]
    described = json.loads((release / "croissant.json").read_text(encoding="utf-8"))
    assert [each["name"] for each in described["recordSet"]] == list(TABLES)


def test_the_first_edition_is_released_without_what_only_the_second_records(built):
    built.run("--cores", "1", "release", "--config", "cases={edition: 1}", "run=first")
    folder = built.path("results/runs/first/release")
    partners = pd.read_parquet(folder / "partners.parquet")
    assert "known_to_target" not in partners.columns
    assert "threat_1" not in pd.read_parquet(folder / "crises.parquet").columns
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "edition 1, of the crises of 1946-1999" in text
    assert "recall" not in text.split("## Merge")[0].replace("recalled", "")
