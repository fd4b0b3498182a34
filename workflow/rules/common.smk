import os
import sys
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache, partial
from importlib import import_module
from pathlib import Path

from coalitions import yaml_files
from coalitions.errata.register import CORRECTABLE, read_register
from coalitions.errors import CoalitionsError, ConfigError, SourceUnavailable
from coalitions.sources.frozen import (
    PROVENANCE,
    TABLES,
    check_design,
    load_provenance,
    notice,
)
from coalitions.pipeline.imports import modules_behind
from coalitions.pipeline.jobs import (
    Unrecorded,
    assert_made_by_their_rules,
    assert_recorded,
    assert_sources_there,
    contents,
    leave_out_hypothesis,
    recorded,
)
from coalitions.report.appendix_page import parts as appendix_parts
from coalitions.pipeline.provenance import started_from
from coalitions.pipeline.requirements import (
    assert_files_at_hand,
    assert_no_space,
    assert_records,
    assert_writable,
    assert_years,
    remove_undelivered,
    runs_to_compare,
)
from coalitions.settings import Settings
from coalitions.settings import parse as parse_settings
from coalitions.sources.availability import assert_raw, start_of
from coalitions.sources.manifest import (
    choose,
    chosen_versions,
    every_entry,
    find,
    load_manifest,
)
from coalitions.sources.dataverse import SERVER_VARIABLE
from coalitions.sources.digest import digest_of
from coalitions.sources.originals import ARCHIVE, YOUNG, assert_at_hand, obtain
from coalitions.sources.originals import at_hand as original_at_hand
from coalitions.sources.originals import files_of as original_files
from coalitions.sources.retrieve import RAW, at_hand
from coalitions.variables.datasets import (
    DESIGN_DATASETS,
    INSECURITY_DATASETS,
    analysis_datasets,
    insecurity_datasets,
    needed_datasets,
    regressor_datasets,
)
from coalitions.variables.swaps import never_read, swaps


@contextmanager
def plainly():
    """End the run with what is wrong; Snakemake would add where it called us."""
    try:
        yield
    except CoalitionsError as error:
        sys.exit(f"{type(error).__name__}: {error}")


leave_out_hypothesis()
with plainly():
    assert_writable(".")
    assert_no_space(sys.executable)
    for path in workflow.configfiles:
        yaml_files.load(path)
    MANIFEST = load_manifest("data/sources.csv")
    read_register("data/errata.csv")
    SETTINGS = parse_settings(config)
    if SETTINGS.universe is not None:
        from coalitions.multiverse.grid import rebuilt

        SETTINGS = rebuilt(SETTINGS, config, partial(chosen_versions, MANIFEST))
    CHOSEN = choose(MANIFEST, SETTINGS)
    assert_files_at_hand(SETTINGS)
    if SETTINGS.own or SETTINGS.models:
        # Imported here because it takes a second that other runs need not spend.
        from coalitions.pipeline.extensions import assert_extensions

        assert_extensions(SETTINGS)
    assert_years(SETTINGS, MANIFEST)
    # --forceall makes all anew; its settings are not known yet when rules are read.
    if workflow.is_main_process and not {"--forceall", "-F"} & set(sys.argv):
        assert_records(SETTINGS.folder, ".snakemake/metadata")
