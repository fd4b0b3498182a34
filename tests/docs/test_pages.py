"""Pages are short, their commands can be typed as they stand, and nothing links to nothing."""

import re
from pathlib import Path

import pytest

import hetprobit
from coalitions.report.documents import handwritten_pages
from documentation import code, commands, inline_commands, pages, prose, rows

MOST_WORDS, LONGEST_LINE = 1200, 120
# Two screens, of which the table of hypotheses takes a third of one.
MOST_WORDS_OF_README = 700
OUTSIDE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
# Of one long table each.
TABLES = {Path("docs/calibration-candidates.md")}
# Options that take all words up to the next option, and what those words are like.
GREEDY = {"--config": r"\w+=.+", "--configfile": r"\S+\.yaml"}


@pytest.fixture(scope="module")
def every_page(root):
    outside = {Path(name): (root / name).read_text(encoding="utf-8") for name in OUTSIDE}
    return pages(root) | outside


def test_pages_are_short(root):
    words = {path: len(text.split()) for path, text in handwritten_pages(root).items()}
    # The analysis plan was written once and is not to be moved about.
    longer = {path: n for path, n in words.items() if n >= MOST_WORDS and path not in TABLES}
    assert set(longer) <= {Path("docs/analysis-plan.md")}, longer


def test_the_front_page_is_two_screens(every_page):
    text = every_page[Path("README.md")]
    shown = re.sub(r"<!--.*?-->|\]\([^)]*\)", " ", text)
    assert len(re.findall(r"\S*\w\S*", shown)) < MOST_WORDS_OF_README
    assert text.count("![") == 1


def test_no_line_of_prose_is_too_long_to_read_in_a_terminal(root, every_page):
    outside = {Path(name): every_page[Path(name)] for name in OUTSIDE}
    for path, text in (handwritten_pages(root) | outside).items():
        long = [number for number, line in prose(text) if len(line) > LONGEST_LINE]
        assert not long, f"{path}, lines {long}"


def test_targets_stand_before_what_would_swallow_them(every_page):
    shown = 0
    for path, text in every_page.items():
        for words in (*commands(text), *inline_commands(text)):
            shown += 1
            assert not swallowed(words), f"{path}: {words}"
    assert shown > 40


def swallowed(words):
    """Return words of a call that an option takes for what they are not."""
    found, expected = [], None
    for word in words:
        if word.startswith("-"):
            expected = GREEDY.get(word)
        elif expected and not re.fullmatch(expected, word, re.DOTALL):
            found.append(word)
    return found


def test_a_target_behind_the_settings_is_noticed():
    assert swallowed(["--cores", "1", "--config", "coding=war", "multiverse"]) == ["multiverse"]
    assert not swallowed(["multiverse", "--config", "coding=war", "run=war", "--dry-run"])
    assert not swallowed(["--config", "coding=war", "--", "multiverse"])


def test_how_snakemake_is_reached_is_said_once_in_the_documentation(root):
    saying = [path for path, text in pages(root).items() if ".venv/bin/snakemake" in text]
    assert saying == [Path("docs/how-to/index.md")]


def test_links_lead_to_files(root, every_page):
    for path, text in every_page.items():
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            file = link.partition("#")[0]
            if not file or "://" in link or file.endswith("api/rooms"):
                continue
            assert (root / path.parent / file).exists(), f"{path}: {link}"


def test_every_page_is_in_the_contents_of_the_site(root):
    listed = set()
    for path, text in pages(root).items():
        for block in code(text, "{toctree}"):
            entries = [line for line in block.splitlines() if line and not line.startswith(":")]
            for entry in entries:
                name = re.sub(r".*<(.*)>", r"\1", entry)
                listed.add((root / path.parent / f"{name}.md").resolve())
    missing = {path for path in pages(root) if (root / path).resolve() not in listed}
    assert missing == {Path("docs/index.md")}, "name the page in a toctree, as of docs/index.md"
    stray = {path for path in listed if not path.exists() and path.stem != "*"}
    assert not stray


def test_the_api_has_every_name_of_the_estimator(root):
    page = (root / "docs/api/hetprobit.md").read_text(encoding="utf-8")
    shown = set(re.findall(r":: hetprobit\.(\w+)$", page, re.MULTILINE))
    assert shown == {*hetprobit.__all__, "errors"} - {"__version__"}


def test_the_site_has_a_target_and_its_source_in_the_pins(root):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^site: .*\n\t.*-m sphinx .*--fail-on-warning", makefile, re.MULTILINE)
    conf = (root / "docs/conf.py").read_text(encoding="utf-8")
    # Whatever the pages show comes with them, and not from a server.
    assert "http" not in conf
    for static in (root / "docs/static").iterdir():
        assert "http" not in static.read_text(encoding="utf-8")


def test_rules_that_tables_name_are_rules(root, every_page):
    """Every table with a column of rules, such as that of exhibits for data editors."""
    defined = {
        name
        for path in [root / "Snakefile", *(root / "workflow/rules").glob("*.smk")]
        for name in re.findall(
            r"^(?:rule|checkpoint) (\w+):", path.read_text("utf-8"), re.MULTILINE
        )
    }
    named = {path: set(_under(text, "rule")) for path, text in every_page.items()}
    named = {path: names for path, names in named.items() if names}
    assert {Path("docs/data-editors.md"), Path("docs/method/results.md")} <= set(named)
    unknown = {path: names - defined for path, names in named.items() if names - defined}
    assert not unknown


def _under(text, head):
    """Walk what stands in code in the column of this head, in every table that has one."""
    for table in map(rows, text.split("\n\n")):
        if table and head in table[0]:
            column = table[0].index(head)
            yield from re.findall(r"`(\w+)`", " ".join(cells[column] for cells in table))
