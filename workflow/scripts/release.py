"""Write the data as a release."""

from pathlib import Path

import pandas as pd

from coalitions.coding.cases import read_cases
from coalitions.coding.crisis_dates import crisis_dates
from coalitions.pipeline import jobs
from coalitions.readers import load_tables, load_versions
from coalitions.release.package import Release, write_release
from coalitions.release.tables import Material, released_tables
from coalitions.settings import CaseChoice, Run, Variables

choices = jobs.start(
    snakemake,
    run=Run,
    cases=CaseChoice,
    variables=Variables,
    public=bool,
    version=str,
    texts=dict[str, Path],
)
given = snakemake.input
tables = load_tables(given.tables)
material = Material(
    cases=read_cases(Path(given.cases[0]).parent),
    choice=choices.cases,
    analysis=pd.read_csv(given.analysis, float_precision="round_trip"),
    alliances=pd.read_parquet(given.alliances),
    dates=crisis_dates(load_versions(given.systems), load_versions(given.actors)),
    actors=tables["icb_actor"],
    links=tables["icb_mid_links"],
    participants=tables["mid_participants"],
    wars=tables["cow_interstate_wars"],
    states=tables["cow_states"],
)
described = pd.read_csv("data/sources.csv", dtype={"version": str})
read = pd.read_csv(given.sources, dtype={"version": str})[["dataset", "version"]]
release = Release(
    version=choices.version,
    run=choices.run,
    variables=choices.variables,
    sources=described.merge(read.drop_duplicates(), on=["dataset", "version"]),
    public=choices.public,
)
write_release(Path(snakemake.output[0]), released_tables(material), release, choices.texts)
