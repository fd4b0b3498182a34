"""What a run says at its end: what was built, from what, the main result, and where it stands."""

import json
from pathlib import Path

import pandas as pd

from coalitions.estimates.specifications import MAIN
from coalitions.report.tables import coefficient
from coalitions.settings import Settings


def closing(folder):
    """Sum up a run in five lines.

    Parameters
    ----------
    folder : path
        The run's results, with manifest.json, estimates.csv and fits.csv.

    Returns
    -------
    str
    """
    folder = Path(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    settings = Settings.model_validate(manifest["config"])
    fits = pd.read_csv(folder / "fits.csv").iloc[-1]
    found = pd.read_csv(folder / "estimates.csv").set_index(["model", "equation", "term"])
    tp, ap, insecurity, variance = (coefficient(found.loc[(2, *key)]) for key in MAIN)
    files = f" ({len(manifest['sources'])} files)" if manifest["sources"] else ""
    # The authors' file does not tell parts of crises, nor so coalitions, apart.
    among = "" if pd.isna(fits["coalitions"]) else f" in {fits['coalitions']:.0f} coalitions"
    tables = "Tables 1-2" if "table_1.md" in manifest["results"] else "Table 2"
    return "\n".join(
        [
            f"Built:   {fits['n']:,} dyads in {fits['crises']} crises, {fits['joined']} of them "
            f"joined{among}; {tables}, Figure 3, claims",
            f"From:    {manifest['start']}{files}",
            f"Run:     {settings.identity().statement()}",
            f"Result:  model 2: divergence T-P {tp}, A-P {ap}; job insecurity of A {insecurity}, "
            f"in the variance {variance} (* p < .05)",
            f"Report:  {(folder / 'report.html').resolve()}",
        ]
    )
