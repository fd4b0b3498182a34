"""The list of choices and the universes drawn from it."""

import textwrap

import numpy as np
import pandas as pd
import pytest
import yaml

from coalitions.errors import ConfigError
from coalitions.multiverse.choices import (
    CHANGEABLE,
    Choice,
    GridError,
    Mark,
    keep,
    listing,
    load,
)
from coalitions.multiverse.grid import SETS, draw_universes, drawn_table, one_at_a_time
from coalitions.settings import Settings, parse

SMALL = """
    coding:
      cases: {}
      sides: {coding: sides}
    principals:
      cases: {}
      threat: {sample: {principals: threat}}
    lag:
      one: {}
      none: {variables: {divergence_lag: 0}}
    marks:
      coding: {sides: {mark: not equivalent, because: Other states.}}
      principals: {threat: {mark: uncertain, because: Who can tell.}}
      lag: {none: {mark: equivalent, because: Another year.}}
    """


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "choices.yaml"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return write


@pytest.fixture
def small(write, config, versions_of):
    return load(write(SMALL), config, versions_of)


def test_the_shipped_file_lists_every_version_and_every_literal(choices, manifest, settings):
    by_name = {choice.name: choice for choice in choices}
    # Releases of Polity that give the same data are one option.
    same = {"p4v2013", "p4v2015", "p4v2018"}
    for name, dataset in (
        ("ideal_points", "unga_ideal_points"),
        ("capabilities", "cow_nmc"),
        ("polity", "polity"),
    ):
        versions = set(manifest.loc[manifest["dataset"].eq(dataset), "version"])
        assert versions - same <= set(by_name[name].options), name
    literals = settings.variables.model_json_schema()["properties"]
    for name in ("alliances", "errata", "un_support"):
        assert list(by_name[name].options) == literals[name]["enum"]
    # Stata's way with missing scores measures nothing, so it is no option.
    assert [*by_name["polity_codes"].options, "democracy"] == literals["polity_codes"]["enum"]
    scale, *others = literals["distance"]["enum"]
    scales = [scale, f"{scale}, 0", f"{scale}, dropped"]
    assert list(by_name["distance"].options) == [*scales, *others]


@pytest.mark.parametrize(
    ("dataset", "version"),
    [
        ("polity", "p4v2013"),
        ("polity", "p4v2015"),
        ("polity", "p4v2018"),
        ("cow_contiguity", "3.2"),
    ],
)
def test_releases_that_are_no_options_change_no_estimate(root, dataset, version):
    found = pd.read_csv(root / "results/reference/versions/estimates.csv", dtype={"version": str})
    swapped = found[found["dataset"].eq(dataset) & found["version"].eq(version)]
    own = pd.read_csv(root / "results/reference/estimates.csv")
    keys = ["model", "equation", "term"]
    both = own.merge(swapped, on=keys, validate="1:1")
    assert len(both) == len(swapped) > 0
    np.testing.assert_allclose(both["estimate_x"], both["estimate_y"], rtol=1e-6)


def test_what_a_universe_may_change_is_all_but_where_data_lie_and_the_multiverse():
    fixed = {"run", "universe", "compare", "data", "vintage", "mirror", "analysis", "multiverse"}
    fixed |= {"own", "models", "release", "kit", "power"}
    assert set(CHANGEABLE) == set(Settings.model_fields) - fixed


def test_the_first_universe_is_the_run(choices, config, settings):
    first = draw_universes(choices, config, 5, 1)[0]
    assert first.settings == settings
    assert first.options == tuple(next(iter(c.options)) for c in choices)


def test_all_combinations_that_go_together_are_drawn(small, config):
    universes = draw_universes(small, config, 100, 1)
    # 2 x 2 x 2 less the case coding with principals that are not its own, at either lag.
    assert len(universes) == 6
    assert len({u.digest for u in universes}) == 6
    assert ("cases", "threat", "one") not in {u.options for u in universes}


def test_a_universe_is_the_configuration_its_options_say(small, config):
    for universe in draw_universes(small, config, 100, 1):
        coding, principals, lag = universe.options
        assert universe.settings.coding == coding
        assert universe.settings.sample.principals == principals
        assert universe.settings.variables.divergence_lag == {"one": 1, "none": 0}[lag]


