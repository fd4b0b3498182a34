"""The one place that parses ``config.yaml``: a closed schema, frozen records, plain errors."""

import json
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from coalitions.errors import ConfigError

# What the run without a name is called where runs are named.
UNNAMED = "unnamed"
RULE_CODINGS = ("sides", "mid_display", "mid_force", "war")


class IncompatibleChoices(ConfigError):
    """Every value is allowed, but not together with the others."""


def _nothing(value):
    """Read the words for nothing, which the command line passes on as text."""
    return None if value in ("null", "None", "none", "~") else value


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(_Record):
    """Which run a table or page belongs to.

    Attributes
    ----------
    name : str or None
        Of a named run.
    differences : tuple of str
        Every choice that is not the default's, such as ``coding: sides (default: cases)``.
    """

    name: str | None
    differences: tuple[str, ...]

    def statement(self):
        """Say in one sentence how the configuration differs from the default."""
        run = f"Run {self.name}. " if self.name else ""
        if not self.differences:
            return f"{run}Configuration: the default."
        return f"{run}Configuration: the default but for {'; '.join(self.differences)}."


class Sample(_Record):
    """Which crises enter the analysis."""

    first_year: Annotated[int, Field(ge=1946, le=2015, description="First year of a crisis.")] = (
        1951
    )
    last_year: Annotated[int, Field(ge=1946, le=2015, description="Last year of a crisis.")] = 1999
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
    def _years_in_order(self):
        if self.first_year > self.last_year:
            raise ValueError("first_year must not be after last_year")
        return self


class CaseChoice(_Record):
    """Which partner calls of the case-by-case coding count."""

    confidence: Annotated[
        Literal["high", "medium", "low"], Field(description="Least confidence of a partner call.")
    ] = "medium"
    late_joiners: Annotated[
        bool,
        Field(description="Whether states that joined after the crisis became a war count."),
    ] = False


class Partners(_Record):
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


class Variables(_Record):
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
    def distance_dataset(self):
        """Name of the dataset that `distance` is measured with."""
        return "cow_contiguity" if self.distance == "contiguity" else f"{self.distance}_distance"


class Insecurity(_Record):
    """How leaders' job insecurity is estimated."""

    model: Annotated[
        Literal["weibull", "logit", "cloglog", "file"],
        Field(description="Hazard model of leaving office, or `file` for a user's own estimates."),
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
        BeforeValidator(_nothing),
        Field(description="CSV with columns state, year, insecurity (0 to 1)."),
    ] = None

    @model_validator(mode="after")
    def _file_is_no_pattern(self):
        if self.file is not None and set("{}<>") & set(str(self.file)):
            raise ValueError(
                "file: the name of a file must not hold any of { } < >, which Snakemake reads as a "
                "pattern"
            )
        return self

    @model_validator(mode="after")
    def _file_goes_with_model(self):
        if (self.model == "file") != (self.file is not None):
            raise ValueError("`model: file` needs `file`, and `file` needs `model: file`")
        if (self.growth == "gdp_sdp") != (self.growth_series == "sdp"):
            raise ValueError("growth_series: sdp goes with growth: gdp_sdp, and only with it")
        if self.natural_deaths == "censored" and self.leaders == "reign_leaders":
            raise ValueError("reign_leaders does not say who died: natural_deaths must be event")
        return self


class Estimation(_Record):
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


class Multiverse(_Record):
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


# Keys that say where data lie and what is shown, and so change no result.
_NO_CHOICE = {"run", "universe", "compare", "mirror", "data"}
_APART = _NO_CHOICE | {"multiverse"}


