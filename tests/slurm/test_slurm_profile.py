"""The profile of a cluster names what exists, and sends few jobs."""

import re
from importlib.util import find_spec

import pytest
import yaml

from projects import Project, blocks

PROFILE = ("--profile", "profiles/slurm", "--executor", "dryrun", "--dry-run")
# Steps that one core needs for seconds each: alone, a cluster would make a job wait longer.
TOGETHER = ("all", "theory", "multiverse")


@pytest.fixture(scope="module")
def profile(root):
    return yaml.safe_load((root / "profiles/slurm/config.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rules(root):
    """Return the text of every rule by its name."""
    found = {}
    for path in sorted((root / "workflow/rules").glob("*.smk")):
        text = path.read_text(encoding="utf-8")
        parts = re.split(r"^rule (\w+):\n", text, flags=re.MULTILINE)
        found |= dict(zip(parts[1::2], parts[2::2], strict=True))
    return found


def test_groups_are_of_rules_that_are_sent(profile, rules):
    assert set(profile["groups"]) <= set(rules)
    local = {name for name, text in rules.items() if "localrule: True" in text}
    assert not local & set(profile["groups"])


def test_components_are_of_groups(profile):
    named = [entry.split("=")[0] for entry in profile["group-components"]]
    assert set(named) <= set(profile["groups"].values())


def test_resources_are_asked_for_rules_that_are_sent(profile, rules):
    assert set(profile["set-resources"]) <= set(rules)
    least = profile["default-resources"]["mem_mb"]
    assert all(asked["mem_mb"] > least for asked in profile["set-resources"].values())
    # What a rule says itself would stand against the profile's default.
    assert not any("mem_mb" in text or "runtime" in text for text in rules.values())


def test_the_plugin_is_pinned_with_hashes(root):
    lock = (root / "profiles/slurm/requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([\w-]+)==[\d.]+ \\\n +--hash=sha256:[0-9a-f]{64}$", lock, re.MULTILINE)
    assert pins == ["snakemake-executor-plugin-slurm", "snakemake-executor-plugin-slurm-jobstep"]


@pytest.mark.workflow
@pytest.mark.skipif(
    find_spec("snakemake_executor_plugin_slurm") is None,
    reason="the plugin that reads the profile is not installed: make .venv/slurm",
)
@pytest.mark.parametrize("target", TOGETHER)
def test_what_takes_seconds_is_one_job(root, tmp_path, world, profile, rules, target):
    project = Project(root, tmp_path / "project", world=world)
    output = project.run(*PROFILE, target)
    sent = {
        rule
        for rule, _ in blocks(output)
        if "localrule: True" not in rules.get(rule, "") and "script:" in rules.get(rule, "")
    }
    assert sent
    alone = {rule for rule in sent if profile["groups"].get(rule) is None}
    assert alone == set(), "name their group in profiles/slurm/config.yaml"
