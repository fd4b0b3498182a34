"""Write down what the results came from."""

import json
from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.pipeline.provenance import manifest
from coalitions.settings import Settings

choices = jobs.start(snakemake, settings=Settings, frozen=bool, files=dict[str, str])
sources = snakemake.input.get("sources")
described = manifest(
    choices.settings,
    choices.frozen,
    choices.files,
    pd.read_csv(sources, dtype={"version": str}) if sources else None,
    snakemake.input.delivered,
    Path(snakemake.log[0]).parent,
)
if snakemake.input.coverage:
    coverage = pd.read_csv(snakemake.input.coverage).convert_dtypes()
    described["own"] = json.loads(coverage.to_json(orient="records"))
text = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
Path(snakemake.output[0]).write_text(text, encoding="utf-8")