class Settings(_Record):
    """All choices of one run; the defaults are those of the shipped ``config.yaml``."""

    run: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")] | None,
        BeforeValidator(_nothing),
        BeforeValidator(lambda value: str(value) if type(value) is int else value),
        Field(
            description="Name of the run: its results go to results/runs/<name> and touch no "
            "other run's. None: to results.",
        ),
    ] = None
    universe: Annotated[
        Annotated[str, Field(pattern=r"^u?[0-9a-f]{16}$")] | None,
        BeforeValidator(_nothing),
        AfterValidator(lambda value: value and value.removeprefix("u")),
        Field(
            description="Digest of a universe of the multiverse, whose choices then stand for "
            "those below, as a run named by the digest. On the command line with a u before it, "
            "since many digests look like numbers.",
        ),
    ] = None
    compare: Annotated[
        tuple[str, ...],
        BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
        Field(
            description="Named runs that the target `compare` sets beside this one; every one "
            "that has been built, by default."
        ),
    ] = ()
    vintage: Annotated[
        Literal["paper", "latest"],
        Field(
            description="Versions of the raw data: nearest to what the paper cites, or the newest."
        ),
    ] = "paper"
    versions: Annotated[
        dict[str, Annotated[str, Field(strict=True)]],
        Field(description="Versions of single datasets that override the vintage, quoted."),
    ] = {}
    mirror: Annotated[
        Path | None,
        BeforeValidator(_nothing),
        Field(
            description="Local folder with raw files as <dataset>/<version>/<file>. The "
            "environment variable COALITIONS_MIRROR stands in for it."
        ),
    ] = None
    data: Annotated[
        Literal["auto", "rebuilt", "frozen"],
        Field(
            description="Where the analysis starts. `rebuilt`: from raw data. `frozen`: from the "
            "table in data/frozen, built under the default configuration. `auto`: from raw data, "
            "and from the frozen table once they could not be had."
        ),
    ] = "auto"
    analysis: Annotated[
        Literal["rebuilt", "archive"],
        Field(
            description="Data the models are fitted to: rebuilt from raw data, or the authors' "
            "own file WR_formation_LC (.dta or .tab) placed in data/raw/archive."
        ),
    ] = "rebuilt"
    sample: Sample = Sample()
    coding: Annotated[
        Literal["cases", *RULE_CODINGS],
        Field(
            description="Who joined whose coalition: `cases`, coded case by case, or a rule "
            "(docs/method.md)."
        ),
    ] = "cases"
    cases: CaseChoice = CaseChoice()
    partners: Partners = Partners()
    variables: Variables = Variables()
    insecurity: Insecurity = Insecurity()
    estimation: Estimation = Estimation()
    multiverse: Multiverse = Multiverse()

    @model_validator(mode="after")
    def _cases_need_their_principals(self):
        if self.coding == "cases" and self.sample.principals != "cases":
            raise ValueError("coding: cases needs sample.principals: cases")
        return self

    @model_validator(mode="after")
    def _unnamed_is_no_name(self):
        if self.run == UNNAMED:
            raise ValueError(f"run: {UNNAMED} is what a run without a name is called")
        return self

    @model_validator(mode="after")
    def _archive_names_no_state(self):
        if self.analysis == "archive" and self.estimation.covariance == "two_way":
            raise ValueError(
                "covariance: two_way needs the state of A, which the authors' file does not name"
            )
        return self

    @property
    def folder(self):
        """Folder of the run's results."""
        return "results" if self.run is None else f"results/runs/{self.run}"

    def alone(self):
        """Return the settings without what changes no table of data, as a swap carries them."""
        return self.model_copy(update={n: Settings.model_fields[n].default for n in _APART})

    def design(self):
        """Return what the analysis table depends on, as plain data (all codings stand in it)."""
        other = _APART | {"analysis", "coding", "estimation"}
        return self.model_dump(mode="json", exclude=other)

    def identity(self, *, multiverse=False):
        """Return what a page or table has to say of the run it belongs to.

        Parameters
        ----------
        multiverse : bool
            Whether the result depends on how the multiverse is run.

        Returns
        -------
        Run
        """
        own, default = (choices_of(each, multiverse=multiverse) for each in (self, Settings()))
        differences = (
            f"{key}: {value} (default: {default[key]})"
            for key, value in own.items()
            if value != default[key]
        )
        return Run(name=self.run, differences=tuple(differences))


_GROUPS = tuple(
    name
    for name, field in Settings.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, _Record)
)


