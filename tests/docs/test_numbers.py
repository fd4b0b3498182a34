"""Every number of a result in sentences that people write is read from its source."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from coalitions.report.documents import documents, handwritten_pages
from coalitions.report.stated_numbers import StatedNumber, stated_numbers, write_numbers
from coalitions.settings import Settings
from documentation import numbers

# Pages whose numbers are of a day or of a benchmark, and do not follow the study's results.
RECORDS = {
    "docs/analysis-plan.md": "what was fixed in advance; what has moved since is named",
    "docs/calibration.md": "a decision, on the data of its day",
    "docs/calibration-candidates.md": "the tables of that decision",
    "docs/hetprobit.md": "the estimator on a textbook's data, tested in tests/hetprobit",
    "docs/hetprobit/": "the estimator, by benchmarks that print these numbers",
    "docs/benchmarks.md": "times of one machine on one day, written by `make docs-bench`",
}
# Numbers that are no results: thresholds, facts about sources, what the paper says.
CONSTANTS = {
    "README.md": ["Python 3.11", "2 GB of memory", "2 GB of disk"],
    "docs/architecture.md": ["the 5% level"],
    "docs/data-editors.md": ["Python 3.11"],
    "docs/method/data.md": ["11 roll calls of 1982"],
    "docs/method/job-insecurity.md": [
        "above 250,000 dollars",
        "above 170,000",
        "1.29 to 1.44 dollars",
        "fall by 80% in 1989",
    ],
    "docs/method/limits.md": ["54 observations of crisis #255"],
    "docs/method/models.md": [
        "p from .05 to .10",
        "with p < .05",
        "verdicts are at .05",
    ],
    "docs/method/multiverse-estimation.md": ["95% interval of the effect"],
    "docs/method/prediction.md": ["1,000 bootstraps"],
    "docs/method/selectivity.md": ["1,000 bootstraps"],
    "docs/method/variables.md": ["0 and draws a line"],
    "docs/originals.md": [
        "fewer than 30 such rows",
        "427.1 and 427.2",
        "Step 3 judges definitions on rows",
    ],
}
NAMED = "<!-- ="


@pytest.fixture(scope="module")
def pages(root):
    """Return the README and the pages that people write, records left out."""
    found = {path.as_posix(): text for path, text in handwritten_pages(root).items()}
    found["README.md"] = (root / "README.md").read_text(encoding="utf-8")
    return {path: text for path, text in found.items() if not path.startswith(tuple(RECORDS))}


@pytest.fixture(scope="module")
def stated(root):
    return {number.name: number for number in stated_numbers(root, Settings())}


def unnamed(text, constants=()):
    """Return numbers of results without a name behind them, each with the words around it."""
    for constant in constants:
        text = re.sub(r"\s+".join(map(re.escape, constant.split())), "", text)
    return [around for number, around in numbers(text) if f"{number}{NAMED}" not in around]


def test_every_number_of_a_result_has_its_name(pages):
    for path, text in pages.items():
        assert not unnamed(text, CONSTANTS.get(path, ())), (
            f"{path}: put the name behind the number, as docs/numbers.md tells; what is no result "
            "belongs to CONSTANTS"
        )


def test_what_is_exempt_is_there(root, pages):
    for record in RECORDS:
        assert (root / record).exists(), record
    for path, constants in CONSTANTS.items():
        text = " ".join(pages[path].split())
        for constant in constants:
            assert constant in text, f"{path} no longer says {constant!r}"
            assert unnamed(constant), f"{constant!r} needs no exemption"


@pytest.mark.parametrize(
    "sentence",
    [
        "The data are 70 partners among potential ones.",
        "Some 6,205 have a vote.",
        "The estimate is 0.447.",
        "It is -.85 in the variance.",
        "Of the universes 97% support it.",
        "About 38 of the coded coalitions are in it.",
        "A hundred coalition dyads stand there.",
    ],
)
def test_a_number_without_a_name_is_noticed(sentence):
    assert len(unnamed(sentence)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "The data are 70<!-- =joined --> partners.",
        "In 1973, crisis #255, Model 2 of Table 2, `0.447`, [a page](page_70.md).",
        "Clark (2009, p. 38) and doi:10.7910/DVN/26485, H1.",
    ],
)
def test_years_and_names_are_no_results(sentence):
    assert not unnamed(sentence)


def test_no_two_numbers_share_a_meaning(root, stated):
    numbers = stated_numbers(root, Settings())
    assert len(stated) == len(numbers) == len({number.meaning for number in numbers})


def test_the_frozen_table_and_the_pins_tell_of_the_same_data(root, stated):
    frozen = pd.read_csv(root / "data/frozen/analysis.csv").query("complete")
    joined = frozen[frozen["coalition_cases"].eq(1)]
    counted = {
        "rows": len(frozen),
        "crises": frozen["crisis"].nunique(),
        "joined": len(joined),
        "coalitions": len(joined[["crisis", "part", "a"]].drop_duplicates()),
    }
    assert {name: f"{n:,}" for name, n in counted.items()} == {n: stated[n].text for n in counted}
    codings = pd.read_csv(root / "results/reference/codings.csv", index_col="Coding")["cases"]
    for row, name in (
        ("Partner calls", "calls"),
        ("Coalitions of these partners", "called_coalitions"),
        ("Calls of potential partners", "partners_inside"),
        ("Coalitions with a potential partner", "coalitions_inside"),
        ("Coalition dyads with all regressors", "joined"),
    ):
        assert codings[row] == stated[name].text, row


def test_who_builds_is_told_how_much_is_fetched(root, stated):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert f"{stated['raw_size'].text} MB of raw data" in makefile


def test_a_moved_pin_makes_the_sentences_stale(root, tmp_path):
    for folder in ("docs", "data", "results/reference"):
        ignored = shutil.ignore_patterns("raw", "rooms")
        shutil.copytree(root / folder, tmp_path / folder, ignore=ignored)
    for file in ("README.md", "config.yaml"):
        shutil.copy(root / file, tmp_path)
    before = documents(tmp_path)
    pins = tmp_path / "results/reference/fits.csv"
    fits = pd.read_csv(pins)
    fits.assign(joined=fits["joined"] + 1).to_csv(pins, index=False)
    after = documents(tmp_path)
    stale = {path.as_posix() for path in after if after[path] != before[path]}
    assert stale == {"README.md", "docs/limits.md", "docs/numbers.md", "docs/table_2.md"}
    assert f"{fits['joined'].iloc[-1] + 1} coalition dyads" in re.sub(
        "<!--.*?-->", "", after[Path("docs/limits.md")]
    )


def test_a_name_that_is_none_is_refused():
    known = [StatedNumber("joined", "70", "rows that joined", "fits.csv")]
    assert write_numbers("Of 1,071.5%<!-- =joined -->!", known) == "Of 70<!-- =joined -->!"
    with pytest.raises(ValueError, match="no number is called 'join'"):
        write_numbers("70<!-- =join -->", known)
    with pytest.raises(ValueError, match="no number right before it"):
        write_numbers("seventy<!-- =joined -->", known)


def test_universes_that_pages_name_are_there(root, pages):
    pinned = pd.read_csv(root / "results/reference/multiverse/one_at_a_time.csv")["universe"]
    named = re.findall(r"universe=u([0-9a-f]{8,})", " ".join(pages.values()))
    assert named
    assert set(named) <= set(pinned)
