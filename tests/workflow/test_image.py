"""Steps run in the image when that is asked for, and nothing looks for it otherwise."""

import pytest

from stand_in_apptainer import stand_in

pytestmark = pytest.mark.workflow

TABLE = "results/tables/2016/cow_states/2016.parquet"
INSIDE = ("--sdm", "apptainer", "--apptainer-args", "--env NOTED=yes")


def test_steps_run_in_the_image_only_when_asked(small, tmp_path):
    project = small()
    path, calls = stand_in(tmp_path)
    project.run("--cores", "1", "--", TABLE, PATH=path)
    assert calls.read_text(encoding="utf-8") == ""
    plain = project.path(TABLE).read_bytes()
    project.run("--cores", "1", *INSIDE, "--", TABLE, PATH=path)
    steps = [line for line in calls.read_text(encoding="utf-8").splitlines() if "exec" in line]
    assert steps
    for step in steps:
        assert " coalitions.sif " in step
        assert "--env NOTED=yes" in step
    assert project.path(TABLE).read_bytes() == plain


def test_that_the_image_is_named_builds_nothing_anew(small, tmp_path):
    project = small()
    snakefile = project.path("Snakefile")
    named = snakefile.read_text(encoding="utf-8")
    without = named.replace('container: "coalitions.sif"\n', "")
    assert without != named
    snakefile.write_text(without, encoding="utf-8")
    project.run("--cores", "1", "--", TABLE)
    snakefile.write_text(named, encoding="utf-8")
    assert project.planned("--", TABLE) == []
