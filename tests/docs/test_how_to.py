"""Every command of the how-to pages is planned as it is printed, on a clone without raw data."""

import pytest

from authors_file import write_authors_file
from coalitions.multiverse.grid import draw_universes
from documentation import code, commands
from projects import Project, jobs
from stand_in_apptainer import stand_in

pytestmark = pytest.mark.workflow

# What the commands of a page have to bring about, one entry a command.
PLANNED = {
    "swap-a-version": ["fit", "fit", "compare"],
    "another-coding": ["fit", "fit"],
    "own-insecurity": ["fit"],
    "own-coding": ["own_models", "tables", "kit", "score"],
    "own-regressor": ["own_models"],
    "authors-file": ["fit", "who_is_who"],
    "only-table-2": ["tables", "figures", "analysis", "tables"],
    "one-universe": ["fit"],
    "cluster": ["fetch_all", "multiverse"],
    "container": ["fit"],
    "data": ["release", "release"],
}
# Where the pages say that their files lie.
FILES = {
    "own-insecurity": "insecurity.csv",
    "own-coding": "joined.csv",
    "own-regressor": "growth.csv",
}


@pytest.fixture(scope="module")
def project(root, tmp_path_factory):
    """Return a clone of the project, with the files that the pages let the reader make."""
    project = Project(root, tmp_path_factory.mktemp("how_to") / "project")
    # A dry run downloads nothing.
    write_authors_file(project.path("data/raw/archive"))
    own = project.path("data/own/answers")
    own.mkdir(parents=True)
    for page, name in FILES.items():
        [example] = code(text_of(root, page), "csv")
        (own.parent / name).write_text(example, encoding="utf-8")
    for name in ("crises.csv", "partners.csv"):
        (own / name).write_text("crisis,part\n", encoding="utf-8")
    return project


def text_of(root, page):
    return (root / f"docs/how-to/{page}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def digest(config, choices):
    """Return the name of a universe of the multiverse."""
    asked = config["multiverse"]
    return draw_universes(choices, config, asked["universes"], asked["seed"])[-1].digest


def test_every_page_with_commands_is_tested(root):
    with_commands = {
        path.stem
        for path in (root / "docs/how-to").glob("*.md")
        if commands(text_of(root, path.stem))
    }
    assert with_commands == set(PLANNED)


@pytest.mark.parametrize("page", PLANNED)
def test_the_commands_of_the_page_bring_about_what_it_says(root, project, digest, page, tmp_path):
    text = text_of(root, page)
    for settings in code(text, "yaml"):
        project.path("own.yaml").write_text(settings, encoding="utf-8")
    for words, rule in zip(commands(text), PLANNED[page], strict=True):
        words = [word.replace("DIGEST", digest) for word in words]
        if "--profile" in words:
            # Without its plugin the profile of a cluster cannot be read; nothing is sent here.
            pytest.importorskip("snakemake_executor_plugin_slurm", reason="make .venv/slurm")
            words += ["--cores", "2", "--executor", "dryrun"]
        if rule == "compare":
            # Nothing is built here, which the command is told when its target is found.
            assert "There is no other run to compare with." in project.run(*words, fails=True)
            continue
        path, _ = stand_in(tmp_path)
        output = project.run("--dry-run", *words, PATH=path)
        assert rule in {name for name, _ in jobs(output)}, output
