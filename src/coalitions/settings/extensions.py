"""One's own variables and models, as the configuration states them."""

from keyword import iskeyword
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from coalitions.settings.groups import Record, none_from_text

# What a file of one's own can be keyed by: the names of its columns.
STATE_YEAR = ("state", "year")
PAIR_YEAR = ("state_1", "state_2", "year")
CRISIS = ("crisis",)
_KEYS = {STATE_YEAR: ("a", "t", "p"), PAIR_YEAR: ("ap", "pa", "at", "ta", "pt", "tp"), CRISIS: ()}


def _is_name(value: str) -> str:
    if not (value.isascii() and value.isidentifier()) or iskeyword(value) or value[0] == "_":
        raise ValueError(
            f"{value!r} is no name of a variable; take letters, digits and _, a letter first"
        )
    return value


def _no_pattern(value: Path) -> Path:
    if set("{}<>") & set(str(value)):
        raise ValueError(
            "the name of a file must not hold any of { } < >, which Snakemake reads as a pattern"
        )
    return value


def _listed(value: Any) -> Any:
    """Take one name for a list of one."""
    return (value,) if isinstance(value, str) else value


def _right_side(value: Any) -> Any:
    """Take the tilde of a right side away."""
    return value.strip().removeprefix("~").strip() if isinstance(value, str) else value


class OwnFile(Record):
    """A CSV of one's own, and which of its columns are joined to whom in a dyad."""

    file: Annotated[
        Path,
        AfterValidator(_no_pattern),
        Field(description="CSV in UTF-8 with commas; its path starts from the project's folder."),
    ]
    key: Annotated[
        tuple[str, ...],
        BeforeValidator(_listed),
        Field(
            description="Columns that tell its rows apart: [state, year], [state_1, state_2, year] "
            "or [crisis]. States by COW code, crises by ICB number."
        ),
    ]
    variables: Annotated[
        dict[Annotated[str, AfterValidator(_is_name)], str],
        Field(min_length=1, description="Columns of numbers to join, each with its label."),
    ]
    roles: Annotated[
        tuple[str, ...],
        BeforeValidator(_listed),
        Field(
            description="Whose value is taken: of a, t and p, or of pairs such as ap, where "
            "state_1 is A and state_2 is P. The columns are then called <variable>_<role>."
        ),
    ] = ()
    lag: Annotated[int, Field(ge=0, le=30, description="Years by which the values are lagged.")] = 0
    directed: Annotated[
        bool | None,
        Field(
            description="With two states, whether the row of states 1 and 2 says nothing of 2 "
            "and 1."
        ),
    ] = None

    @model_validator(mode="after")
    def _roles_go_with_key(self) -> Self:
        if self.key not in _KEYS:
            keys = ", ".join(f"[{', '.join(key)}]" for key in _KEYS)
            raise ValueError(f"key: [{', '.join(self.key)}] is not one of {keys}")
        known = _KEYS[self.key]
        if bool(known) != bool(self.roles):
            raise ValueError(
                f"roles: say whose value is taken, of {', '.join(known)}"
                if known
                else "roles: a value of a crisis is of no state; leave roles out"
            )
        for role in self.roles:
            if role not in known:
                raise ValueError(f"roles: {role!r} is not one of {', '.join(known)}")
        if len(set(self.roles)) < len(self.roles):
            raise ValueError("roles: one stands twice")
        if (self.key == PAIR_YEAR) != (self.directed is not None):
            raise ValueError(
                "directed: say true or false for [state_1, state_2, year], and only for it"
            )
        if self.key == CRISIS and self.lag:
            raise ValueError("lag: a value of a crisis has no year to lag")
        return self

    def columns(self) -> dict[str, tuple[str, str]]:
        """Return variable and role (empty for a crisis) by the column of the analysis table."""
        return {
            f"{name}_{role}" if role else name: (name, role)
            for name in self.variables
            for role in (self.roles or ("",))
        }

    def statement(self) -> str:
        """Say in a few words which columns come from where, and how lagged."""
        lagged = f", lagged {self.lag}" if self.lag else ""
        return f"{', '.join(self.columns())} of {self.file.as_posix()}{lagged}"

    def label(self, column: str) -> str:
        """Return what a reader sees of a column, such as "Trade, A and P"."""
        name, role = self.columns()[column]
        whose = " and ".join(role.upper())
        if self.directed:
            whose = " to ".join(role.upper())
        return f"{self.variables[name]}, {whose}" if role else self.variables[name]


def _each_once(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(value)) < len(value):
        raise ValueError(f"{value[0]!r} stands twice")
    return value


class OwnModel(Record):
    """A further model, fitted beside the paper's two."""

    name: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9 _-]*$")],
        Field(description="What tables call it; no two models share one."),
    ]
    formula: Annotated[
        str,
        Field(
            description="Outcome and mean equation over columns of the analysis table, such as "
            "`coalition ~ table_2 + growth_a`; `table_2` stands for the paper's regressors."
        ),
    ]
    scale: Annotated[
        str | None,
        BeforeValidator(none_from_text),
        BeforeValidator(_right_side),
        Field(
            description="Right side of the variance equation, such as `insecurity_a`. None: a "
            "probit."
        ),
    ] = None
    sample: Annotated[
        str | None,
        BeforeValidator(none_from_text),
        Field(description="Condition that rows meet, as pandas' `query` reads it. None: all rows."),
    ] = None
    cluster: Annotated[
        tuple[str, ...],
        BeforeValidator(_listed),
        AfterValidator(_each_once),
        Field(
            min_length=1,
            max_length=2,
            description="One column or two that standard errors are clustered on.",
        ),
    ] = ("crisis",)


def assert_no_name_twice(files: tuple[OwnFile, ...], models: tuple[OwnModel, ...]) -> None:
    """Refuse two models of one name, and two columns of one's own with one name.

    Raises
    ------
    ValueError
        Names it; pydantic makes it part of its own error.
    """
    for kind, names in (
        ("own: the column", [column for each in files for column in each.columns()]),
        ("models: the name", [model.name for model in models]),
    ):
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            raise ValueError(f"{kind} {twice[0]!r} stands twice")
