"""The groups of ``config.yaml``: a record each, with every key, its default and what it takes."""

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def none_from_text(value: Any) -> Any:
    """Read the words for none, which the command line passes on as text."""
    return None if value in ("null", "None", "none", "~") else value


# Years that the raw data can be asked for.
FIRST_YEAR, LAST_YEAR = 1946, 2015


class Record(BaseModel):
    """A part of the configuration: frozen, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sample(Record):
    """Which crises enter the analysis."""

    first_year: Annotated[
        int, Field(ge=FIRST_YEAR, le=LAST_YEAR, description="First year of a crisis.")
    ] = 1951
    last_year: Annotated[
        int, Field(ge=FIRST_YEAR, le=LAST_YEAR, description="Last year of a crisis.")
    ] = 1999
    principals: Annotated[
        Literal["cases", "threat"],
        Field(
            description="Who says which crises are two-sided and who their principals are. "
            "`cases`: the project's coding of every crisis. `threat`: a rule on whom ICB's actors "
            "name as the source of the threat."
        ),
    ] = "cases"
    two_sided: Annotated[
        Literal["both_actors", "any_dyad"],
        Field(
            description="With principals: threat, what makes a crisis two-sided. `both_actors`: "
            "two opposing states that are both ICB crisis actors. `any_dyad`: two opposing "
            "states, one of them a crisis actor."
        ),
    ] = "both_actors"

    @model_validator(mode="after")
    def _years_in_order(self) -> Self:
        if self.first_year > self.last_year:
            raise ValueError("first_year must not be after last_year")
        return self


class CaseChoice(Record):
    """Which partner calls of the case-by-case coding count."""

    confidence: Annotated[
        Literal["high", "medium", "low"], Field(description="Least confidence of a partner call.")
    ] = "medium"
    late_joiners: Annotated[
        bool,
        Field(description="Whether states that joined after the crisis became a war count."),
    ] = False


class Partners(Record):
    """Which states are potential partners."""

    contiguity: Annotated[
        int,
        Field(
            ge=0,
            le=5,
            description="Widest COW contiguity type to either principal that makes a state a "
            "potential partner: 1 land, 2 to 5 up to 12, 24, 150, 400 miles of water, 0 none.",
        ),
    ] = 5
    majors: Annotated[
        bool, Field(description="Whether COW major powers are potential partners.")
    ] = True
    regions: Annotated[
        bool, Field(description="Whether states in either principal's region are.")
    ] = True
    all_states: Annotated[
        bool,
        Field(description="Whether every state of the system is, whatever the three grounds say."),
    ] = False


class Variables(Record):
    """How the regressors are measured."""

    ideal_points: Annotated[
        Literal["published", "reestimated"],
        Field(
            description="UNGA ideal points: Bailey, Strezhnev and Voeten's, or the project's own "
            "estimates, session by session, from the raw votes."
        ),
    ] = "published"
    divergence_lag: Annotated[
        int, Field(ge=0, le=5, description="Years by which UNGA ideal points are lagged.")
    ] = 1
    distance: Annotated[
        Literal["contiguity", "capital", "minimum"],
        Field(
            description="Distance between two states: the COW contiguity type with 6 for none, or "
            "thousands of kilometres between capitals or nearest points."
        ),
    ] = "contiguity"
    alliances: Annotated[
        Literal["cow_alliances", "cow_alliances_yearly", "atop"],
        Field(description="Dataset that says who is allied."),
    ] = "cow_alliances"
    un_support: Annotated[
        Literal["coercive", "strict"],
        Field(
            description="UN acts that can support A against T. `strict`: condemnation, sanctions, "
            "authorised force. `coercive`: also emergency military forces, where ICB puts the "
            "1990-91 Gulf crisis."
        ),
    ] = "coercive"

    @property
    def distance_dataset(self) -> str:
        """Name of the dataset that `distance` is measured with."""
        return "cow_contiguity" if self.distance == "contiguity" else f"{self.distance}_distance"


# Young's estimates as the workflow reads them, the same for all runs.
YOUNG_TABLE = Path("results/originals/young.csv")


class Insecurity(Record):
    """How leaders' job insecurity is estimated."""

    model: Annotated[
        Literal["weibull", "logit", "cloglog", "young", "file"],
        Field(
            description="Hazard model of leaving office; `young` for Young's (2009) own estimates, "
            "doi:10.7910/DVN/26485; or `file` for a user's."
        ),
    ] = "weibull"
    leaders: Annotated[
        Literal["archigos", "reign_leaders", "dd_heads_of_government"],
        Field(description="Dataset of leaders' time in office."),
    ] = "archigos"
    growth: Annotated[
        Literal["gdp_sdp", "gdp_panel"], Field(description="Dataset of GDP per capita.")
    ] = "gdp_sdp"
    growth_series: Annotated[
        Literal["sdp", "gleditsch", "pwt", "maddison", "wdi"],
        Field(description="Series within the dataset of GDP per capita."),
    ] = "sdp"
    changes: Annotated[
        Literal["total", "per_year"],
        Field(description="Prior leadership changes of the state: their number, or per year."),
    ] = "total"
    natural_deaths: Annotated[
        Literal["event", "censored"],
        Field(description="Whether a natural death in office counts as losing office."),
    ] = "event"
    file: Annotated[
        Path | None,
        BeforeValidator(none_from_text),
        Field(description="CSV with columns state, year, insecurity (0 to 1)."),
    ] = None

    @property
    def read_from(self) -> Path | None:
        """File that job insecurity is read from, None where it is estimated."""
        return YOUNG_TABLE if self.model == "young" else self.file

    @model_validator(mode="after")
    def _file_is_no_pattern(self) -> Self:
        if self.file is not None and set("{}<>") & set(str(self.file)):
            raise ValueError(
                "file: the name of a file must not hold any of { } < >, which Snakemake reads as a "
                "pattern"
            )
        return self

    @model_validator(mode="after")
    def _file_goes_with_model(self) -> Self:
        if (self.model == "file") != (self.file is not None):
            raise ValueError("`model: file` needs `file`, and `file` needs `model: file`")
        if (self.growth == "gdp_sdp") != (self.growth_series == "sdp"):
            raise ValueError("growth_series: sdp goes with growth: gdp_sdp, and only with it")
        if self.natural_deaths == "censored" and self.leaders == "reign_leaders":
            raise ValueError("reign_leaders does not say who died: natural_deaths must be event")
        return self


