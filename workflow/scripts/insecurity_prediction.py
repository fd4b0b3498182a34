"""Compare how well hazards predict exits in years and states they have not learned from."""

from pathlib import Path

from tqdm import tqdm

from coalitions.insecurity.prediction import predict, rivals, scores
from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.report.prediction_page import prediction_page
from coalitions.settings import Insecurity, Run

choices = jobs.start(snakemake, insecurity=Insecurity, years=tuple[int, int], run=Run)
tables = load_tables(snakemake.input.tables)
predictions = predict(
    rivals(choices.insecurity),
    tables,
    *choices.years,
    progress=lambda rest: tqdm(rest, desc="hazards", leave=False, disable=None),
)
names = tables["cow_states"].drop_duplicates("state", keep="last").set_index("state")["name"]
scores(predictions).to_csv(snakemake.output.scores, index=False)
page = prediction_page(predictions, names, choices.run)
Path(snakemake.output.page).write_text(page, encoding="utf-8")
