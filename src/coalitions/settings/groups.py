"""The groups of ``config.yaml``: a record each, with every key, its default and what it takes."""

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def none_from_text(value: Any) -> Any:
    """Read the words for none, which the command line passes on as text."""
    return None if value in ("null", "None", "none", "~") else value


# Years that the raw data can be asked for.
FIRST_YEAR, LAST_YEAR = 1946, 2019


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

    membership: Annotated[
        Literal["first_day", "any_day"],
        Field(
            description="When principals and potential partners must be members of the state "
            "system: on the crisis's first day, or on any day of it."
        ),
    ] = "any_day"

    @model_validator(mode="after")
    def _years_in_order(self) -> Self:
        if self.first_year > self.last_year:
            raise ValueError("first_year must not be after last_year")
        return self


class CaseChoice(Record):
    """Which edition of the case-by-case coding is taken, and which of its partner calls count."""

    edition: Annotated[
        Literal[1, 2],
        BeforeValidator(lambda value: int(value) if value in ("1", "2") else value),
        Field(
            description="Edition of the coding: 1, crises of 1946-1999; 2, by rules closer to the "
            "paper, crises of 1946-2019."
        ),
    ] = 2

    confidence: Annotated[
        Literal["high", "medium", "low"], Field(description="Least confidence of a partner call.")
    ] = "medium"
    late_joiners: Annotated[
        bool,
        Field(description="Whether states that joined after the crisis became a war count."),
    ] = False
    secret: Annotated[
        bool,
        Field(description="Edition 2: whether promises that the target could not know of count."),
    ] = False
    recalled: Annotated[
        bool,
        Field(description="Edition 2: whether calls that rest on no source but recall count."),
    ] = False
    two_sided: Annotated[
        Literal["evidence", "both_actors"],
        Field(
            description="Which crises count as two-sided. `evidence`: those the coding says. "
            "`both_actors`: of these, the ones whose principals are both ICB crisis actors."
        ),
    ] = "evidence"


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
    target: Annotated[
        Literal["dropped", "kept"],
        Field(
            description="Whether T stays among A's potential partners where one of the grounds "
            "makes it one, as in a join that takes no principal out. Such rows are in the table "
            "and in no model: no source has the distance of a state to itself."
        ),
    ] = "dropped"
    repeated: Annotated[
        Literal["kept", "once"],
        Field(
            description="Rows of the same A and P in several parts of one crisis, against "
            "different targets: all, or the first part's only."
        ),
    ] = "kept"


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
            description="Distance between two states: the COW contiguity type (1 to 5), or "
            "thousands of kilometres between capitals or nearest points."
        ),
    ] = "contiguity"
    not_contiguous: Annotated[
        Literal["six", "zero", "dropped"],
        Field(
            description="With distance: contiguity, what stands for states that are not "
            "contiguous: 6, the next step of the scale; 0; or nothing, which drops the row."
        ),
    ] = "six"
    polity_codes: Annotated[
        Literal["polity2", "missing", "no_democracy", "democracy"],
        Field(
            description="What stands for Polity's codes -66, -77 and -88 where democracy is "
            "measured. `polity2`: what Polity2 puts in their place. `missing`: nothing. "
            "`no_democracy`: 0, as the codes lie below 6. `democracy`: 1, as Stata's `>= 6` takes "
            "a missing score."
        ),
    ] = "polity2"
    errata: Annotated[
        Literal["documented", "corrected"],
        Field(
            description="Known errors of the UN's votes and ideal points (docs/errata.md): as the "
            "sources have them, or mended as the register says."
        ),
    ] = "documented"
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

    @model_validator(mode="after")
    def _scale_goes_with_contiguity(self) -> Self:
        if self.not_contiguous != "six" and self.distance != "contiguity":
            raise ValueError("not_contiguous goes with distance: contiguity, and only with it")
        return self

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
    shape: Annotated[
        Literal["common", "covariates", "regime"],
        Field(
            description="What the effect of time in office differs by: nothing, prior changes and "
            "growth (effects that are not proportional), or whether the state is a democracy."
        ),
    ] = "common"
    frailty: Annotated[
        Literal["none", "state"],
        Field(description="Whether states differ beyond the covariates, by a gamma frailty."),
    ] = "none"
    leaders: Annotated[
        Literal["archigos", "reign_leaders", "dd_heads_of_government"],
        Field(description="Dataset of leaders' time in office."),
    ] = "archigos"
    growth: Annotated[
        Literal["gdp_sdp", "gdp_panel"], Field(description="Dataset of GDP per capita.")
    ] = "gdp_panel"
    growth_series: Annotated[
        Literal["sdp", "gleditsch", "pwt", "maddison", "wdi"],
        Field(description="Series within the dataset of GDP per capita."),
    ] = "pwt"
    growth_year: Annotated[
        Literal["previous", "same"],
        Field(
            description="Year whose growth goes with a leader-year: the one before, or the same."
        ),
    ] = "same"
    changes: Annotated[
        Literal["total", "per_year", "capped"],
        Field(
            description="Prior leadership changes of the state and those it succeeds: their "
            "number, per year on record, or their number up to 10."
        ),
    ] = "total"
    natural_deaths: Annotated[
        Literal["event", "censored"],
        Field(description="Whether a natural death in office counts as losing office."),
    ] = "event"
    leader: Annotated[
        Literal["trigger", "january", "december", "mean"],
        Field(
            description="Whose job insecurity, of a state's leaders in the crisis's year: of the "
            "one in office when the crisis starts, on 1 January or on 31 December, or the mean of "
            "all. Heads of government have one record a year, and so have estimates from a file."
        ),
    ] = "trigger"
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
        if self.read_from:
            for key, only in (("shape", "common"), ("frailty", "none")):
                if (value := getattr(self, key)) != only:
                    raise ValueError(
                        f"{key}: {value} goes with a hazard that is estimated, not with model: "
                        f"{self.model}; leave {key} at {only}"
                    )
        if self.frailty == "state" and self.model in ("logit", "cloglog"):
            raise ValueError("frailty: state goes with model: weibull only")
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
            description="Universes drawn at random, a third each from equivalent options, from "
            "those not excluded and from all; those that differ from the default in one choice are "
            "always added.",
        ),
    ] = 2400
    permutations: Annotated[
        int,
        Field(
            ge=1,
            description="Draws of the joint test: of outcomes for H1, of job insecurity permuted "
            "over builders for H2, H3 and selectivity.",
        ),
    ] = 1000
    tested: Annotated[
        int,
        Field(ge=1, description="Universes of the equivalent set that the draws are fitted in."),
    ] = 20
    seed: Annotated[
        int, Field(ge=0, description="Seed of the universes and of the joint test's draws.")
    ] = 19511999