LOGS = "logs" if SETTINGS.run is None else f"logs/runs/{SETTINGS.run}"
# What every page and table says of the run it belongs to.
RUN = SETTINGS.identity()
# The authors' own file has one coding only.
CODING = None if SETTINGS.analysis == "archive" else SETTINGS.coding
YEARS = (SETTINGS.sample.first_year, SETTINGS.sample.last_year)
MIRROR = SETTINGS.mirror or os.environ.get("COALITIONS_MIRROR")
NEEDED = [CHOSEN[dataset] for dataset in needed_datasets(SETTINGS)]
START = start_of(SETTINGS.data, NEEDED, MIRROR)
# Whether the run builds its own analysis table.
REBUILT = SETTINGS.analysis == "rebuilt" and not START.frozen
# Whether its crises are those coded case by case, in two passes that are compared.
CODED_BY_CASE = REBUILT and SETTINGS.sample.principals == "cases"
REFERENCE = "results/reference"
CURVES = [
    "overview",
    "variance",
    *[f"curve_{name}" for name in ("h1_tp", "h1_ap", "h2", "h3", "selectivity")],
]
# What results/reference holds, under the same paths: the regression test compares a rebuild with
# it, the documents are made from it. `snakemake pin` renews it, on purpose and for a stated
# reason only.
PINNED = [
    "estimates.csv",
    "fits.csv",
    "hypotheses.csv",
    "hypotheses.md",
    "figure_3.csv",
    "figure_3_observed.csv",
    "claims.csv",
    "codings.csv",
    "codings.md",
    *(["reliability.md"] if CODED_BY_CASE else []),
    "table_2.md",
    *[f"theory/{name}.svg" for name in ("figure_1", "figure_2", "play", "variance")],
    "theory/claims_theory.csv",
    "theory/propositions.md",
    "appendix/estimates.csv",
    "appendix/fits.csv",
    "appendix/page.md",
    *[path for path in appendix_parts() if path.endswith(".svg")],
    "influence/decisive.csv",
    "forecast/scores.csv",
    "forecast/differences.csv",
    "forecast/page.md",
    "forecast/calibration.svg",
    "versions/versions.md",
    "versions/estimates.csv",
    "selectivity/models.csv",
    "selectivity/page.md",
    "selectivity/slope.svg",
    "estimators/estimates.csv",
    "estimators/page.md",
    "multiverse/answer.md",
    "multiverse/page.md",
    "multiverse/shares.csv",
    "multiverse/verdicts.csv",
    "multiverse/one_at_a_time.csv",
    *[f"multiverse/{name}.svg" for name in CURVES],
    "power/page.md",
    "power/power.csv",
    "power/smallest.csv",
    "power/excluded.csv",
    "power/power.svg",
]
# How a table is written.
TABLE = ("csv", "html", "md", "tex")
# How a figure of the page of results is written, for a telephone too.
FIGURE = (".pdf", ".png", ".svg", "_narrow.svg")
CODING_FOLDER = f"data/coding/edition_{SETTINGS.cases.edition}"
CODING_FILES = [f"{CODING_FOLDER}/{name}.csv" for name in ("crises", "partners")]
# What the editions concluded.
CONCLUDED = [
    f"data/coding/edition_{number}/{name}.csv"
    for number in (1, 2)
    for name in ("crises", "partners")
]
# Files of all editions and of both passes of each.
EVERY_EDITION = CONCLUDED + [
    f"data/coding/edition_{number}/passes/pass_{reader}/{name}.csv"
    for number in (1, 2)
    for reader in (1, 2)
    for name in ("crises", "partners")
]
SHARED_FILES = ["data/coding/parts.csv", "data/coding/regions.csv"]
DESIGN_FILES = [*CODING_FILES, *SHARED_FILES]
ADJUDICATION = f"{CODING_FOLDER}/adjudication.csv"
# Both files of every pass; scripts go by the folder.
PASSES = [
    f"{CODING_FOLDER}/passes/pass_{number}/{table}.csv"
    for table in ("crises", "partners")
    for number in (1, 2)
]
ARCHIVE_FILES, YOUNG_FILES = original_files(ARCHIVE), original_files(YOUNG)
# Where the originals are downloaded from, if not from Harvard's Dataverse.
DATAVERSE = os.environ.get(SERVER_VARIABLE)
# The user's own estimates of job insecurity.
OWN_INSECURITY = [str(SETTINGS.insecurity.file)] if SETTINGS.insecurity.file else []
# What job insecurity is read from, where it is not estimated.
READ_INSECURITY = [str(f) for f in (SETTINGS.insecurity.read_from,) if f]
# Files of job insecurity that a rebuild rests on.
INSECURITY_FILES = (
    YOUNG_FILES if SETTINGS.insecurity.model == "young" else OWN_INSECURITY
)
# Laid out as the tidy tables are, so that they can stand in for those, and for the published points.
CORRECTED = "results/corrected/{states}/{dataset}/{version}.parquet"
REESTIMATED = (
    "results/unga/{states}/{votes}/{errata}/unga_ideal_points/reestimated.parquet"
)
ERRATA = "data/errata.csv"
# The user's own variables, and what they become before they are joined.
OWN_FILES = [str(entry.file) for entry in SETTINGS.own]
OWN_VALUES = ["<results>/own/values.parquet"] if OWN_FILES else []


# Pools and shards are named by digests; all other names are parts of a path.
wildcard_constraints:
    states=r"[\w.-]+",
    dataset=r"\w+",
    version=r"[\w.-]+",
    votes=r"[\w.-]+",
    first=r"\d+",
    errata="documented|corrected",
    swap=r"[\w.-]+",
    edition=r"\d",
    pool=r"[0-9a-f]+",
    shard=r"[0-9a-f]+",


# Tidy tables, and points re-estimated from them, are named by their versions and so shared by runs;
# all else lies in the folder of its run.
pathvars:
    results=SETTINGS.folder,
    logs=LOGS,


def behind(script):
    """Name the modules that a script imports, so that a change in one reruns its rule."""
    return lambda wildcards: modules_behind(f"workflow/scripts/{script}.py")


def template(name):
    """Name the template of a page, so that a change in it reruns its rule."""
    return f"src/coalitions/report/templates/{name}"


