"""The configuration as a whole, and what it says of the run it makes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from coalitions.errors import ConfigError
from coalitions.settings.extensions import OwnFile, OwnModel, assert_no_name_twice
from coalitions.settings.groups import (
    CaseChoice,
    Estimation,
    Insecurity,
    Kit,
    Multiverse,
    Partners,
    Power,
    Record,
    Release,
    Sample,
    Variables,
    none_from_text,
)

# What the run without a name is called where runs are named.
UNNAMED = "unnamed"
Coding = Literal["cases", "sides", "mid_display", "mid_force", "war"]
RULE_CODINGS = get_args(Coding)[1:]


class Run(Record):
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

    def statement(self) -> str:
        """Say in one sentence how the configuration differs from the default."""
        run = f"Run {self.name}. " if self.name else ""
        if not self.differences:
            return f"{run}Configuration: the default."
        return f"{run}Configuration: the default but for {'; '.join(self.differences)}."


# Keys that say where data lie and what is shown, and so change no result.
_NO_CHOICE = {"run", "universe", "compare", "mirror", "data", "release", "kit"}
# These change none of the paper's tables either.
_APART = _NO_CHOICE | {"multiverse", "models", "power"}


class Settings(Record):
    """All choices of one run; the defaults are those of the shipped ``config.yaml``."""

    run: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")] | None,
        BeforeValidator(none_from_text),
        BeforeValidator(lambda value: str(value) if type(value) is int else value),
        Field(
            description="Name of the run: its results go to results/runs/<name> and touch no "
            "other run's. None: to results.",
        ),
    ] = None
    universe: Annotated[
        Annotated[str, Field(pattern=r"^u?[0-9a-f]{16}$")] | None,
        BeforeValidator(none_from_text),
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
    ] = {}  # noqa: RUF012, pydantic copies it
    mirror: Annotated[
        Path | None,
        BeforeValidator(none_from_text),
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
            "own file WR_formation_LC (.dta or .tab), placed in data/raw/archive or had by DOI."
        ),
    ] = "rebuilt"
    sample: Sample = Sample()
    coding: Annotated[
        Coding,
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
    own: Annotated[
        tuple[OwnFile, ...],
        Field(description="Files of one's own, joined to the analysis table (docs/extend.md)."),
    ] = ()
    models: Annotated[
        tuple[OwnModel, ...],
        Field(description="Models of one's own, fitted beside the paper's two (docs/extend.md)."),
    ] = ()
    multiverse: Multiverse = Multiverse()
    power: Power = Power()
    release: Release = Release()
    kit: Kit = Kit()

    @model_validator(mode="after")
    def _own_names_are_unique(self) -> Self:
        assert_no_name_twice(self.own, self.models)
        return self

    @model_validator(mode="after")
    def _own_variables_need_states(self) -> Self:
        if self.analysis == "archive" and self.own:
            raise ValueError(
                "own: files of one's own need analysis: rebuilt, as the authors' file names no "
                "state"
            )
        return self

    @model_validator(mode="after")
    def _cases_need_their_principals(self) -> Self:
        if self.coding == "cases" and self.sample.principals != "cases":
            raise ValueError("coding: cases needs sample.principals: cases")
        return self

    @model_validator(mode="after")
    def _unnamed_is_no_name(self) -> Self:
        if self.run == UNNAMED:
            raise ValueError(f"run: {UNNAMED} is what a run without a name is called")
        return self

    @model_validator(mode="after")
    def _archive_names_no_state(self) -> Self:
        if self.analysis == "archive" and self.estimation.covariance == "two_way":
            raise ValueError(
                "covariance: two_way needs the state of A, which the authors' file does not name"
            )
        return self

    @property
    def folder(self) -> str:
        """Folder of the run's results."""
        return "results" if self.run is None else f"results/runs/{self.run}"

    def alone(self) -> "Settings":
        """Return the settings without what changes no table of data, as a swap carries them."""
        return self.model_copy(
            update={n: Settings.model_fields[n].default for n in (*_APART, "own")}
        )

    def design(self) -> dict[str, Any]:
        """Return what the analysis table depends on, as plain data (all codings stand in it)."""
        other = _APART | {"analysis", "coding", "estimation"}
        # A table with nothing of one's own is the same as before there could be any.
        other |= set() if self.own else {"own"}
        return self.model_dump(mode="json", exclude=other)

    def identity(self, *, multiverse: bool = False, power: bool = False) -> Run:
        """Return what a page or table has to say of the run it belongs to.

        Parameters
        ----------
        multiverse, power : bool
            Whether the result depends on how the multiverse is run, or power simulated.

        Returns
        -------
        Run
        """
        own, default = (
            choices_of(each, multiverse=multiverse, power=power) for each in (self, Settings())
        )
        said = {
            "own": "; ".join(entry.statement() for entry in self.own),
            "models": ", ".join(model.name for model in self.models),
        }
        differences = (
            f"{key}: {said.get(key, value)} (default: {default[key]})"
            for key, value in own.items()
            if value != default[key]
        )
        return Run(name=self.run, differences=tuple(differences))


GROUPS = tuple(
    name
    for name, field in Settings.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Record)
)


def leaves(plain: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Walk the keys of a configuration that hold values: ``(dotted name, value)``.

    Parameters
    ----------
    plain : dict
        A dumped `Settings`, or part of one. Groups are walked; a value that is a mapping itself,
        as ``versions`` is, is not.
    """
    for key, value in plain.items():
        name = f"{prefix}{key}"
        if name in GROUPS:
            yield from leaves(value, f"{name}.")
        else:
            yield name, value


def choices_of(
    settings: Settings, *, multiverse: bool = False, power: bool = False
) -> dict[str, str]:
    """Return every choice that bears on results, as text by dotted name.

    Parameters
    ----------
    settings : Settings
    multiverse, power : bool
        Whether how the multiverse is run, or power simulated, counts among them.

    Returns
    -------
    dict of str to str
    """
    silent = _APART - ({"multiverse", "models"} if multiverse else set())
    silent -= {"power"} if power else set()
    if settings.analysis == "archive":
        # The authors' file is what it is.
        silent = silent | set(settings.design()) | {"coding"}
    plain = settings.model_dump(mode="json", exclude=silent)
    return {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in leaves(plain)
    }


def assert_default(run: Run) -> None:
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