class Power(Record):
    """How power is simulated, and how crises are drawn with replacement."""

    draws: Annotated[
        int, Field(ge=1, description="Outcomes drawn under each effect and kind of errors.")
    ] = 1000
    bootstraps: Annotated[
        int, Field(ge=1, description="Times that crises are drawn with replacement.")
    ] = 1000
    seed: Annotated[int, Field(ge=0, description="Seed of the outcomes and the crises drawn.")] = (
        20160301
    )


class Release(Record):
    """What the released data are called and hold."""

    version: Annotated[
        str,
        Field(
            pattern=r"^\d+\.\d+\.\d+$",
            description="Version of the released data; the "
            "first number is the edition of the coding.",
        ),
    ] = "2.0.0"
    public: Annotated[
        bool,
        Field(
            description="Whether the release leaves out columns whose makers do not let them be "
            "passed on; needed only if the files go to others."
        ),
    ] = False


class Kit(Record):
    """Sheets for human coders: which crises are drawn, and where answers lie."""

    crises: Annotated[int, Field(ge=1, description="How many crises are drawn.")] = 30
    first_year: Annotated[
        int, Field(ge=1918, le=2019, description="First year of the crises drawn from.")
    ] = 1946
    last_year: Annotated[
        int, Field(ge=1918, le=2019, description="Last year of the crises drawn from.")
    ] = 2019
    seed: Annotated[int, Field(ge=0, description="Seed of the draw.")] = 19462019
    answers: Annotated[
        Path | None,
        BeforeValidator(none_from_text),
        Field(description="Folder with crises.csv and partners.csv as a coder filled them in."),
    ] = None
