"""What machines read of a release: a Frictionless data package, and Croissant for data sets.

Sources: specs.frictionlessdata.io, Data Package and Table Schema, version 1; Croissant format
specification 1.0 (MLCommons).
"""

from pathlib import Path
from typing import Any

from coalitions.release.fields import KEYS, WHAT, Field
from coalitions.sources.digest import digest_of

NAME = "military-coalitions"
TITLE = "Military coalitions in international crises"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_CROISSANT = {"integer": "sc:Integer", "number": "sc:Float", "string": "sc:Text", "date": "sc:Date"}


def data_package(
    folder: Path,
    version: str,
    sources: list[dict[str, str]],
    tables: dict[str, tuple[Field, ...]],
) -> dict[str, Any]:
    """Describe the released tables as a Frictionless data package.

    Parameters
    ----------
    folder : Path
        Where the tables lie; their bytes and hashes are taken from there.
    version : str
        Of the release.
    sources : list of dict
        Title and path of each dataset built on.
    tables : dict of str to tuple of Field
        The columns of each table.

    Returns
    -------
    dict
        To be written as ``datapackage.json``.
    """
    return {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": TITLE,
        "version": version,
        "licenses": [LICENCE],
        "sources": sources,
        "resources": [_resource(folder, name, fields) for name, fields in tables.items()],
    }


def croissant(folder: Path, version: str, tables: dict[str, tuple[Field, ...]]) -> dict[str, Any]:
    """Describe the same tables in Croissant, the vocabulary that search engines for data read."""
    return {
        "@context": {
            "@vocab": "https://schema.org/",
            "sc": "https://schema.org/",
            "cr": "http://mlcommons.org/croissant/",
            "conformsTo": "http://purl.org/dc/terms/conformsTo",
        },
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": NAME,
        "description": TITLE,
        "version": version,
        "license": LICENCE["path"],
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": f"{name}.csv",
                "name": f"{name}.csv",
                "contentUrl": f"{name}.csv",
                "encodingFormat": "text/csv",
                "sha256": digest_of(folder / f"{name}.csv"),
            }
            for name in tables
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": name,
                "name": name,
                "description": WHAT[name],
                "key": [{"@id": f"{name}/{column}"} for column in KEYS[name]],
                "field": [_croissant_field(name, field) for field in fields],
            }
            for name, fields in tables.items()
        ],
    }


def _resource(folder, name, fields):
    path = folder / f"{name}.csv"
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path.name,
        "description": WHAT[name],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest_of(path)}",
        "schema": {
            "fields": [_frictionless_field(field) for field in fields],
            "primaryKey": list(KEYS[name]),
            "missingValues": [""],
        },
    }


def _frictionless_field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "title": field.label,
        "description": f"Source: {field.source}.",
    }
    constraints: dict[str, Any] = {}
    if not field.missing:
        constraints["required"] = True
    if field.allowed:
        constraints["enum"] = list(field.allowed)
    return described | ({"constraints": constraints} if constraints else {})


def _croissant_field(table, field):
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{field.name}",
        "name": field.name,
        "description": field.label,
        "dataType": _CROISSANT[field.type],
        "source": {"fileObject": {"@id": f"{table}.csv"}, "extract": {"column": field.name}},
    }
