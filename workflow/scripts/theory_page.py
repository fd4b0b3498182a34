"""Write the propositions page."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.game_page import PageInputs, render

jobs.start(snakemake)
names = (
    "checks",
    "simulation",
    "changes_1",
    "play_1",
    "changes_2",
    "digits_2",
    "readings",
    "slips",
)
texts = {
    name: pd.read_csv(snakemake.input[name], dtype=str, keep_default_na=False)
    for name in ("results", "steps")
}
inputs = PageInputs(
    **texts,
    **{name: pd.read_csv(snakemake.input[name]) for name in names},
    captions={
        Path(path).stem.removeprefix("theory_"): Path(path).read_text(encoding="utf-8")
        for path in snakemake.input.captions
    },
)
for form in ("md", "html"):
    Path(snakemake.output[form]).write_text(render(inputs, form), encoding="utf-8")
