"""Judge the claims of the paper on the authors' data, beside the verdicts on ours."""

import pandas as pd

from coalitions.pipeline import jobs
from coalitions.report.claims import read_claims
from coalitions.report.originals_claims import beside, judge

jobs.start(snakemake)
given = snakemake.input
rows = pd.read_csv(given.rows, float_precision="round_trip")
rows = rows.astype(dict.fromkeys("atp", "Int64"))
grounds = pd.read_csv(given.grounds).set_index("row")
names = ("estimates", "hypotheses", "figure", "appendix", "spread", "wars")
tables = {name: pd.read_csv(given[name]) for name in names}
theirs = judge(read_claims(given.claims), rows, grounds, tables)
ours = pd.read_csv(given.ours, keep_default_na=False)
beside(theirs, ours).to_csv(snakemake.output[0], index=False)