def test_a_seed_gives_the_same_universes_and_more_of_them_add_to_the_fewer(choices, config):
    few, many, other = (
        [u.digest for u in draw_universes(choices, config, number, seed)]
        for number, seed in ((30, 1), (60, 1), (60, 2))
    )
    assert many[: len(few)] == few
    assert len(many) == len(few) + 30
    assert set(many) != set(other)


def test_every_option_is_drawn_about_as_often_as_it_can_be(choices, config):
    universes = [u for u in draw_universes(choices, config, 6000, 1) if "all" in u.drawn_for]
    position = [choice.name for choice in choices].index("partners")
    drawn = [u.options[position] for u in universes]
    for option in choices[position].options:
        assert drawn.count(option) / len(drawn) == pytest.approx(0.25, abs=0.035)


def test_a_third_is_drawn_for_each_set_from_its_options(choices, config):
    universes = draw_universes(choices, config, 90, 1)
    excluded = {"equivalent": {"uncertain", "not equivalent"}, "not excluded": {"not equivalent"}}
    for name in SETS:
        own = [u for u in universes if name in u.drawn_for]
        assert len(own) >= 30
        for universe in own:
            marks = {c.mark(o).mark for c, o in zip(choices, universe.options, strict=True)}
            assert not marks & excluded.get(name, set())


def test_a_set_with_few_combinations_is_taken_whole_and_the_others_fill_up(small, config):
    universes = draw_universes(small, config, 5, 1)
    drawn = [u for u in universes if u.drawn_for]
    assert len(drawn) == 5
    equivalent = {u.options for u in drawn if "equivalent" in u.drawn_for}
    assert equivalent == {("cases", "cases", "one"), ("cases", "cases", "none")}


def test_the_table_says_what_a_universe_was_drawn_for(small, config):
    universes = draw_universes(small, config, 100, 1)
    table = drawn_table([u.drawn for u in universes], small)
    assert list(table)[1:4] == ["coding", "principals", "lag"]
    assert table["in_all"].sum() == 6
    assert table["in_equivalent"].sum() == 2
    assert table.loc[table["in_equivalent"], "coding"].eq("cases").all()


def test_universes_that_differ_in_one_choice_come_first(small, config):
    universes = draw_universes(small, config, 1, 1)
    # Threat on its own does not go with the case coding.
    assert one_at_a_time(small, universes) >= {u.digest for u in universes[:3]}
    assert [sum(map(str.__ne__, u.options, universes[0].options)) for u in universes[:3]] == [
        0,
        1,
        1,
    ]


def test_the_same_settings_have_the_same_digest_whatever_the_options_are_called(
    small, config, write, versions_of
):
    renamed = load(write(SMALL.replace("sides: {", "by sides: {")), config, versions_of)
    digests = [{u.digest for u in draw_universes(c, config, 100, 1)} for c in (small, renamed)]
    assert digests[0] == digests[1]


def test_what_is_kept_is_drawn_from(small, config):
    kept = keep(small, {"coding": ["sides"], "lag": ["none"]})
    assert {u.options for u in draw_universes(kept, config, 9, 1)} == {
        ("sides", "cases", "none"),
        ("sides", "threat", "none"),
    }


def test_a_filter_that_leaves_nothing_that_goes_together(small, config):
    kept = keep(small, {"coding": ["cases"], "principals": ["threat"]})
    with pytest.raises(GridError, match="The grid is empty"):
        draw_universes(kept, config, 9, 1)


