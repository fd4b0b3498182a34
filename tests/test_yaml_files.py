"""A key that stands twice is refused, with both lines."""

import pytest

from coalitions.errors import ConfigError
from coalitions.yaml_files import load


def write(folder, text):
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_plain_data_come_back(tmp_path):
    assert load(write(tmp_path, "a: 1\nb: {c: [é]}\n")) == {"a": 1, "b": {"c": ["é"]}}
    assert load(write(tmp_path, "")) is None


@pytest.mark.parametrize(
    ("text", "key", "lines"),
    [
        ("coding: sides\nvintage: paper\ncoding: cases\n", "coding", "line 1, line 3"),
        ("sample:\n  last_year: 1990\n  last_year: 1999\n", "last_year", "line 2, line 3"),
        ("a:\n- {b: 1, b: 2}\n", "b", "line 2, line 2"),
    ],
)
def test_a_key_that_stands_twice_is_refused_with_both_lines(tmp_path, text, key, lines):
    with pytest.raises(ConfigError) as error:
        load(write(tmp_path, text))
    assert f"The key {key!r} stands twice." in str(error.value)
    assert lines in str(error.value)


def test_what_is_no_yaml_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="is no YAML"):
        load(write(tmp_path, "a: [1\n"))
