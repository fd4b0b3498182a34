"""Write the data as a release."""

from pathlib import Path

import pandas as pd

from coalitions.coding.cases import read_cases
from coalitions.coding.crisis_dates import crisis_dates
from coalitions.coding.crisis_files import from_first_file
from coalitions.pipeline import jobs
from coalitions.readers import load_tables, load_versions
from coalitions.release.package import Release, write_release
from coalitions.release.tables import Material, released_tables
from coalitions.settings import CaseChoice, OwnFile, Run, Variables

choices = jobs.start(
    snakemake,
    run=Run,
    cases=CaseChoice,
    variables=Variables,
    public=bool,
    version=str,
    texts=dict[str, Path],
    own=tuple[OwnFile, ...],
)
given = snakemake.input
tables = load_tables(given.tables)
systems, actors = load_versions(given.systems), load_versions(given.actors)
material = Material(
    cases=read_cases(Path(given.cases[0]).parent),
    choice=choices.cases,
    analysis=pd.read_csv(given.analysis, float_precision="round_trip"),
    alliances=pd.read_parquet(given.alliances),
    dates=crisis_dates(systems, actors),
    actors=from_first_file(actors),
    links=tables["icb_mid_links"],
    participants=tables["mid_participants"],
    wars=tables["cow_interstate_wars"],
    states=tables["cow_states"],
    own=choices.own,
)
described = pd.read_csv("data/sources.csv", dtype={"version": str})
read = pd.read_csv(given.sources, dtype={"version": str})[["dataset", "version"]]
# Newer versions of ICB than the models rest on, of which crises are taken.
newer = pd.DataFrame([name.split() for name in (*systems, *actors)], columns=read.columns)
read = pd.concat([read, newer])
release = Release(
    version=choices.version,
    run=choices.run,
    cases=choices.cases,
    variables=choices.variables,
    sources=described.merge(read.drop_duplicates(), on=["dataset", "version"]),
    public=choices.public,
    own=choices.own,
)
# Models of one's own, by name as they lie among the results.
models = {f"models_{Path(path).name}": Path(path) for path in given.get("models", [])}
texts = choices.texts | models
write_release(Path(snakemake.output[0]), released_tables(material), release, texts)
