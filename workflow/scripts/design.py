"""Build crises, directed dyads and the codings."""

from pathlib import Path

from coalitions.attrition import Attrition
from coalitions.coding.cases import check_against_system, read_coding
from coalitions.coding.rules import gather
from coalitions.dyads.coded_dyads import code_dyads
from coalitions.dyads.wars import belligerents_by_side
from coalitions.pipeline import jobs
from coalitions.readers import load_tables
from coalitions.readers.system import StateSystem
from coalitions.settings import CaseChoice, Partners, Sample

choices = jobs.start(snakemake, sample=Sample, partners=Partners, cases=CaseChoice)
tables = load_tables(snakemake.input.tables)
attrition = Attrition()
states = StateSystem(tables["cow_states"])
cases, parts, regions = read_coding(snakemake.input.coding, snakemake.input.shared)
folder = Path(snakemake.input.coding[0]).parent
check_against_system(cases, tables["icb_system"], states, folder)
built = code_dyads(
    tables,
    parts,
    regions,
    states,
    gather(tables, cases, choices.cases),
    choices.sample,
    choices.partners,
    attrition,
)
built.crises.to_csv(snakemake.output.crises, index=False)
built.partners.to_csv(snakemake.output.partners, index=False)
built.dyads.to_parquet(snakemake.output.dyads)
belligerents_by_side(tables["cow_interstate_wars"]).to_csv(snakemake.output.wars, index=False)
spells = tables["cow_states"].drop_duplicates("state", keep="last")
spells[["state", "abbreviation", "name"]].to_csv(snakemake.output.states, index=False)
attrition.table().to_csv(snakemake.output.attrition, index=False)
