"""Check every result of the model over random games, judge what is said of it, write the page."""

from pathlib import Path

import pandas as pd

from coalitions.game.checks import run_checks
from coalitions.pipeline import jobs
from coalitions.report.claims import Evidence, evaluate, read_claims
from coalitions.report.game_page import PageInputs, render

choices = jobs.start(snakemake, games=int, offers=int, seed=int)
given, output = snakemake.input, snakemake.output
run_checks(choices.games, choices.offers, choices.seed).to_csv(output.checks, index=False)
names = ("simulation", "changes_1", "changes_2", "digits_2")
found = {name: pd.read_csv(given[name]) for name in names} | {"checks": pd.read_csv(output.checks)}
shown = {name: pd.read_csv(given[name]) for name in ("play_1", "readings", "slips")}
texts = {
    name: pd.read_csv(given[name], dtype=str, keep_default_na=False)
    for name in ("results", "steps")
}
ledger = evaluate(read_claims(given.claims), Evidence(**found))
ledger.to_csv(output.claims, index=False)
inputs = PageInputs(
    **texts,
    **found,
    **shown,
    captions={
        Path(path).stem.removeprefix("theory_"): Path(path).read_text(encoding="utf-8")
        for path in given.captions
    },
)
for form in ("md", "html"):
    Path(output[form]).write_text(render(inputs, form), encoding="utf-8")