class Estimation(Record):
    """How the models are estimated."""

    variance: Annotated[
        Literal["insecurity_a", "log_insecurity_a", "both_leaders"],
        Field(
            description="Variance equation of model 2: job insecurity of A's leader, as in the "
            "paper; its logarithm, so that sigma is a power of it; or that of A's and P's leaders."
        ),
    ] = "insecurity_a"
    covariance: Annotated[
        Literal["cluster", "cv3", "two_way"],
        Field(
            description="Standard errors: clustered on the crisis as Stata does, the jackknife "
            "over crises (CV3, linearised), or clustered on the crisis and on A."
        ),
    ] = "cluster"


class Multiverse(Record):
    """Which universes of `choices` are estimated, and how the curve as a whole is tested."""

    choices: Annotated[
        Path, Field(description="File that lists every choice with its options.")
    ] = Path("multiverse.yaml")
    only: Annotated[
        dict[str, list[str]],
        Field(description="Options to keep of a choice, e.g. {coding: [sides]}; all by default."),
    ] = {}
    universes: Annotated[
        int,
        Field(
            ge=1,
            description="Universes drawn at random from all combinations; those that differ from "
            "the default in one choice are always added.",
        ),
    ] = 2400
    permutations: Annotated[
        int, Field(ge=1, description="Permutations of the outcome within crises.")
    ] = 100
    tested: Annotated[
        int, Field(ge=1, description="Universes of the draw that the permutations are fitted in.")
    ] = 40
    seed: Annotated[int, Field(ge=0, description="Seed of the draw and the permutations.")] = (
        19511999
    )