def beside(stem, *ends):
    """Name the other files a table or a figure is written as, so that none is left behind."""
    return [f"<results>/{stem}.{end}" for end in ends]


def behind_readers(datasets):
    """Name the modules behind the script that reads, which imports readers by their datasets."""
    readers = [f"src/coalitions/readers/{dataset}.py" for dataset in datasets]
    return modules_behind("workflow/scripts/read.py", *readers)


def table(name):
    """Name a built table: rebuilt where raw data can be had, else frozen."""

    def path(wildcards):
        if SETTINGS.analysis == "archive":
            return f"<results>/archive/{name}.csv"
        if not START.frozen:
            return f"<results>/build/{name}.csv"
        with plainly():
            check_design(load_provenance(PROVENANCE), SETTINGS.design())
        return f"data/frozen/{name}.csv"

    return path


def delivered():
    """List what a run delivers besides the manifest that describes it."""
    tables = ["table_2", "signs", "descriptives"]
    names = ["estimates.csv", "fits.csv", "hypotheses.csv"]
    names += ["figure_3.csv", "figure_3_observed.csv"]
    names += ["claims.csv", "claims.md", "report.html"]
    if SETTINGS.analysis == "rebuilt":
        tables += ["table_1", "codings"]
        drawn = ("timeline", "crisis_map")
        names += [f"{name}{end}" for name in drawn for end in FIGURE]
    if REBUILT:
        names += ["sources.csv"]
    if CODED_BY_CASE:
        names += ["reliability.md"]
    if SETTINGS.models:
        tables += ["models/table"]
        names += ["models/estimates.csv", "models/fits.csv"]
    if REBUILT and SETTINGS.own:
        tables += ["own/coverage"]
        names += ["own/values.parquet", "own/codebook.md"]
    names += [f"{table}.{end}" for table in tables for end in TABLE]
    return names + [f"figure_3{end}" for end in FIGURE]


def frozen_notice():
    """Say, for the page, that a run starts from the frozen table; nothing where it does not."""
    if SETTINGS.analysis == "archive" or not START.frozen:
        return ""
    with plainly():
        return notice(START, load_provenance(PROVENANCE))


def where_coded(files):
    """Name files of the case-by-case coding where the run rests on it, else none."""
    return files if CODED_BY_CASE else []


def sources_of_rebuilt(wildcards):
    """Name the list of raw files, where the run reads any."""
    if not REBUILT:
        return {}
    return {"sources": "<results>/sources.csv"}


def page_of_rebuilt(wildcards):
    """Name what the page shows of data that this run built, or took from the frozen table."""
    if SETTINGS.analysis == "archive":
        return {}
    tables = {
        name: table(name)(wildcards) for name in ("attrition", "hazard", "calibration")
    }
    shown = {name: f"<results>/{name}.md" for name in ("table_1", "codings")}
    drawn = ("timeline", "crisis_map")
    shown |= {
        f"{n}{end}": f"<results>/{n}{end}.svg" for n in drawn for end in ("", "_narrow")
    }
    return shown | tables | sources_of_rebuilt(wildcards)


def page_of_own(wildcards):
    """Name what the page shows of one's own variables and models, where there are any."""
    shown = {}
    if SETTINGS.models:
        shown["own_models"] = "<results>/models/table.md"
    if REBUILT and SETTINGS.own:
        shown["own_coverage"] = "<results>/own/coverage.md"
    return shown


def entry(wildcards):
    """Find the entry of the manifest that a tidy table is read from."""
    return entry_of(wildcards.dataset, wildcards.version)


@cache
def entry_of(dataset, version):
    """Find an entry of the manifest, once."""
    return find(MANIFEST, dataset, version)


def default_entries():
    """List what the default configuration reads, the list of states first."""
    default = Settings()
    chosen = choose(MANIFEST, default)
    others = set(needed_datasets(default)) - {"cow_states"}
    return [chosen[dataset] for dataset in ("cow_states", *sorted(others))]


def digest(entry):
    """Hash a raw file if it is there, so that any change is noticed, else take the manifest's."""
    path = entry.path_under(RAW)
    return digest_of(path) if path.exists() else entry.sha256


def parquet(dataset, version=None, states=None):
    """Name a tidy table: by dataset and version, and by the list of states it is carried to."""
    version = version or CHOSEN[dataset].version
    if dataset == "cow_states":
        states = version
    states = states or CHOSEN["cow_states"].version
    return f"results/tables/{states}/{dataset}/{version}.parquet"


def raw_only(wildcards):
    """Name no file; refuse where a run starts from the frozen table."""
    with plainly():
        assert_raw(START)
    return []


