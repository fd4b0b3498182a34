"""Write the page on the reliability of the case-by-case coding."""

from pathlib import Path

import pandas as pd

from coalitions import logs
from coalitions.cases import read_cases
from coalitions.readers.system import StateSystem
from coalitions.report.reliability import page

logs.start(snakemake.log[0])
system = StateSystem(pd.read_parquet(snakemake.input.states))
starts = pd.read_parquet(snakemake.input.icb).set_index("crisis")["start"].dropna()
candidates = starts.map(lambda day: len(system.members_on(day)) - 2)
names = system.spells.drop_duplicates("state", keep="last").set_index("state")["abbreviation"]
text = page(
    *(read_cases(Path(file).parent) for file in (*snakemake.input.passes, snakemake.input.cases)),
    pd.read_csv(snakemake.input.adjudication, dtype=str, keep_default_na=False),
    candidates,
    pd.read_csv(snakemake.input.crises),
    pd.read_csv(snakemake.input.partners),
    pd.read_csv(snakemake.input.analysis, float_precision="round_trip"),
    names,
)
Path(snakemake.output[0]).write_text(text)