@pytest.mark.parametrize(
    ("only", "message"),
    [
        ({"codings": ["sides"]}, "no choice 'codings'; did you mean 'coding'"),
        ({"coding": ["side"]}, "no option 'side'; did you mean 'sides'"),
        ({"coding": []}, "The grid is empty: no option of 'coding' is kept"),
        ({"coding": ["sides", "sides"]}, "stands twice"),
    ],
)
def test_a_filter_that_names_nothing(small, only, message):
    with pytest.raises(GridError, match=message):
        keep(small, only)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no choice"),
        ("coding: {}", "'coding' has no options"),
        ("coding: {sides: {coding: sides}}", "not what the first option of 'coding' says"),
        ("x: {a: {versions: {cow_nmc: '5.0'}}}", "not what the first option of 'x' says"),
        ("x: {a: {}, b: {versions: {cow_nmc: '4.0'}}}", "make the same change"),
        ("coding: {a: {}, a: {coding: sides}}", "'a' stands twice"),
        ("lag: {one: {}, also one: {variables: {divergence_lag: 1}}}", "make the same change"),
        ("lag: {one: {}, x: {variables: {divergence_lg: 1}}}", "did you mean 'divergence_lag'"),
        ("lag: {one: {}, ten: {variables: {divergence_lag: 10}}}", "less than or equal to 5"),
        ("x: {one: {}, other: {vintage: latest}}", "No universe may change 'vintage'"),
        (
            "x: {a: {}, b: {insecurity: {model: file, file: nowhere.csv}}}",
            "A universe's file is missing",
        ),
        (
            "a: {x: {}, y: {coding: sides}}\nb: {x: {}, y: {coding: war}}",
            "Two choices change coding",
        ),
        ("coding: {a: {}, b: {coding: sides}}", "option 'b' of 'coding' has no mark"),
        (
            "coding: {a: {}}\nmarks: {codings: {}}",
            "no choice 'codings'; did you mean 'coding'",
        ),
        (
            "coding: {a: {}}\nmarks: {coding: {a: {mark: uncertain, because: x}}}",
            "no option to be marked 'a'",
        ),
        (
            "coding: {a: {}}\nmarks: {coding: {a: {mark: likely, because: x}}}",
            "A mark is not given in full",
        ),
        (
            "coding: {a: {}}\nmarks: {coding: {a: {mark: uncertain, because: ''}}}",
            "A mark is not given in full",
        ),
        ("coding: {a: {}}\nmarks: [coding]", "marks are not listed by choice"),
    ],
)
def test_a_file_of_choices_that_cannot_be_used(write, config, versions_of, text, message):
    with pytest.raises(ConfigError, match=message):
        load(write(text), config, versions_of)


def test_a_file_that_is_not_there(tmp_path, config, versions_of):
    with pytest.raises(GridError, match="no file of choices"):
        load(tmp_path / "choices.yaml", config, versions_of)


@pytest.mark.parametrize(
    ("change", "choice"),
    [
        ({"vintage": "latest"}, "ideal_points"),
        ({"coding": "sides"}, "coding"),
        ({"versions": {"cow_nmc": "6.0"}}, "capabilities"),
    ],
)
def test_labels_are_never_those_of_another_configuration(root, config, versions_of, change, choice):
    with pytest.raises(GridError, match=f"first option of '{choice}'") as caught:
        load(root / "multiverse.yaml", config | change, versions_of)
    assert "multiverse.only" in str(caught.value)


def test_what_the_first_options_state_covers_what_the_choices_are_about(root, config):
    listed = yaml.safe_load((root / "multiverse.yaml").read_text(encoding="utf-8"))
    del listed["marks"]
    for name, options in listed.items():
        first, *others = options.values()
        stated = _keys(first)
        changed = set().union(*map(_keys, others))
        assert changed - stated <= {("sample", "two_sided")}, name


def test_listing_marks_the_default():
    marks = {"none": Mark("not equivalent", "Another year.")}
    lag = Choice("lag", {"one": {}, "none": {}}, marks)
    table = listing((lag, Choice("coding", {"cases": {}})))
    assert table["option"].tolist() == ["one", "none", "cases"]
    assert table["default"].tolist() == [True, False, True]
    assert table["mark"].tolist() == ["equivalent", "not equivalent", "equivalent"]
    assert table.loc[1, "because"] == "Another year."


def test_marks_stay_with_the_options_kept(small):
    kept = {choice.name: choice for choice in keep(small, {"coding": ["cases"]})}
    assert kept["coding"].marks == {}
    assert kept["lag"].marks == {"none": Mark("equivalent", "Another year.")}


def test_parse_tells_what_only_another_choice_could_mend(config):
    with pytest.raises(ConfigError, match="coding: cases needs"):
        parse(config | {"sample": config["sample"] | {"principals": "threat"}})


def _keys(change):
    return {(top, key) for top, part in change.items() if isinstance(part, dict) for key in part}
