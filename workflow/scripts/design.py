"""Build crises, directed dyads and the codings."""

from pathlib import Path

import pandas as pd

from coalitions import logs
from coalitions.analysis import design
from coalitions.attrition import Attrition
from coalitions.cases import check_against_system, partner_calls, read_cases
from coalitions.codings import Evidence
from coalitions.readers.system import StateSystem
from coalitions.wars import belligerents_by_side

logs.start(snakemake.log[0])
tables = {Path(path).stem: pd.read_parquet(path) for path in snakemake.input.tables}
attrition = Attrition()
states = StateSystem(tables["cow_states"])
folder = Path(snakemake.input.cases[0]).parent
cases = read_cases(folder)
choice = snakemake.params.cases
check_against_system(cases, tables["icb_system"], states, folder)
evidence = Evidence(
    tables["icb_dyads"],
    tables["icb_mid_links"],
    tables["mid_participants"],
    tables["cow_interstate_wars"],
    cases.crises,
    partner_calls(cases, choice.confidence, choice.late_joiners),
)
built = design(
    tables,
    pd.read_csv(snakemake.input.parts),
    pd.read_csv(snakemake.input.regions),
    states,
    evidence,
    snakemake.params.sample,
    snakemake.params.partners,
    attrition,
)
built.crises.to_csv(snakemake.output.crises, index=False)
built.partners.to_csv(snakemake.output.partners, index=False)
built.dyads.to_parquet(snakemake.output.dyads)
belligerents_by_side(tables["cow_interstate_wars"]).to_csv(snakemake.output.wars, index=False)
spells = tables["cow_states"].drop_duplicates("state", keep="last")
spells[["state", "abbreviation", "name"]].to_csv(snakemake.output.states, index=False)
attrition.table().to_csv(snakemake.output.attrition, index=False)
