"""What runs elsewhere calls targets that exist here, and what is long begins first."""

import re
import tomllib

import yaml

from workers import LONGEST, TOGETHER, scope


def test_workflows_call_targets_of_the_makefile(root):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", makefile, re.MULTILINE))
    called = set()
    for path in sorted((root / ".github/workflows").glob("*.yml")):
        jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
        commands = [step.get("run", "") for job in jobs.values() for step in job["steps"]]
        for command in commands:
            if command.startswith("make "):
                called |= {word for word in command.split()[1:] if "=" not in word}
    assert called
    assert called <= targets


def test_python_versions_are_those_of_the_package(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tests = yaml.safe_load((root / ".github/workflows/tests.yml").read_text(encoding="utf-8"))
    versions = tests["jobs"]["fast"]["strategy"]["matrix"]["python"]
    assert project["requires-python"] == f">={versions[0]}"


def test_what_takes_long_is_known_by_the_name_it_has(root):
    assert all((root / name).exists() for name in (*LONGEST, *TOGETHER))
    assert [scope(f"{name}::test") for name in LONGEST] == list(LONGEST)


def test_the_matrix_runs_once_a_week(root):
    tests = yaml.safe_load((root / ".github/workflows/tests.yml").read_text(encoding="utf-8"))
    # YAML takes the key `on` for a truth value.
    assert "schedule" in tests[True]
    job = tests["jobs"]["matrix"]
    assert job["if"] == "github.event_name == 'schedule'"
    assert any("make matrix" in step.get("run", "") for step in job["steps"])
