"""Write the propositions page."""

from pathlib import Path

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.game_page import TITLE, PageInputs, build
from coalitions.report.game_page_blocks import to_html, to_markdown

jobs.start(snakemake)
tables = {
    name: pd.read_csv(snakemake.input[name])
    for name in ("checks", "simulation", "changes_1", "changes_2", "readings")
}
captions = {
    Path(path).stem.removeprefix("theory_"): " ".join(
        Path(path).read_text(encoding="utf-8").split()
    )
    for path in snakemake.input.captions
}
blocks = build(PageInputs(**tables, captions=captions))
Path(snakemake.output.markdown).write_text(to_markdown(blocks), encoding="utf-8")
Path(snakemake.output.html).write_text(to_html(blocks, TITLE), encoding="utf-8")
