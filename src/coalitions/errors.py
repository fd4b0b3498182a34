"""Errors that say what is wrong, what was expected and got, where, and what to do next."""


class CoalitionsError(Exception):
    """Base of every error this package raises on purpose.

    Parameters
    ----------
    what : str
        One sentence: what is wrong.
    expected, got, where, next_step : object, optional
        Printed below the sentence, one line each, where given.
    """

    def __init__(
        self,
        what: str,
        *,
        expected: object = None,
        got: object = None,
        where: object = None,
        next_step: object = None,
    ) -> None:
        self.what = what
        self.expected, self.got, self.where, self.next_step = expected, got, where, next_step
        lines = {"expected": expected, "got": got, "where": where, "next": next_step}
        super().__init__(
            "\n".join([what] + [f"  {k}: {v}" for k, v in lines.items() if v is not None])
        )


class ConfigError(CoalitionsError):
    """The configuration asks for something that does not exist or does not fit."""


class SourceError(CoalitionsError):
    """A raw file is not what the manifest says it is."""


class SourceUnavailable(SourceError):
    """A raw file is neither in place nor in the mirror, and its server cannot be reached."""


class NoAnswer(SourceUnavailable):
    """A server did not answer at all, so that asking it for other files is pointless."""


class ReaderError(CoalitionsError):
    """A raw file holds something its reader cannot turn into a tidy table."""


class UnmappedStateCode(ReaderError):
    """A state code that stands for no member of the COW state system."""


class DesignError(CoalitionsError):
    """Crises, codings or dyads break a rule of the research design."""


class HazardError(CoalitionsError):
    """Leaders' job insecurity can neither be estimated nor be read from a file."""


class OwnDataError(CoalitionsError):
    """A file of one's own holds something that cannot be joined to the analysis table."""


class WorkflowError(CoalitionsError):
    """A rule of the workflow and its script do not fit each other."""


class GameError(CoalitionsError):
    """The game was asked something it cannot answer."""


class ParameterDomainError(GameError):
    """A parameter of the game lies outside its domain."""


class MissingParameterError(GameError):
    """A quantity needs a parameter that was left out."""


class EmptyRegionError(GameError):
    """No point of the requested region satisfies the conditions that define it."""


class UndefinedProbabilityError(GameError):
    """A probability was requested where the conditioning event never happens."""
