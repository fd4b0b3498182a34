"""The closed schema of the configuration: what is refused, and what the message names."""

import re
from copy import deepcopy

import pytest

from coalitions.coding.rules import RULES
from coalitions.errors import ConfigError
from coalitions.settings import RULE_CODINGS, Settings, assert_default, choices_of, parse


def with_value(config, path, value):
    config = deepcopy(config)
    *parents, key = path.split(".")
    place = config
    for parent in parents:
        place = place[parent]
    place[key] = value
    return config


def test_shipped_configuration_is_valid(settings):
    assert settings.sample.first_year == 1951
    assert settings.coding == "cases"


def test_every_rule_coding_can_be_chosen():
    assert tuple(RULES) == RULE_CODINGS


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("vintage", "newest", ["vintage: 'newest'", "'paper'", "'latest'"]),
        ("vintag", "paper", ["vintag: unknown key", "did you mean 'vintage'", "coding"]),
        ("sample.first", 1951, ["sample.first: unknown key", "'first_year'", "two_sided"]),
        ("partners.contiguity", 6, ["partners.contiguity", "less than or equal to 5", "6"]),
        ("sample.first_year", 2000, ["sample", "first_year must not be after last_year"]),
        ("versions.cow_nmc", 6.0, ['versions.cow_nmc: quote the version, e.g. "6.0"']),
        ("insecurity.model", "file", ["insecurity", "`model: file` needs `file`"]),
        ("insecurity.file", "mine.csv", ["insecurity", "`file` needs `model: file`"]),
        ("insecurity.growth_series", "sdp", ["insecurity", "growth_series: sdp goes with"]),
        ("insecurity", 1, ["insecurity"]),
    ],
)
def test_message_names_key_and_choices(config, path, value, named):
    with pytest.raises(ConfigError) as error:
        parse(with_value(config, path, value))
    for part in (*named, "where: config.yaml", "next: see docs/config.md"):
        assert part in str(error.value)


def test_missing_key_is_named(config):
    config = {k: v for k, v in config.items() if k != "coding"}
    with pytest.raises(ConfigError, match="coding: this key is missing"):
        parse(config)


def test_every_mistake_is_named_at_once(config):
    config = with_value(with_value(config, "vintage", "x"), "sample.last_year", "soon")
    with pytest.raises(ConfigError, match=r"(?s)vintage.*sample\.last_year"):
        parse(config)


@pytest.mark.parametrize("config", [None, [], {}])
def test_no_configuration_at_all_is_refused(config):
    with pytest.raises(ConfigError):
        parse(config)


@pytest.mark.parametrize("model", [{"model": "young"}, {"model": "file", "file": "mine.csv"}])
@pytest.mark.parametrize(("key", "value"), [("shape", "regime"), ("frailty", "state")])
def test_estimates_that_are_read_have_no_shape_and_no_frailty(config, model, key, value):
    read = with_value(config, "insecurity", config["insecurity"] | model)
    assert parse(read).insecurity.read_from
    with pytest.raises(ConfigError, match=f"{key}: {value} goes with a hazard.*leave {key} at"):
        parse(with_value(read, f"insecurity.{key}", value))


@pytest.mark.parametrize(
    ("path", "value", "same"),
    [
        ("coding", "war", True),
        ("mirror", "/somewhere", True),
        ("partners.regions", False, False),
        ("versions.cow_nmc", "6.0", False),
    ],
)
def test_design_holds_what_the_analysis_table_depends_on(config, settings, path, value, same):
    other = parse(with_value(config, path, value))
    assert (other.design() == settings.design()) is same


def test_the_shipped_configuration_states_the_defaults_of_the_schema(settings):
    assert settings == Settings()
    assert settings.identity(multiverse=True).statement() == "Configuration: the default."


def test_a_run_says_how_it_differs_from_the_default(config):
    config = with_value(with_value(config, "run", "mine"), "sample.last_year", 1990)
    config = with_value(with_value(config, "versions", {"cow_nmc": "6.0"}), "multiverse.seed", 3)
    settings = parse(config)
    assert settings.identity().statement() == (
        'Run mine. Configuration: the default but for versions: {"cow_nmc": "6.0"} (default: {}); '
        "sample.last_year: 1990 (default: 1999)."
    )
    assert "multiverse.seed: 3" in settings.identity(multiverse=True).statement()


@pytest.mark.parametrize(
    ("path", "value"), [("mirror", "/m"), ("data", "rebuilt"), ("compare", ["a"])]
)
def test_where_data_lie_and_what_is_shown_is_no_difference(config, path, value):
    settings = parse(with_value(config, path, value))
    assert settings.identity(multiverse=True).differences == ()
    assert settings.alone() == Settings().alone() or path == "data"


def test_every_key_is_a_choice_or_declared_to_be_none(settings):
    silent = {"run", "universe", "compare", "mirror", "data", "multiverse", "models"}
    silent |= {"power", "release", "kit"}
    choices = {key.split(".")[0] for key in choices_of(settings)}
    assert choices | silent == set(Settings.model_fields)
    assert not choices & silent


