"""The setting in which years after the paper's can be predicted: sources that reach far enough."""

from typing import Any

import pandas as pd

from coalitions.errors import DesignError
from coalitions.settings import Insecurity, Settings, parse
from coalitions.variables.coverage import last_years

# What is learned from, and the last year to predict where sources reach it: docs/analysis-plan.md.
LEARNED_TO, LAST_YEAR = 1999, 2015
# Of the options of the configuration those whose sources end last. The second edition is the one
# that codes crises after 1999; alliances of COW end in 2012, the panel of GDP in 2014.
_REACH: dict[str, Any] = {
    "vintage": "latest",
    "versions": {},
    "variables": {"alliances": "atop"},
    "insecurity": {"growth": "gdp_sdp", "growth_series": "sdp"},
    "cases": {"edition": 2},
}


def furthest_setting(settings: Settings, manifest: pd.DataFrame) -> Settings:
    """Return a run's settings with the sources that reach furthest, and its sample drawn out.

    All other choices stay. Job insecurity that is read from a file is estimated instead, by the
    default's hazard, as a file need not hold the later years.

    Parameters
    ----------
    settings : coalitions.settings.Settings
    manifest : pandas.DataFrame
        ``data/sources.csv``.

    Returns
    -------
    coalitions.settings.Settings
        Its sample ends in `LAST_YEAR`, or where the first of its sources does.

    Raises
    ------
    DesignError
        When there is no year to learn from, or none to predict.
    """
    plain = settings.alone().model_dump(mode="json")
    if settings.insecurity.read_from is not None:
        plain["insecurity"] = Insecurity().model_dump(mode="json")
    for key, value in _REACH.items():
        # An empty mapping stands for itself: versions are laid aside as a whole.
        plain[key] = plain[key] | value if isinstance(value, dict) and value else value
    plain["sample"] |= {"last_year": LAST_YEAR}
    ends = last_years(parse(plain), manifest).iloc[0]
    plain["sample"]["last_year"] = int(min(LAST_YEAR, ends["last_year"]))
    first, last = plain["sample"]["first_year"], plain["sample"]["last_year"]
    if not first <= LEARNED_TO < last:
        raise DesignError(
            f"There is nothing to learn from up to {LEARNED_TO}, or nothing to predict after it.",
            expected=f"years on both sides of {LEARNED_TO}",
            got=f"{first} to {last}; {ends['dataset']} {ends['version']} ends in "
            f"{ends['last_year']}",
            where="config keys sample.first_year, coding and insecurity.leaders",
            next_step="let the sample begin earlier, or take sources that reach further",
        )
    return parse(plain)
