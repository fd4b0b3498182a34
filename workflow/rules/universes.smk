# Which universes there are, and which jobs estimate them.
from coalitions.multiverse import choices as listed
from coalitions.multiverse import grid

# Universes a job: enough to be worth starting one, few enough that little is lost with one. Those of
# the joint test are fitted once for each draw.
ESTIMATED_A_JOB = 500
TESTED_A_JOB = 2


@cache
def choices():
    """Read the choices, once, and only when the multiverse is asked for."""
    with plainly():
        return read_choices()


def read_choices():
    """Read the choices that are kept of those the run starts from."""
    if SETTINGS.universe is not None:
        raise listed.GridError(
            "A universe has no multiverse of its own.",
            got=f"universe: {SETTINGS.universe}",
            where="config key universe",
            next_step="leave universe out to build the multiverse",
        )
    known = listed.load(SETTINGS.multiverse.choices, config, versions_of)
    return listed.keep(known, SETTINGS.multiverse.only)


def has_multiverse():
    """Tell whether the run takes the first option of every choice, as the default does."""
    if not RUN.differences and SETTINGS.universe is None:
        # To read all choices takes a third of a second, which the default need not spend.
        return True
    try:
        read_choices()
    except listed.GridError:
        return False
    return True


def versions_of(settings):
    """Return the version of every dataset that settings read."""
    return {name: Path(file).stem for name, file in files_of(settings).items()}


@cache
def universes():
    """Draw the universes, once."""
    chosen = SETTINGS.multiverse
    with plainly():
        return grid.draw_universes(choices(), config, chosen.universes, chosen.seed)


@cache
def planned():
    """Plan pools, universes and estimates of job insecurity."""
    # Imported here because it takes a second that other runs need not spend.
    from coalitions.multiverse.plan import plan
    from coalitions.variables.catalogue import REGRESSORS

    return plan(universes(), REGRESSORS, files_of)


def own_insecurity():
    """List the files of estimates that some universe reads, a user's own or Young's."""
    return sorted({str(v.choice.read_from) for v in planned()[2] if v.choice.read_from})


def pool_of(wildcards):
    """Return the pool that a job builds."""
    return planned()[0][wildcards.pool]


def coding_of_pool(wildcards):
    """Return the files of the coding that a pool is built on."""
    edition = pool_of(wildcards).edition
    return [
        f"data/coding/edition_{edition}/{name}.csv" for name in ("crises", "partners")
    ]


@cache
def split():
    """Split all universes into jobs."""
    from coalitions.multiverse.plan import shards

    return shards(planned()[1], ESTIMATED_A_JOB)


@cache
def tested():
    """Split the universes of the joint test into jobs: the first ones drawn of the equivalent set."""
    from coalitions.multiverse.plan import shards

    drawn = {u.digest for u in universes() if grid.SETS[0] in u.drawn_for}
    # A filter may leave none of that set; then those of all options stand in.
    plans = [p for p in planned()[1] if p.digest in drawn] or planned()[1]
    return shards(plans[: SETTINGS.multiverse.tested], TESTED_A_JOB)


def tested_in(pool):
    """Return the plans of the joint test in one pool."""
    return [plan for (own, _), part in tested().items() if own == pool for plan in part]


def own_in_universes(wildcards):
    """Return the models of one's own that universes can be fitted with."""
    from coalitions.multiverse.own_models import of_universes

    return of_universes(SETTINGS.models, SETTINGS.own)
