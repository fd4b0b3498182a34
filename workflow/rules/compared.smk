from coalitions.estimates.forecast_setting import furthest_setting

# What results are compared with: the originals, and later years.

# Every version of what the authors may have used, so that each can be recognised.
ORIGINALS_COMPARED = [
    "cow_states",
    "icb_system",
    "icb_actor",
    "cow_majors",
    "cow_contiguity",
    "capital_distance",
    "minimum_distance",
    "cow_nmc",
    "unga_ideal_points",
    "polity",
    "cow_alliances",
    "cow_alliances_yearly",
    "atop",
]
ORIGINALS_FOUND = [
    "rows",
    "releases",
    "definitions",
    "outcomes",
    "cases",
    "theirs_only",
    "ours_only",
    "partners",
    "columns",
    "grounds",
    "young_coverage",
]
# Codes of A are not promised in the authors' file.
ORIGINALS_ESTIMATION = (
    SETTINGS.estimation.model_copy(update={"covariance": "cluster"})
    if SETTINGS.estimation.covariance == "two_way"
    else SETTINGS.estimation
)


def reading(name):
    """Return the reader of an original, which is named as it is."""
    # Imported where it is needed, as most runs read no original.
    return lambda path: import_module(f"coalitions.readers.{name}").read(path)


def obtained(name):
    """Bring an original to its place."""
    return obtain(name, reading(name), server=DATAVERSE)


def original(name):
    """Name an original, downloaded if it is not there: before any job, where there is a network."""

    def path(wildcards):
        with plainly():
            if workflow.dryrun:
                return str(assert_at_hand(name, reading(name)))
            return str(obtained(name)[0])

    return path


def original_digest(name):
    """Tell one file of an original from another; asked after `original` has brought it."""
    return lambda wildcards: contents(*original_files(name))


def compared_tables():
    """Name the tidy tables of every version of every dataset that definitions differ in."""
    leaders = [SETTINGS.insecurity.leaders, "gdp_sdp", "gdp_panel"]
    rows = MANIFEST[MANIFEST["dataset"].isin(ORIGINALS_COMPARED)]
    # Membership, crises and the states' list are those of the run.
    rows = rows[~rows["dataset"].isin(["cow_states", "icb_system"])]
    versions = rows[["dataset", "version"]].itertuples(index=False, name=None)
    own = [parquet(dataset) for dataset in ("cow_states", "icb_system", *leaders)]
    return [*own, *(parquet(dataset, version) for dataset, version in versions)]


def young_if_had(wildcards):
    """Name Young's estimates, or nothing where his file can be had from nowhere."""
    if workflow.dryrun:
        return "results/originals/young.csv" if original_at_hand(YOUNG) else []
    with plainly():
        try:
            obtained(YOUNG)
        except SourceUnavailable as error:
            print(f"NOTE: {error} The page goes without it.", file=sys.stderr)
            return []
    return "results/originals/young.csv"


def locked_archive(wildcards):
    """Say of the authors' file which it is, as its lock does."""
    with plainly():
        if not original_at_hand(ARCHIVE):
            return {}
        return asdict(obtained(ARCHIVE)[1])


FORECAST_DRAWS = 1_000
FORECAST_SEED = 20002015
# The edition that codes crises after 1999.
LATER_FILES = [f"data/coding/edition_2/{name}.csv" for name in ("crises", "partners")]


@cache
def later_setting():
    """Derive, once and only when it is asked for, the settings whose sources reach furthest."""
    with plainly():
        return furthest_setting(SETTINGS, MANIFEST)


def later_tables(wildcards):
    """Name the tables that these settings read."""
    files = files_of(later_setting())
    return [files[name] for name in analysis_datasets(later_setting())]


def later_crises(wildcards):
    """Name the list of crises in the version of these settings, which has their names."""
    return files_of(later_setting())["icb_system"]
