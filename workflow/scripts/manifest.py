"""Write down what the results came from."""

import json
from pathlib import Path

import pandas as pd

from coalitions import logs
from coalitions.provenance import manifest

logs.start(snakemake.log[0])
sources = snakemake.input.get("sources")
described = manifest(
    snakemake.params.settings,
    pd.read_csv(sources, dtype={"version": str}) if sources else None,
    "results/runtimes",
)
Path(snakemake.output[0]).write_text(json.dumps(described, indent=2) + "\n")
