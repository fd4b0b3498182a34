"""Rebuild the analysis with one dataset in another version, and say what changed."""

import pandas as pd

from coalitions.coding.cases import read_coding
from coalitions.errors import CoalitionsError
from coalitions.estimates.specifications import (
    estimates,
    estimation_sample,
    fit_statistics,
    fit_table_2,
)
from coalitions.estimates.versions import compare_rows, compare_values, rebuild
from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.variables.swaps import Swap
from hetprobit.errors import ModelError

swap = jobs.start(snakemake, swap=Swap).swap
settings = swap.settings
coding = read_coding(snakemake.input.coding, snakemake.input.shared)
after = rebuild(settings, load_tables(snakemake.input.tables), *coding)
before = pd.read_csv(snakemake.input.before, float_precision="round_trip")
names = {"dataset": swap.dataset, "version": swap.version}
fitted, fits, problem = [], [], ""
try:
    sample = estimation_sample(after, settings.coding)
    choice = settings.estimation
    for model, results in fit_table_2(sample, choice.variance, choice.covariance):
        fitted.append(estimates(model, results))
        fits.append(fit_statistics(model, results, sample))
except (CoalitionsError, ModelError) as error:
    problem = error.what
rows = compare_rows(before, after) | {"problem": problem}
if fits:
    rows |= {name: fits[0][name].item() for name in ("n", "crises", "joined", "coalitions")}
pd.DataFrame([names | rows]).to_csv(snakemake.output.rows, index=False)
compare_values(before, after).assign(**names).to_csv(snakemake.output.values, index=False)
columns = ["model", "equation", "term", "estimate", "std_error", "p_value"]
table = pd.concat(fitted)[columns] if fitted else pd.DataFrame(columns=columns)
table.assign(**names).to_csv(snakemake.output.estimates, index=False)
