"""Write the page that shows all results."""

from pathlib import Path

import pandas as pd

from coalitions import frozen, logs
from coalitions.report.page import render

logs.start(snakemake.log[0])
sources = pd.read_csv(snakemake.input.sources, dtype={"version": str})
notice = ""
if sources["problem"].notna().any():
    notice = frozen.notice(sources, frozen.load_provenance(snakemake.params.provenance))
names = ("attrition", "hazard", "calibration", "claims")
page = render(
    Path(snakemake.input.template).read_text(),
    notice=notice,
    figure=Path(snakemake.input.figure).name,
    tables={name: pd.read_csv(snakemake.input[name]) for name in names},
    fragments={
        Path(path).stem: Path(path).with_suffix(".html").read_text()
        for path in snakemake.input.tables
    },
)
Path(snakemake.output[0]).write_text(page)