@pytest.mark.parametrize("name", ["", "../up", "a/b", "two words", ".hidden", "ü"])
def test_a_run_is_named_so_that_a_folder_can_be(config, name):
    with pytest.raises(ConfigError, match=rf"run: '{re.escape(name)}' is no name"):
        parse(with_value(config, "run", name))


def test_a_run_is_not_called_what_one_without_a_name_is(config):
    with pytest.raises(ConfigError, match="unnamed is what a run without a name is called"):
        parse(with_value(config, "run", "unnamed"))


def test_a_multiverse_has_universes(config):
    with pytest.raises(ConfigError, match=r"multiverse\.universes: "):
        parse(with_value(config, "multiverse.universes", 0))
    with pytest.raises(ConfigError, match=r"multiverse\.universe: unknown key; did you mean"):
        parse(with_value(config, "multiverse.universe", 10))


def test_a_file_of_job_insecurity_is_named_so_that_snakemake_takes_it_as_it_is(config):
    read = config["insecurity"] | {"model": "file", "file": "o{w}n.csv"}
    with pytest.raises(ConfigError, match=r"must not hold any of \{ \} < >"):
        parse(with_value(config, "insecurity", read))


def test_results_lie_in_the_folder_of_their_run(config):
    assert parse(config).folder == "results"
    assert parse(with_value(config, "run", "mine")).folder == "results/runs/mine"


def test_only_the_default_is_pinned(config):
    assert_default(parse(config).identity())
    for path, value in (("run", "mine"), ("coding", "sides")):
        with pytest.raises(ConfigError, match="Only results of the default"):
            assert_default(parse(with_value(config, path, value)).identity())


def test_errors_clustered_on_a_need_to_know_a(config):
    config = with_value(
        with_value(config, "analysis", "archive"), "estimation.covariance", "two_way"
    )
    with pytest.raises(ConfigError, match=r"needs the state of A, which .* does not name"):
        parse(config)


OWN = {"file": "x.csv", "key": ["state", "year"], "variables": {"x": "X"}, "roles": ["a"]}
PAIR = OWN | {"key": ["state_1", "state_2", "year"], "roles": ["ap"], "directed": True}
MODEL = {"name": "m", "formula": "coalition ~ cinc_a"}


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("own", [OWN | {"key": ["state"]}], "[state] is not one of [state, year]"),
        ("own", [OWN | {"roles": []}], "say whose value is taken, of a, t, p"),
        ("own", [OWN | {"roles": ["ap"]}], "'ap' is not one of a, t, p"),
        ("own", [OWN | {"roles": ["a", "a"]}], "one stands twice"),
        ("own", [OWN | {"directed": True}], "directed: say true or false for"),
        ("own", [PAIR | {"directed": None}], "directed: say true or false for"),
        ("own", [OWN | {"key": "crisis"}], "leave roles out"),
        ("own", [OWN | {"key": "crisis", "roles": [], "lag": 1}], "no year to lag"),
        ("own", [OWN | {"variables": {"two words": "X"}}], "is no name of a variable"),
        ("own", [OWN | {"variables": {}}], "own.0.variables"),
        ("own", [OWN | {"fle": "x"}], "own.0.fle: unknown key; did you mean 'file'?"),
        ("own", [OWN | {"file": "{x}.csv"}], "must not hold any of"),
        ("own", [OWN, OWN], "own: the column 'x_a' stands twice"),
        ("own", ["x.csv"], "own.0: 'x.csv' is no mapping"),
        ("own", "x.csv", "own: 'x.csv' is no list"),
        ("models", [MODEL, MODEL], "models: the name 'm' stands twice"),
        ("models", [MODEL | {"name": "a/b"}], "models.0.name: 'a/b' is no name"),
        ("models", [{"name": "m"}], "models.0.formula: this key is missing"),
        ("models", [MODEL | {"clusters": "a"}], "did you mean 'cluster'?"),
    ],
)
def test_ones_own_files_and_models_are_checked_too(config, key, value, named):
    with pytest.raises(ConfigError) as error:
        parse(with_value(config, key, value))
    assert named in str(error.value)


def test_the_authors_file_takes_nothing_of_ones_own(config):
    config = with_value(with_value(config, "own", [OWN]), "analysis", "archive")
    with pytest.raises(ConfigError, match="need analysis: rebuilt"):
        parse(config)


def test_ones_own_files_are_of_the_design_and_models_are_not(config, settings):
    models = parse(with_value(config, "models", [MODEL]))
    assert models.design() == settings.design()
    assert models.identity().differences == ()
    assert models.identity(multiverse=True).differences == ("models: m (default: [])",)
    own = parse(with_value(config, "own", [OWN]))
    assert own.design() != settings.design()
    assert own.identity().differences == ("own: x_a of x.csv (default: [])",)
    assert own.alone().own == ()
