"""Choices travel from rules to scripts as plain data that Snakemake records."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from coalitions.errors import WorkflowError
from coalitions.multiverse.plan import InsecurityVariant
from coalitions.pipeline.jobs import (
    Unrecorded,
    assert_recorded,
    assert_sources_there,
    contents,
    recorded,
    start,
)
from coalitions.settings import Insecurity, Sample
from coalitions.sources.manifest import Entry


class Params:
    """What a rule or a script holds of parameters, as far as it is used here."""

    def __init__(self, **values):
        self.values = values

    def _allitems(self):
        return self.values.items()

    def get(self, name, default):
        return self.values.get(name, default)


def rule(**params):
    return SimpleNamespace(name="fit", snakefile="models.smk", params=Params(**params))


def script(folder, **params):
    return SimpleNamespace(
        rule="fit", wildcards={}, log=[str(folder / "logs.log")], params=Params(**params)
    )


def test_records_become_plain_data_and_come_back(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.excepthook", lambda *_: None)
    entry = Entry("polity", "p4v2012", "p.csv", "csv", "http://127.0.0.1:9", "ab", 3)
    variant = InsecurityVariant("x", Insecurity(model="logit"), 1951, 1999, ("a", "b"))
    given = recorded(sample=Sample(), years=(1951, 1999), entries=[entry], variants=[variant])
    assert given["sample"]["last_year"] == 1999
    assert given["variants"][0]["choice"]["model"] == "logit"
    found = start(
        script(tmp_path, choices=given),
        sample=Sample,
        years=tuple[int, int],
        entries=list[Entry],
        variants=list[InsecurityVariant],
    )
    assert found.sample == Sample()
    assert found.years == (1951, 1999)
    assert found.entries == [entry]
    assert found.variants == [variant]


def test_a_choice_that_hangs_on_wildcards_is_taken_when_the_job_is_known():
    choices = recorded(lag=1, swap=lambda wildcards: wildcards.name)
    assert choices(SimpleNamespace(name="polity")) == {"lag": 1, "swap": "polity"}
    assert_recorded([rule(choices=choices)])


def test_two_numbers_that_change_places_are_other_choices():
    # Snakemake sorts the values of parameters and forgets their names.
    one, other = recorded(permutations=40, seed=100), recorded(permutations=100, seed=40)
    assert repr(one) != repr(other)


@dataclass(frozen=True)
class Record:
    value: int


@pytest.mark.parametrize(
    "params",
    [
        {"sample": Sample()},
        {"choices": Sample()},
        {"choices": {"record": Record(1)}},
        {"covariance": "cluster"},
        {"choices": lambda wildcards: {"lag": 1}},
        {"mirror": "/somewhere"},
    ],
)
def test_a_rule_that_passes_what_would_not_be_recorded_is_refused(params):
    with pytest.raises(WorkflowError) as error:
        assert_recorded([rule(choices=recorded(lag=1)), rule(**params)])
    for part in ("Rule fit passes", "models.smk", next(iter(params)), "jobs.recorded"):
        assert part in str(error.value)


def test_what_changes_no_result_is_passed_unrecorded():
    assert_recorded([rule(choices=recorded(lag=1), mirror=Unrecorded("/m"), contents=contents())])


def test_files_are_told_apart_by_content_and_not_by_time(tmp_path):
    path = tmp_path / "own.csv"
    before = contents(path)
    path.write_text("state,year\n", encoding="utf-8")
    assert before[str(path)] == ""
    assert len(contents(path)[str(path)]) == 64


def test_a_script_that_asks_for_other_choices_than_its_rule_passes_is_refused(tmp_path):
    with pytest.raises(WorkflowError, match=r"(?s)fit.*expected: lag.*got: seed"):
        start(script(tmp_path, choices=recorded(seed=1)), lag=int)


def test_a_log_says_at_once_what_runs_with_what(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.excepthook", lambda *_: None)
    import logging

    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    job = script(tmp_path, choices=recorded(lag=2))
    start(job, lag=int)
    text = (tmp_path / "logs.log").read_text(encoding="utf-8")
    assert "fit {}: {'lag': 2}" in text


class Source(str):
    """The name of a file as a rule holds it."""

    def is_callable(self):
        return False

    def contains_wildcard(self):
        return False


@pytest.mark.parametrize(
    ("file", "advice"),
    [
        ("data/sources.csv", "git checkout -- data/sources.csv"),
        ("answers/crises.csv", "put it there, or change the key of the configuration"),
    ],
)
def test_what_git_does_not_know_is_not_asked_of_git(file, advice, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    reads = SimpleNamespace(name="score", input=[Source(file)], is_producer=lambda file: False)
    with pytest.raises(WorkflowError, match=f"next: {advice}"):
        assert_sources_there([reads])
