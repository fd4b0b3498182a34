"""What a run says at its end: what was built, from what, the main result, and where it stands."""

import json
from pathlib import Path

import pandas as pd

from coalitions.estimates.specifications import MAIN
from coalitions.report.rendering import render
from coalitions.settings import Settings


def closing(folder: str | Path) -> str:
    """Sum up a run in five lines.

    Parameters
    ----------
    folder : path
        The run's results, with manifest.json, estimates.csv and fits.csv.

    Returns
    -------
    str
        Without a final newline.
    """
    folder = Path(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    found = pd.read_csv(folder / "estimates.csv").set_index(["model", "equation", "term"])
    return render(
        "closing.txt.j2",
        fits=pd.read_csv(folder / "fits.csv").iloc[-1],
        start=manifest["start"],
        files=len(manifest["sources"]),
        tables="Tables 1-2" if "table_1.md" in manifest["results"] else "Table 2",
        run=Settings.model_validate(manifest["config"]).identity().statement(),
        main=[found.loc[(2, *key)] for key in MAIN],
        report=(folder / "report.html").resolve(),
    ).rstrip()
