"""Every column of the released tables: a record each, from which codebook and labels follow."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from coalitions.coding.editions import ELEMENTS, FIRST, SECOND, Edition
from coalitions.errors import ConfigError
from coalitions.settings import OwnFile
from coalitions.variables.catalogue import IN_ANALYSIS, Kind, Variable

# What Stata allows in the name of a column and in its label.
NAME_LENGTH, LABEL_LENGTH = 32, 80
_FLAG = {0: "no", 1: "yes"}
_ICB = "ICB; docs/data.md"
_COW_STATES = "COW State System Membership"


@dataclass(frozen=True)
class Field:
    """A column of a released table.

    Attributes
    ----------
    name : str
        At most 32 characters.
    label : str
        At most 80 characters.
    type : {"integer", "number", "string", "date"}
        As Frictionless names them.
    missing : str
        When the value is missing; empty where it never is.
    source : str
        Who made it.
    allowed : dict of int or str to str
        Values that the column can have, and what each means, blank where its label says so;
        empty where anything goes.
    datasets : tuple of str
        Datasets of ``data/sources.csv`` whose values the column passes on.
    edition : int
        First edition of the coding that has it.
    """

    name: str
    label: str
    type: str
    missing: str = ""
    source: str = "this project"
    allowed: dict[int, str] | dict[str, str] = dataclasses.field(default_factory=dict)
    datasets: tuple[str, ...] = ()
    edition: int = FIRST.number

    def __post_init__(self) -> None:
        """Refuse what Stata would cut off."""
        if len(self.name) > NAME_LENGTH or len(self.label) > LABEL_LENGTH:
            raise ValueError(f"too long for Stata: {self.name}, {self.label!r}")


def _state(name, what, missing=""):
    """Describe the three columns that name a state."""
    return (
        Field(name, f"{what}: COW code", "integer", missing, _COW_STATES),
        Field(f"{name}_abb", f"{what}: COW abbreviation", "string", missing, _COW_STATES),
        Field(f"{name}_name", f"{what}: name", "string", missing, _COW_STATES),
    )


def _flag(name, label, missing="", edition=FIRST.number):
    return Field(name, label, "integer", missing, allowed=_FLAG, edition=edition)


_CRISIS = (
    Field("crisis", "ICB number of the crisis", "integer", source=_ICB),
    Field(
        "part",
        "part of a crisis that holds several disputes",
        "string",
        source="codebook of the coding, section 1",
    ),
    Field("crisis_name", "name of the crisis in ICB", "string", "not in a system file", _ICB),
    Field("crisis_start", "first day of the crisis", "date", source=_ICB),
    Field("crisis_end", "last day of the crisis", "date", "open", _ICB),
    Field("dates_from", "file of ICB that the days are taken from", "string", source=_ICB),
)
_UNSIDED = "not two-sided"
_PAST_LIST = "none, or the crisis is later than the list"
# The codebooks of the editions say what each level asks for.
_LEVELS = dict.fromkeys(("high", "medium", "low"), "")
_NOTE = Field("note", "remarks of the coders", "string", "none")
_SOURCES = {
    "narrative": "ICB's narrative",
    "icb": "ICB's actor or dyad data",
    "mid": "a militarized dispute or COW war",
    "work": "a work named in the evidence, cited from memory and not opened",
}
_GROUNDS = {"actor": "ICB lists the state as an actor of the crisis"} | _SOURCES
_CONTRIBUTIONS = {
    "troops": "combat forces",
    "territory": "soil that combat forces use or are readied on",
    "threat": "a warning or pledge of force",
}


CRISES = (
    *_CRISIS,
    _flag("two_sided", "leaders of two states perceived a threat from one another"),
    *_state("principal_1", "principal with the smaller code", _UNSIDED),
    *_state("principal_2", "principal with the larger code", _UNSIDED),
    *(
        Field(
            f"icb_actor_{n}",
            f"number of principal {n} as an actor in ICB (CRACNO)",
            "integer",
            "no ICB actor of this crisis, or not two-sided",
            _ICB,
        )
        for n in (1, 2)
    ),
    *(
        Field(
            f"threat_{n}",
            f"what shows that leaders of principal {n} perceived a threat from the other",
            "string",
            _UNSIDED,
            allowed=_GROUNDS,
            edition=SECOND.number,
        )
        for n in (1, 2)
    ),
    Field(
        "threat_evidence",
        "for principals that are no ICB actors: what shows the threat, and where",
        "string",
        "none needed",
        edition=SECOND.number,
    ),
    Field("issue", "what the crisis is about", "string"),
    _flag("escalated_to_war", "became a war between the principals", _UNSIDED),
    Field("war_start", "from when both were in it", "string", "no war"),
    Field("war", "number of the COW interstate war", "string", _PAST_LIST, "COW Inter-State Wars"),
    Field(
        "disputes",
        "MIDs linked to the crisis that oppose the principals, by semicolon",
        "string",
        _PAST_LIST,
        "ICB-MID links",
    ),
    *(_flag(f"coalition_{n}", f"principal {n} leads a coalition", _UNSIDED) for n in (1, 2)),
    Field("confidence", "confidence in unit and principals", "string", allowed=_LEVELS),
    _NOTE,
)
_DYAD = (
    *_state("builder", "principal whose coalition it is"),
    *_state("target", "principal it is aimed at"),
)
BUILDERS = (
    *_CRISIS,
    *_DYAD,
    Field("n_partners", "partners in the default list", "integer"),
    _flag("coalition", "at least one partner in the default list"),
    Field("partners", "abbreviations of the partners, by semicolon", "string", "none"),
    Field("n_recorded", "partners recorded, whatever their confidence and time", "integer"),
)
PARTNERS = (
    *_CRISIS,
    *_DYAD,
    *_state("partner", "state that sides with the builder"),
    Field(
        "contribution",
        "the weightiest of what it did",
        "string",
        allowed=_CONTRIBUTIONS,
    ),
    _flag("joined_after_war", "joined after the crisis had become a war"),
    Field("since", "first date of the cooperation: day, month or year", "string", "unknown"),
    _flag("known_to_target", "the target could know of it", edition=SECOND.number),
    _flag(
        "running_war",
        "a war or operations between the two camps were under way before the crisis",
        edition=SECOND.number,
    ),
    Field(
        "source",
        "best source that shows the contribution",
        "string",
        allowed=_SOURCES | {"recall": "knowledge without a named work"},
        edition=SECOND.number,
    ),
    Field(
        "inferred",
        f"inferred, by semicolon: {', '.join(ELEMENTS)}",
        "string",
        "nothing is",
        edition=SECOND.number,
    ),
    Field("confidence", "confidence in the call", "string", allowed=_LEVELS),
    _flag("in_default", "in the default list of partners"),
    Field(
        "allied",
        "defense pact or entente with the builder on the first day",
        "integer",
        "not covered",
        next(v.source for v in IN_ANALYSIS if v.name == "allied_ap"),
        _FLAG,
    ),
    Field("evidence", "what the state did, and which source says so", "string"),
    _NOTE,
)


def _of_variable(variable: Variable) -> Field:
    flag = variable.kind is Kind.FLAG
    return Field(
        variable.name,
        variable.label,
        "integer" if flag else "number",
        "not covered by the source",
        variable.source,
        _FLAG if flag else {},
    )


CANDIDATES = (
    *_CRISIS[:3],
    Field("year", "year in which the crisis begins", "integer", source=_ICB),
    *(
        field
        for name, what in (("a", "A, the builder"), ("t", "T, the target"), ("p", "P, a candidate"))
        for field in _state(name, what)
    ),
    _flag("coalition_cases", "P joined A's coalition, coded case by case"),
    *(
        _flag(f"coalition_{rule}", f"P joined A's coalition, by the rule {rule}", "rule is silent")
        for rule in ("sides", "mid_display", "mid_force", "war")
    ),
    *(_of_variable(variable) for variable in IN_ANALYSIS),
    *(
        _flag(f"by_{ground}", f"P is a candidate by {what}")
        for ground, what in (
            ("contiguity", "contiguity to A or T"),
            ("major", "being a major power"),
            ("region", "the region of A or T"),
        )
    ),
    _flag("complete", "no regressor of Table 2 is missing"),
)
TABLES = {
    "partners": PARTNERS,
    "builders": BUILDERS,
    "crises": CRISES,
    "candidates": CANDIDATES,
}


def tables_of(edition: Edition, own: Iterable[OwnFile] = ()) -> dict[str, tuple[Field, ...]]:
    """Return the columns of every table, with variables of one's own among the candidates'.

    Parameters
    ----------
    edition : coalitions.coding.editions.Edition
        Of the coding; what only later ones record is left out.
    own : iterable of coalitions.settings.OwnFile

    Returns
    -------
    dict of str to tuple of Field
        By name of the table, in the order of its columns.

    Raises
    ------
    ConfigError
        When a name is taken, or longer than Stata allows.
    """
    every = TABLES | {"candidates": (*CANDIDATES, *(f for each in own for f in _own(each)))}
    return {
        name: tuple(each for each in fields if each.edition <= edition.number)
        for name, fields in every.items()
    }


def _own(entry):
    for column in entry.columns():
        taken = any(field.name == column for field in CANDIDATES)
        if taken or len(column) > NAME_LENGTH:
            raise ConfigError(
                "A variable of one's own has a name that a release cannot hold.",
                expected=f"a name that its codebook does not have, of at most {NAME_LENGTH} "
                "characters, role included, as in Stata",
                got=column,
                where="config key own",
                next_step="change the name in the file and in `variables`",
            )
        label = entry.label(column)[:LABEL_LENGTH]
        yield Field(column, label, "number", "not covered by the file", entry.file.as_posix())


# What tells the rows of each table apart.
KEYS = {
    "partners": ("crisis", "part", "builder", "partner"),
    "builders": ("crisis", "part", "builder"),
    "crises": ("crisis", "part"),
    "candidates": ("crisis", "part", "a", "p"),
}
WHAT = {
    "partners": "one row a partner of a principal in a crisis",
    "builders": "one row a principal in a two-sided crisis",
    "crises": "one row a crisis, or a part of one that holds several disputes",
    "candidates": "one row a builder and a state that could have joined it, with the regressors",
}
