"""Which datasets a run reads, by its choices."""

from typing import get_args

from coalitions.settings import Insecurity, Settings
from coalitions.variables.catalogue import COMPUTED, MEASURES

# What crises, dyads and codings are built from, whatever the choices.
DESIGN_DATASETS = (
    "cow_states",
    "cow_majors",
    "cow_contiguity",
    "cow_interstate_wars",
    "icb_system",
    "icb_actor",
    "icb_dyads",
    "icb_mid_links",
    "mid_participants",
)
# What the appendix's affinities, and the project's own ideal points, are computed from.
VOTE_DATASETS = ("unga_votes", "unga_roll_calls")
# All that job insecurity can be estimated from.
INSECURITY_DATASETS = tuple(
    dataset
    for key in ("leaders", "growth")
    for dataset in get_args(Insecurity.model_fields[key].annotation)
)


def regressor_datasets(settings: Settings) -> tuple[str, ...]:
    """Return the datasets that the variables other than job insecurity are measured with."""
    tables = (name for measure in MEASURES for name in measure.tables(settings.variables))
    return tuple(sorted(set(tables) - set(COMPUTED)))


def insecurity_datasets(settings: Settings) -> tuple[str, ...]:
    """Return the datasets of leaders, of GDP and of regimes if any; none where it is read."""
    choice = settings.insecurity
    if choice.read_from:
        return ()
    regime = ("polity",) if choice.shape == "regime" else ()
    return (choice.leaders, choice.growth, *regime)


def analysis_datasets(settings: Settings) -> tuple[str, ...]:
    """Return the datasets the analysis table is built from, each once."""
    of_choices = (*regressor_datasets(settings), *insecurity_datasets(settings))
    return tuple(dict.fromkeys((*DESIGN_DATASETS, *of_choices)))


def needed_datasets(settings: Settings) -> list[str]:
    """Return the datasets a run with `settings` reads, sorted."""
    return sorted({*analysis_datasets(settings), *VOTE_DATASETS})