def system_table(wildcards):
    """Name the list of states that a table is carried to."""
    with plainly():
        assert_raw(START)
    return (
        []
        if wildcards.dataset == "cow_states"
        else parquet("cow_states", wildcards.states)
    )


def files_of(settings):
    """Name the file of every dataset that settings read, the project's own points among them."""
    versions = sorted(settings.versions.items())
    files = dict(tables_of(settings.vintage, *versions))
    errata = settings.variables.errata
    if errata == "corrected":
        files |= {name: corrected(files[name]) for name in CORRECTABLE}
    if settings.variables.ideal_points == "reestimated":
        states, votes = (
            Path(files[name]).stem for name in ("cow_states", "unga_votes")
        )
        files["unga_ideal_points"] = REESTIMATED.format(
            states=states, votes=votes, errata=errata
        )
    return files


def corrected(path):
    """Name the corrected table of a tidy one, by its list of states, dataset and version."""
    states, dataset, file = Path(path).parts[-3:]
    return CORRECTED.format(
        states=states, dataset=dataset, version=file.removesuffix(".parquet")
    )


@cache
def tables_of(vintage, *versions):
    """Name the tidy table of every dataset in the versions chosen; many settings share these."""
    choice = {"vintage": vintage, "versions": dict(versions)}
    chosen = choose(MANIFEST, SETTINGS.model_copy(update=choice))
    states = chosen["cow_states"].version
    return tuple((name, parquet(name, e.version, states)) for name, e in chosen.items())


def chosen_and_newest(dataset):
    """Name the tables of the version chosen and of the newest, which has crises more."""
    newest = choose(MANIFEST, Settings(vintage="latest"))[dataset].version
    return [
        parquet(dataset, version)
        for version in dict.fromkeys([CHOSEN[dataset].version, newest])
    ]


def regressor_tables(settings):
    """Name the tables that the regressors other than job insecurity are measured with."""
    files = files_of(settings)
    return [files[name] for name in regressor_datasets(settings)]


def rebuilt_only(wildcards):
    """Name no file; refuse where something else takes the place of a rebuild from raw data."""
    # Plainly, that is at once: Snakemake takes a file that is there for one that nothing makes
    # when the rule that makes it fails to name its inputs.
    with plainly():
        if SETTINGS.analysis == "archive":
            raise ConfigError(
                "This target rests on the analysis rebuilt from raw data.",
                expected="analysis: rebuilt",
                got="analysis: archive",
                where="config key `analysis`",
                next_step="set analysis: rebuilt; of the appendix, ask for single files such as "
                f"{SETTINGS.folder}/appendix/table_a4.md",
            )
        assert_raw(START)
    return []


def edition_of(wildcards):
    """Take the run's settings with one edition of the coding, and members as it was coded."""
    number = int(wildcards.edition)
    cases = SETTINGS.cases.model_copy(update={"edition": number})
    membership = "first_day" if number == 1 else "any_day"
    sample = SETTINGS.sample.model_copy(update={"membership": membership})
    return SETTINGS.model_copy(
        update={"cases": cases, "coding": "cases", "sample": sample}
    )


def answers_missing(wildcards):
    """Refuse to score where no answers are named."""
    with plainly():
        raise ConfigError(
            "There are no answers to score.",
            expected="kit.answers: a folder with crises.csv and partners.csv filled in",
            got="kit.answers: null",
            where="config key `kit.answers`",
            next_step="lay out sheets with `snakemake --cores 1 kit`, fill them in, and run "
            "`snakemake --cores 1 score --config kit='{answers: FOLDER}'`",
        )


@cache
def power_cells():
    """List the processes that outcomes are drawn from, errors and multiple of the effects."""
    # Imported here because it takes a second that other runs need not spend.
    from coalitions.power.process import ERRORS, MULTIPLES

    # The authors' file names no builder.
    unknown = ["builder"] if SETTINGS.analysis == "archive" else []
    return [(e, f"{m:g}") for e in ERRORS if e not in unknown for m in MULTIPLES]


@cache
def version_swaps():
    """List the swaps of versions that can be made in this run, once."""
    return swaps(SETTINGS, MANIFEST)


def swap_files(wildcards):
    """Name the tables of a swap, each once."""
    settings = version_swaps()[wildcards.swap].settings
    files = files_of(settings)
    return [files[name] for name in analysis_datasets(settings)]


def leader_tables(wildcards):
    """Name job insecurity, leaders and states where a run has them: not without raw data."""
    if not REBUILT or not insecurity_datasets(SETTINGS):
        return []
    return [
        "<results>/build/insecurity.csv",
        parquet(SETTINGS.insecurity.leaders),
        "<results>/build/states.csv",
    ]


def built_runs():
    """Name the runs to set beside this one with their folders, this one first."""
    with plainly():
        return runs_to_compare(SETTINGS)
