"""Recover who is who in the authors' rows, and compare them with ours under every definition."""

import json
from pathlib import Path

import pandas as pd

from coalitions.coding.cases import calls_by_choice, read_cases
from coalitions.coding.hand_edited import read_regions
from coalitions.coding.rules import RULES
from coalitions.insecurity.family import base_of
from coalitions.insecurity.job_insecurity import estimate
from coalitions.insecurity.own_states import carried_to_cow
from coalitions.originals import comparison
from coalitions.originals.families import Material, capability_values, families
from coalitions.originals.identity import identify
from coalitions.originals.young_coverage import coverage
from coalitions.pipeline import jobs
from coalitions.readers import archive
from coalitions.readers.system import StateSystem
from coalitions.settings import Insecurity

choices = jobs.start(
    snakemake,
    files=dict,
    insecurity=Insecurity,
    years=tuple[int, int],
    versions=dict[str, str],
)
given, out = snakemake.input, snakemake.output
tables = {}
for path in map(Path, given.tables):
    tables.setdefault(path.parent.name, {})[path.stem] = pd.read_parquet(path)
chosen = choices.versions
of = {name: tables[name][version] for name, version in chosen.items() if name in tables}
yearly = pd.read_csv(given.insecurity, float_precision="round_trip")
insecurity = {"this run's": yearly}
base = base_of(choices.insecurity)
for growth, series in (
    ("gdp_sdp", "sdp"),
    *(("gdp_panel", each) for each in ("gleditsch", "pwt", "maddison", "wdi")),
):
    variant = base.model_copy(update={"growth": growth, "growth_series": series})
    found = estimate(of[base.leaders], of[growth], variant, *choices.years)
    insecurity[f"{base.model} with growth by {series}"] = found.yearly
analysis = pd.read_csv(given.analysis, float_precision="round_trip")
young = given.get("young")
if young:
    theirs = pd.read_csv(young, float_precision="round_trip")
    theirs = carried_to_cow(theirs, StateSystem(of["cow_states"]), young)
    insecurity["Young's file"] = theirs
    coverage(theirs, yearly, analysis).to_csv(out.young_coverage, index=False)
else:
    pd.DataFrame(columns=["measure", "value"]).to_csv(out.young_coverage, index=False)
material = Material(tables, insecurity, StateSystem(of["cow_states"]))
ways = families(material)
table, others = archive.split(archive.whole(given.file), given.file)
system = of["icb_system"]
crises = pd.DataFrame(
    {"crisis": system["crisis"], "year": system["start_year"], "start": system["start"]}
)
deciding = [way for way in ways if way.name != "capabilities"]
who = identify(table, others, crises, capability_values(material), deciding)
rows = who.rows
rules, grounds = comparison.compare_partners(
    rows,
    material,
    chosen["cow_contiguity"],
    chosen["cow_majors"],
    read_regions(Path(given.shared[0]).parent),
)
partners = pd.read_csv(given.partners)
calls = {name: partners[partners["coding"].eq(name)] for name in RULES}
calls |= calls_by_choice(map(read_cases, dict.fromkeys(Path(f).parent for f in given.coding)))
outcomes, differing = comparison.compare_outcomes(rows, calls)
theirs_only, ours_only = comparison.compare_rows(rows, analysis)
with_t, builders = comparison.t_kept(rows)
for name, result in {
    "rows": rows,
    "releases": who.releases,
    "definitions": comparison.compare_definitions(rows, ways),
    "outcomes": outcomes,
    "cases": differing,
    "theirs_only": theirs_only,
    "ours_only": ours_only,
    "partners": rules,
    "columns": comparison.other_columns(rows, others),
    "grounds": grounds.rename_axis("row").reset_index(),
}.items():
    result.to_csv(out[name], index=False)
facts = {"directed": who.directed, "with_t": with_t, "builders": builders}
Path(out.facts).write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
