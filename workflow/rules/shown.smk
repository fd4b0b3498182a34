from coalitions.report.apart import APART, GAME, GAME_FIGURES, built_apart, commands

# What the page of results shows beside the results of `all`.

# How the results of longer work say which run they belong to.
APART_RUNS = {
    "hypotheses": SETTINGS.identity(multiverse=True),
    "multiverse": SETTINGS.identity(multiverse=True),
    "power": SETTINGS.identity(power=True),
    "forecast": RUN,
}


def built_for_run(wildcards):
    """Name by digest what longer commands built for this configuration.

    They are no inputs: the page shows them, but is no reason to build them anew.
    """
    built = [f"{SETTINGS.folder}/{n}" for n in built_apart(SETTINGS.folder, APART_RUNS)]
    game = [f"results/{name}" for name in GAME]
    return contents(*built, *(game if all(map(os.path.exists, game)) else []))


def pinned_for_default():
    """Name pinned results that hold for this run, which they do for the default only."""
    shown = [] if RUN.differences else [n for a in APART.values() for n in a.files()]
    return [f"{REFERENCE}/{name}" for name in (*shown, *GAME)]


def page_of_authors(wildcards):
    """Name the models on the authors' own data, where a rebuild has their file at hand."""
    if SETTINGS.analysis == "archive" or not original_at_hand(ARCHIVE):
        return {}
    return {
        f"authors_{n}": f"<results>/originals/{n}.csv" for n in ("estimates", "fits")
    }
