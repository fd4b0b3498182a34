"""Runs side by side: their size, their main coefficients, and the choices in which they differ."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coalitions.errors import ConfigError
from coalitions.estimates.specifications import MAIN
from coalitions.report.labels import LABELS
from coalitions.report.number_text import coefficient, count
from coalitions.report.text_table import TextTable
from coalitions.settings import Settings, choices_of
from coalitions.sources.digest import digest_of

_COUNTS = {
    "n": "Observations",
    "crises": "Crises",
    "joined": "Coalition dyads",
    "coalitions": "Coalitions",
}


@dataclass(frozen=True, eq=False)
class BuiltRun:
    """What a finished run says of itself.

    Attributes
    ----------
    settings : coalitions.settings.Settings
    start : str
        What it was built from.
    files : dict of str to str
        SHA-256 by path of the files its configuration names, or its coding rests on.
    estimates, fits : pandas.DataFrame
        From `coalitions.estimates.specifications.estimates` and `fit_statistics`, for both models.
    """

    settings: Settings
    start: str
    files: dict[str, str]
    estimates: pd.DataFrame
    fits: pd.DataFrame


def read_run(folder: str | Path) -> BuiltRun:
    """Read a finished run from its folder.

    Raises
    ------
    ConfigError
        When its estimates are not those its manifest describes: the run was cut off.
    """
    folder = Path(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name in ("estimates.csv", "fits.csv"):
        if digest_of(folder / name) != manifest["results"].get(name):
            raise ConfigError(
                f"The run in {folder} is not finished: {name} is not the one its manifest "
                "describes.",
                where=folder,
                next_step="finish that run, or leave it out with the config key compare",
            )
    return BuiltRun(
        Settings.model_validate(manifest["config"]),
        manifest["start"],
        manifest["files"],
        pd.read_csv(folder / "estimates.csv"),
        pd.read_csv(folder / "fits.csv"),
    )


def runs_table(runs: Mapping[str, BuiltRun]) -> TextTable:
    """Lay out runs side by side.

    Parameters
    ----------
    runs : mapping of str to BuiltRun
        By name, in the order of the columns.

    Returns
    -------
    TextTable
        One row a count, main coefficient or choice that differs; one column a run.
    """
    choices = {
        name: choices_of(run.settings) | {path: d[:12] for path, d in run.files.items()}
        for name, run in runs.items()
    }
    keys = dict.fromkeys(key for each in choices.values() for key in each)
    differ = [key for key in keys if len({each.get(key) for each in choices.values()}) > 1]
    columns = {
        name: _numbers(run) | {f"`{key}`": choices[name].get(key, "") for key in differ}
        for name, run in runs.items()
    }
    return TextTable(
        "Runs side by side",
        pd.DataFrame(columns).fillna("").rename_axis("Run").reset_index(),
        "Standard errors in brackets, as each run's estimation.covariance says; * p < .05. Below "
        "the coefficients stand the choices in which the runs differ.",
    )


def _numbers(run):
    fits, found = run.fits, run.estimates.set_index(["model", "equation", "term"])
    cells = {label: count(fits[name].iloc[-1]) for name, label in _COUNTS.items()}
    for model in fits["model"]:
        for equation, term in MAIN:
            if (model, equation, term) in found.index:
                label = f"Model {model}, {equation}: {LABELS[term]}"
                cells[label] = coefficient(found.loc[(model, equation, term)])
    return cells | {"Built from": run.start}
