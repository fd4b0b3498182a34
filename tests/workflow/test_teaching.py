"""The exercises have solutions, which run on a release of the world in miniature."""

import re
import shutil
import subprocess

import pandas as pd
import pytest

from documentation import code

pytestmark = pytest.mark.workflow


@pytest.fixture(scope="module")
def release(built, tmp_path_factory):
    project = built.copied(tmp_path_factory.mktemp("teaching") / "project")
    project.run("--cores", "2", "release")
    return project.path("results/release")


def page(root, name):
    return (root / f"docs/{name}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def solved(root, release):
    """Return what the solutions leave behind, run in the folder of the release."""
    names: dict = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(release)
        patch.setenv("MPLBACKEND", "agg")
        for block in code(page(root, "teaching/solutions"), "python"):
            exec(block, names)
    return names


def test_every_exercise_has_a_solution(root):
    exercises, solutions = (
        re.findall(r"^## (.*)$", page(root, f"teaching/{name}"), re.MULTILINE)
        for name in ("exercises", "solutions")
    )
    assert exercises == solutions
    assert len(code(page(root, "teaching/solutions"), "python")) == len(solutions)


def test_the_solutions_run_on_the_release(solved):
    assert not solved["candidates"].duplicated(solved["key"]).any()
    assert -1 <= solved["agree"] <= 1
    assert set(solved["table"].index) == {"cases", "sides", "mid_display", "mid_force", "war"}
    assert solved["table"]["std_error"].gt(0).all()
    assert len(solved["moved"]) == len(solved["decided"]) > 5


def test_the_python_on_the_data_runs_in_its_folder(root, release, monkeypatch, capsys):
    monkeypatch.chdir(release)
    [block] = code(page(root, "how-to/data"), "python")
    exec(block, {})
    joined = pd.read_csv("candidates.csv").query("coalition_cases == 1")
    assert joined["p_name"].value_counts().index[0] in capsys.readouterr().out


def test_the_r_on_the_data_finds_the_same(root, release):
    if not (r := shutil.which("Rscript")):
        pytest.skip("R is not installed (Debian: r-base-core)")
    [block] = code(page(root, "how-to/data"), "r")
    done = subprocess.run([r, "-e", block], cwd=release, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    joined = pd.read_csv(release / "candidates.csv").query("coalition_cases == 1")
    assert str(joined["p_name"].value_counts().iloc[0]) in done.stdout