def parse(config):
    """Check a configuration and freeze it.

    Parameters
    ----------
    config : dict
        As read from ``config.yaml`` and the command line.

    Returns
    -------
    Settings

    Raises
    ------
    ConfigError
        Names each offending key, the value, and the choices; `IncompatibleChoices` where only
        the combination is refused.
    """
    try:
        settings = Settings.model_validate(config)
        wrong, alone = [f"{key}: this key is missing" for key in _absent(settings)], True
    except ValidationError as error:
        wrong = [_explain(e) for e in error.errors()]
        alone = any(e["type"] != "value_error" for e in error.errors())
    if wrong:
        raise (ConfigError if alone else IncompatibleChoices)(
            "\n".join(wrong),
            where="config.yaml, --configfile or --config",
            next_step="see docs/config.md for every key and its choices",
        )
    return settings


def leaves(plain, prefix=""):
    """Walk the keys of a configuration that hold values: ``(dotted name, value)``.

    Parameters
    ----------
    plain : dict
        A dumped `Settings`, or part of one. Groups are walked; a value that is a mapping itself,
        as ``versions`` is, is not.
    """
    for key, value in plain.items():
        name = f"{prefix}{key}"
        if name in _GROUPS:
            yield from leaves(value, f"{name}.")
        else:
            yield name, value


def choices_of(settings, *, multiverse=False):
    """Return every choice that bears on results, as text by dotted name.

    Parameters
    ----------
    settings : Settings
    multiverse : bool
        Whether how the multiverse is run counts among them.

    Returns
    -------
    dict of str to str
    """
    silent = _NO_CHOICE if multiverse else _APART
    if settings.analysis == "archive":
        # The authors' file is what it is.
        silent = silent | set(settings.design()) | {"coding"}
    plain = settings.model_dump(mode="json", exclude=silent)
    return {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in leaves(plain)
    }


def _absent(record, prefix=""):
    """Walk the keys that a configuration leaves out: it is to state every choice."""
    for name in type(record).model_fields:
        if name not in record.model_fields_set:
            yield f"{prefix}{name}"
        elif name in _GROUPS:
            yield from _absent(getattr(record, name), f"{name}.")


def assert_default(run):
    """Refuse to pin or ship results of another configuration than the default.

    Raises
    ------
    ConfigError
        Names what differs.
    """
    if run.name is not None or run.differences:
        raise ConfigError(
            "Only results of the default configuration are kept as the reference.",
            expected="the shipped config.yaml",
            got=run.statement(),
            where="config.yaml, --configfile or --config",
            next_step="run without these changes",
        )


def _explain(error):
    key = ".".join(str(part) for part in error["loc"]) or "config"
    match error["type"]:
        case "extra_forbidden":
            return f"{key}: unknown key{_suggest(error['loc'])}"
        case "missing":
            return f"{key}: this key is missing"
        case "literal_error":
            return f"{key}: {error['input']!r} is not one of {error['ctx']['expected']}"
        case "value_error":
            return f"{key}: {error['ctx']['error']}"
        case "string_type" if error["loc"][0] == "versions":
            return f'{key}: quote the version, e.g. "{error["input"]}"'
        case "string_type" if key == "universe":
            return (
                f"universe: put a u before the digest, e.g. universe=u62666057c6c3ac61; it was "
                f"read as {error['input']!r}"
            )
        case "string_type":
            return f"{key}: {error['input']!r} is no text; put it in quotes"
        case "string_pattern_mismatch" if key == "run":
            return f"run: {error['input']!r} is no name; take letters, digits, - and _"
        case "string_pattern_mismatch" if key == "universe":
            return f"universe: {error['input']!r} is no digest of 16 letters a-f and digits"
        case "int_parsing" | "int_type" | "int_from_float":
            return f"{key}: {error['input']!r} is no whole number"
        case "bool_parsing" | "bool_type":
            return f"{key}: {error['input']!r} is neither true nor false"
        case "tuple_type" | "list_type":
            return f"{key}: {error['input']!r} is no list"
    return f"{key}: {error['msg']}, got {error['input']!r}"


def _suggest(location):
    record = Settings
    for part in location[:-1]:
        record = record.model_fields[part].annotation
    close = get_close_matches(location[-1], record.model_fields, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return f"{hint}; the keys are {', '.join(record.model_fields)}"
