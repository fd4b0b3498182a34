"""What the page of results shows of longer work, and where each piece lies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import escape

from coalitions.settings import Run, Settings, config_arguments


@dataclass(frozen=True)
class Apart:
    """A section that is built apart, because it takes minutes.

    Attributes
    ----------
    title : str
    target : str
        Of Snakemake, and a key of `MINUTES`.
    states : str
        File that says which configuration it was built with, under the run's results; empty for
        what rests on no configuration.
    text : str
        Page whose head is shown.
    table : str
        What the first screen takes.
    figures : tuple of pair of str
        Files, and what each shows.
    """

    title: str
    target: str
    states: str
    text: str = ""
    table: str = ""
    figures: tuple[tuple[str, str], ...] = ()

    def files(self) -> tuple[str, ...]:
        """Name what is shown within the page of results."""
        return tuple(filter(None, (self.text, self.table, *(file for file, _ in self.figures))))


RUN = "snakemake --cores all"
# What a target takes after `all`, about, on two cores that do nothing else: processor time of the
# commands, or of their parts where these are long (universes in 2,000, fits of the joint test,
# samples of power in 120), measured in November 2026 and scaled to the default.
MINUTES: Mapping[str, int] = {
    "hypotheses": 15,
    "multiverse": 10,
    "power": 5,
    "forecast": 1,
    "theory": 1,
}
POWER = "power/power.csv"
APART: Mapping[str, Apart] = {
    "hypotheses": Apart(
        "What carries each verdict", "hypotheses", "hypotheses.md", text="hypotheses.md"
    ),
    "multiverse": Apart(
        "Across all defensible choices",
        "multiverse",
        "multiverse/page.md",
        text="multiverse/answer.md",
        figures=(
            (
                "multiverse/overview.svg",
                "Specification curves: the effect of one standard deviation in every universe, by "
                "hypothesis, with the default marked. Each set of universes is a separate draw, so "
                "the wider set can be the smaller.",
            ),
        ),
    ),
    "power": Apart(
        "Power",
        "power",
        "power/page.md",
        table=POWER,
        figures=(
            (
                "power/power.svg",
                "How often samples drawn under effects of known size find each hypothesis; at 1 "
                "the effect is as large as the paper implies.",
            ),
        ),
    ),
    "forecast": Apart(
        "Prediction",
        "forecast",
        "forecast/page.md",
        figures=(
            (
                "forecast/calibration.svg",
                "Predictions of rows that the models have not seen. Above: whether those said to "
                "join with some probability did so as often, as they do on the dashed line. Below: "
                "how much better than a rival a model of the paper predicts; right of 0 it does.",
            ),
        ),
    ),
}
# Of these targets a run has its own only where it takes the first option of every choice.
FROM_FIRST_OPTIONS = ("hypotheses", "multiverse", "explorer")
# A page of its own, which the page of results links.
EXPLORER = "multiverse/explorer.html"
# Of the game, which rests on no data and so on no configuration.
GAME_CLAIMS = "theory/claims_theory.csv"
GAME_FIGURES = ("figure_1", "figure_2", "play", "variance")
GAME = (GAME_CLAIMS, *(f"theory/{name}.svg" for name in GAME_FIGURES))


def commands(settings: Settings, *, multiverse: bool) -> dict[str, str]:
    """Write the commands that build the longer work of a run.

    Parameters
    ----------
    settings : coalitions.settings.Settings
        Of the run.
    multiverse : bool
        Whether it can have a multiverse: it starts from the first option of every choice.

    Returns
    -------
    dict of str to str
        By target: those of `APART`, and the explorer. What the run cannot have is not among them.
    """
    targets = [*(each.target for each in APART.values()), "explorer"]
    return {
        target: f"{RUN} {target}{config_arguments(settings)}"
        for target in targets
        if multiverse or target not in FROM_FIRST_OPTIONS
    }


def built_apart(folder: str | Path, runs: Mapping[str, Run]) -> Iterator[str]:
    """Find what was built before for the very configuration of a run.

    Parameters
    ----------
    folder : path
        The run's results.
    runs : mapping of str to coalitions.settings.Run
        How the results of a key of `APART` say which run they belong to.

    Yields
    ------
    str
        Files under `folder`: of `APART` those of a section that is complete, and `EXPLORER`.
    """
    for name, each in APART.items():
        complete = all(Path(folder, file).exists() for file in each.files())
        if complete and _states(Path(folder, each.states), runs[name]):
            yield from each.files()
    if _states(Path(folder, EXPLORER), runs["multiverse"]):
        yield EXPLORER


def _states(path, run):
    if not path.exists():
        return False
    text = path.read_text(encoding="utf-8")
    statement = run.statement()
    return str(escape(statement) if path.suffix == ".html" else statement) in text
