"""What can be said of one's own files and models before anything runs."""

from coalitions.dyads.potential_partners import GROUNDS
from coalitions.estimates.model_formulas import assert_models, assert_no_functions
from coalitions.keys import KEY
from coalitions.readers.archive import NAMES
from coalitions.settings import RULE_CODINGS, Settings
from coalitions.variables.catalogue import IN_ANALYSIS
from coalitions.variables.own_files import assert_headed
from coalitions.variables.own_variables import assert_names_free


def assert_extensions(settings: Settings) -> None:
    """Refuse files and models of one's own that cannot be joined or fitted, by their names.

    Raises
    ------
    OwnDataError
        When a file is not there or lacks a column.
    ConfigError
        When a name is taken, or a model names what the table has not.
    """
    assert_names_free(settings.own)
    assert_no_functions(settings.own)
    for entry in settings.own:
        assert_headed(entry)
    assert_models(settings.models, columns_of(settings))


def columns_of(settings: Settings) -> list[str]:
    """Return the columns that models of one's own can use, with ``coalition``, the outcome."""
    if settings.analysis == "archive":
        return list(dict.fromkeys(["coalition", *NAMES.values()]))
    codings = [f"coalition_{name}" for name in ("cases", *RULE_CODINGS)]
    variables = [v.name for v in IN_ANALYSIS]
    own = [column for entry in settings.own for column in entry.columns()]
    return ["coalition", *codings, *KEY, "year", *variables, *own, *GROUNDS, "complete"]
