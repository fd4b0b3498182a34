"""A release as a folder: the tables, what describes them, and how to use and cite them."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coalitions.coding.editions import edition_numbered
from coalitions.release import metadata
from coalitions.release.fields import KEYS, WHAT, Field, tables_of
from coalitions.release.formats import write_formats
from coalitions.report.rendering import render
from coalitions.settings import CaseChoice, OwnFile, Run, Variables
from coalitions.variables.catalogue import COMPUTED, IN_ANALYSIS, REGRESSORS

# Outcome and variance equation of the models that the scripts of the release fit.
_OUTCOME, _VARIANCE = "coalition_cases", ("insecurity_a",)


@dataclass(frozen=True)
class Release:
    """What a release says of itself.

    Attributes
    ----------
    version : str
        Of the data.
    run : coalitions.settings.Run
    cases : coalitions.settings.CaseChoice
        Which edition of the coding they are, and what its default list holds.
    variables : coalitions.settings.Variables
        Which say what datasets the regressors rest on.
    sources : pandas.DataFrame
        Rows of ``data/sources.csv`` that were read.
    public : bool
        Whether to leave out columns whose makers do not let them be passed on.
    own : tuple of coalitions.settings.OwnFile
        Files of one's own whose columns are among the candidates'.
    """

    version: str
    run: Run
    cases: CaseChoice
    variables: Variables
    sources: pd.DataFrame
    public: bool
    own: tuple[OwnFile, ...] = ()


def write_release(
    folder: Path, tables: dict[str, pd.DataFrame], release: Release, texts: dict[str, Path]
) -> None:
    """Write a release.

    Parameters
    ----------
    folder : Path
        To write to; made if need be.
    tables : dict of str to pandas.DataFrame
        From `coalitions.release.tables.released_tables`.
    release : Release
    texts : dict of str to Path
        Files to put beside the tables as they stand, by name: the rules of the coding, the
        changelog, the licence, the citation.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dropped = withheld(release)
    fields = {
        name: tuple(f for f in each if f.name not in dropped)
        for name, each in tables_of(edition_numbered(release.cases.edition), release.own).items()
    }
    for name, table in tables.items():
        shown = table[[field.name for field in fields[name]]]
        write_formats(shown, fields[name], folder / name, WHAT[name][:80])
    described = [{"title": s.citation, "path": s.url} for s in release.sources.itertuples()]
    for name, content in {
        "datapackage.json": metadata.data_package(folder, release.version, described, fields),
        "croissant.json": metadata.croissant(folder, release.version, fields),
    }.items():
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        (folder / name).write_text(text, encoding="utf-8")
    for name, content in _pages(tables, fields, release, dropped).items():
        (folder / name).write_text(content, encoding="utf-8")
    for name, path in texts.items():
        shutil.copyfile(path, folder / name)


def withheld(release: Release) -> tuple[str, ...]:
    """Name the columns that a public release leaves out, by the terms of their datasets."""
    if not release.public:
        return ()
    kept = set(release.sources.loc[release.sources["redistributable"].eq("no"), "dataset"])
    return tuple(
        variable.name
        for variable in IN_ANALYSIS
        if kept & (set(variable.measure.tables(release.variables)) - set(COMPUTED))
    )


def _pages(tables, fields, release, dropped):
    described = [
        {
            "name": name,
            "what": WHAT[name],
            "rows": len(tables[name]),
            "key": KEYS[name],
            "fields": codebook_table(each, tables[name]),
        }
        for name, each in fields.items()
    ]
    refit = not set(dropped) & set(REGRESSORS)
    model = {"outcome": _OUTCOME, "regressors": REGRESSORS, "variance": _VARIANCE}
    pages = {
        "README.md": render(
            "release_readme.md.j2",
            title=metadata.TITLE,
            version=release.version,
            run=release.run.statement(),
            edition=edition_numbered(release.cases.edition),
            choice=release.cases,
            sample=_years(tables["candidates"]["year"]),
            tables=described,
            dropped=dropped,
            makers=sorted(set(release.sources["dataset"])),
            refit=refit,
        ),
        "CODEBOOK.md": render("release_codebook.md.j2", tables=described),
    }
    scripts = ("table_2.do", "table_2.R") if refit else ()
    return pages | {name: render(f"{name}.j2", **model) for name in scripts}


def _years(years):
    return f"{years.min()}-{years.max()}"


def codebook_table(fields: tuple[Field, ...], table: pd.DataFrame) -> pd.DataFrame:
    """Describe the columns of a released table, one row a column.

    Parameters
    ----------
    fields : tuple of Field
    table : pandas.DataFrame
        With the columns described, and ``year`` or ``crisis_start``.

    Returns
    -------
    pandas.DataFrame
        column, label, type, values, missing, source, and coverage: the years of the crises that
        have a value, and the share of rows where some have none.
    """
    years = table["year"] if "year" in table.columns else table["crisis_start"].dt.year
    rows = [
        _described(field) | {"coverage": _covered(table[field.name], years)} for field in fields
    ]
    return pd.DataFrame(rows)


def _covered(column, years):
    has = column.notna()
    if not has.any():
        return "no row"
    share = "" if has.all() else f", {has.mean():.1%} of rows"
    return f"{_years(years[has])}{share}"


def _described(field: Field) -> dict[str, str]:
    join = " " if field.type == "integer" else ": "
    values = [f"{value}{join * bool(means)}{means}" for value, means in field.allowed.items()]
    return {
        "column": f"`{field.name}`",
        "label": field.label,
        "type": field.type,
        "values": "; ".join(values),
        "missing": field.missing or "never",
        "source": field.source,
    }
