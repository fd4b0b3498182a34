"""Numbers that sentences of the documentation state: what each counts, and where it stands.

A page that people write states one with its name behind it, ``6,205<!-- =rows -->``, which readers
do not see; `coalitions.report.documents` writes what stands before the name anew.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coalitions.report.apart import MINUTES
from coalitions.report.number_text import count, fixed, percent
from coalitions.report.rendering import render
from coalitions.settings import Settings
from coalitions.sources.manifest import choose, load_manifest
from coalitions.variables.catalogue import REGRESSORS
from coalitions.variables.datasets import needed_datasets

# What a name behind a number begins with.
STATED = "<!-- ="
_STATED = re.compile(rf"[-\N{{MINUS SIGN}}]?[\d.,]*\d%?({STATED}(\w+) -->)")
_BUILDER = ["crisis", "part", "a"]
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class StatedNumber:
    """A number of the documentation.

    Attributes
    ----------
    name : str
        By which pages ask for it.
    text : str
        As it is printed.
    meaning : str
        What it counts or measures; no two numbers share it.
    source : str
        File it is read or counted from, relative to the project's folder.
    """

    name: str
    text: str
    meaning: str
    source: str


def stated_numbers(root: Path, settings: Settings) -> tuple[StatedNumber, ...]:
    """Read every number that a page may state.

    Parameters
    ----------
    root : Path
        The project's folder.
    settings : coalitions.settings.Settings
        Of the shipped configuration.

    Returns
    -------
    tuple of StatedNumber
        Those of one step beside each other, from the coded cases to the models and on.
    """
    return (
        *_coded(root, settings),
        *_potential(root),
        *_estimated(root),
        *_judged(root),
        *_raw(root, settings),
        *_minutes(),
    )


def write_numbers(text: str, numbers: Sequence[StatedNumber]) -> str:
    """Write every number that a text states anew.

    Parameters
    ----------
    text : str
        Markdown, with names behind numbers.
    numbers : sequence of StatedNumber

    Returns
    -------
    str

    Raises
    ------
    ValueError
        When a name is none of `numbers`, or no number stands before it.
    """
    known = {number.name: number.text for number in numbers}
    for name in re.findall(rf"{STATED}(.*?) -->", text):
        if name not in known:
            raise ValueError(f"no number is called {name!r}; known are {', '.join(known)}")
    if len(_STATED.findall(text)) != text.count(STATED):
        raise ValueError("a name has no number right before it, as in 6,205<!-- =rows -->")
    return _STATED.sub(lambda m: known[m[2]] + m[1], text)


def numbers_page(numbers: Sequence[StatedNumber]) -> str:
    """Return the page that says of each number what it counts and where it stands."""
    table = pd.DataFrame(
        {
            "Number": [number.text for number in numbers],
            "What it is": [number.meaning for number in numbers],
            "From": [f"[{number.source}](../{number.source})" for number in numbers],
            "Name": [f"`{number.name}`" for number in numbers],
        }
    )
    return render(
        "numbers.md.j2", numbers=table, texts={number.name: number.text for number in numbers}
    )


def _coded(root, settings):
    folder = f"data/coding/edition_{settings.cases.edition}"
    crises, partners = (f"{folder}/{name}.csv" for name in ("crises", "partners"))
    calls = pd.read_csv(root / "data/frozen/partners.csv").query("coding == @settings.coding")
    frozen = "data/frozen/partners.csv"
    rows = [len(pd.read_csv(root / path)) for path in (crises, partners)]
    yield StatedNumber("coded_parts", count(rows[0]), "crises and parts that were coded", crises)
    yield StatedNumber(
        "coded_partners", count(rows[1]), "partners coded, of whatever confidence", partners
    )
    yield StatedNumber(
        "calls",
        count(len(calls)),
        "partners of builders in the sample's years, in the default list",
        frozen,
    )
    yield StatedNumber(
        "called_coalitions", count(_builders(calls)), "coalitions of these partners", frozen
    )
    inside = calls[calls["inside"]]
    yield StatedNumber(
        "partners_inside",
        count(len(inside)),
        "of these partners, those that are potential partners by the paper's three grounds",
        frozen,
    )
    yield StatedNumber(
        "coalitions_inside",
        count(_builders(inside)),
        "coalitions with a partner that is a potential partner",
        frozen,
    )


def _potential(root):
    source = "data/frozen/analysis.csv"
    table = pd.read_csv(root / source)
    complete = table[table["complete"].astype(bool)]
    yield StatedNumber(
        "candidates", count(len(table)), "potential partners: rows of the analysis table", source
    )
    yield StatedNumber(
        "candidate_crises", count(table["crisis"].nunique()), "crises of the analysis table", source
    )
    yield StatedNumber(
        "candidate_parts",
        count(len(table[["crisis", "part"]].drop_duplicates())),
        "crises and parts of the analysis table: each part of a divided crisis counts as one",
        source,
    )
    yield StatedNumber(
        "candidate_builders", count(_builders(table)), "builders of the analysis table", source
    )
    yield StatedNumber(
        "complete_share",
        percent(len(complete) / len(table)),
        "share of the analysis table's rows in which every regressor is known",
        source,
    )
    yield StatedNumber("builders", count(_builders(complete)), "builders in the models", source)
    of_255 = table[table["crisis"].eq(255)]
    yield StatedNumber("rows_255", count(len(of_255)), "potential partners in crisis #255", source)
    yield StatedNumber(
        "rows_255_with_targets",
        count(len(of_255) + _builders(of_255)),
        "the same, were each builder's target among them",
        source,
    )
    yield StatedNumber(
        "regressors",
        count(len(REGRESSORS)),
        "regressors of Table 2",
        "src/coalitions/variables/catalogue.py",
    )


def _estimated(root):
    fits, spread = "results/reference/fits.csv", "results/reference/hypotheses.csv"
    of_model_2 = pd.read_csv(root / fits).iloc[-1]
    meanings = {
        "rows": ("n", "rows of Table 2: potential partners with every regressor known"),
        "crises": ("crises", "crises of Table 2"),
        "joined": ("joined", "rows of Table 2 that joined: coalition dyads"),
        "coalitions": ("coalitions", "coalitions of Table 2: builders with a row that joined"),
    }
    for name, (column, meaning) in meanings.items():
        yield StatedNumber(name, count(of_model_2[column]), meaning, fits)
    # In the variance equation it is the bare one.
    sd = pd.read_csv(root / spread).set_index("hypothesis")["typical_sd"]
    yield StatedNumber(
        "sd_insecurity",
        _short(sd["h3"]),
        "standard deviation of job insecurity of A's leader in the models",
        spread,
    )
    drawn = "results/reference/power/power.csv"
    power = pd.read_csv(root / drawn)
    once = power[power["multiple"].eq(1)].groupby("hypothesis")["true"].first()
    for name, equation in (("h2", "mean"), ("h3", "variance")):
        yield StatedNumber(
            f"implied_{name}",
            _short(once[name], 2),
            f"coefficient of job insecurity that the paper implies, {equation} equation",
            drawn,
        )


def _judged(root):
    for name, path, what in (
        ("claims", "claims.csv", "claims on data"),
        ("game_claims", "theory/claims_theory.csv", "claims on the game"),
    ):
        source = f"results/reference/{path}"
        ledger = pd.read_csv(root / source)
        yield StatedNumber(name, count(len(ledger)), f"{what} that were checked", source)
    source = "results/reference/multiverse/shares.csv"
    shares = pd.read_csv(root / source).set_index("hypothesis")
    yield StatedNumber(
        "universes",
        count(shares.loc["h1_tp", "universes"]),
        "universes behind the shares of H1, H2 and H3: informative, of equivalent options",
        source,
    )
    yield StatedNumber(
        "universes_selectivity",
        count(shares.loc["selectivity", "universes"]),
        "the same for selectivity, whose model has more coefficients",
        source,
    )


def _raw(root, settings):
    source = "data/sources.csv"
    manifest = load_manifest(root / source)
    chosen = choose(manifest, settings)
    default = sum(chosen[dataset].bytes for dataset in needed_datasets(settings))
    yield StatedNumber(
        "raw_size", _megabytes(default), "megabytes of raw data of the default", source
    )
    yield StatedNumber(
        "raw_size_of_all",
        _megabytes(manifest["bytes"].sum()),
        "megabytes of raw data with every version",
        source,
    )


def _minutes():
    for target, minutes in MINUTES.items():
        yield StatedNumber(
            f"minutes_{target}",
            count(minutes),
            f"minutes that `{target}` takes on two cores, about",
            "src/coalitions/report/apart.py",
        )


def _builders(table):
    return table.groupby(_BUILDER).ngroups


def _short(value, digits=3):
    """Print a number without the zero before its point, as the analysis plan does."""
    return re.sub(r"^(-?)0\.", r"\1.", fixed(value, f".{digits}f"))


def _megabytes(size):
    return count(size / _MEGABYTE)
