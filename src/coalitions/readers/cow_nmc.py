"""National Material Capabilities (Correlates of War Project, versions 4.0, 5.0, 6.0 and 7.0).

CINC is a state's mean share of the world's military expenditure and personnel, iron and steel
production, energy consumption, and total and urban population. Units as in the codebook:
``milex`` in thousands of current pounds (to 1913) or dollars, ``milper``, ``tpop`` and ``upop``
in thousands, ``irst`` in thousands of tons, ``pec`` in thousands of coal-ton equivalents. -9 and
blanks are missing. The releases end in 2007, 2012, 2016 and 2022.

Singer, J. David, Stuart Bremer, and John Stuckey. 1972. "Capability Distribution, Uncertainty,
and Major Power War, 1820-1965." In Peace, War, and Numbers, ed. Bruce Russett. Beverly Hills:
Sage, 19-48.
"""

import logging

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.system import StateSystem, carry_to_cow
from coalitions.readers.tidy import tidy
from coalitions.schemas import number, state, table_schema, year
from coalitions.sources.source import Source

logger = logging.getLogger(__name__)

COMPONENTS = ["milex", "milper", "irst", "pec", "tpop", "upop"]
NEEDS = Columns(whole=["ccode", "year"], numbers=["cinc", *COMPONENTS])
SCHEMA = table_schema(
    {
        "state": state(),
        "year": year(),
        "cinc": number(0, 1),
        **{component: number(0) for component in COMPONENTS},
    },
    key=["state", "year"],
)


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return the capabilities of each member of the state system, one row per state and year.

    Rows beyond the last year of the state system list are left out, since nobody is known to be
    a member then.
    """
    raw = load(source, NEEDS, columns=NEEDS.names).astype("float64")
    values = raw.drop(columns=["ccode", "year"])
    table = values.mask(values.eq(-9)).assign(
        state=raw["ccode"].astype("int64"), year=raw["year"].astype("int64")
    )
    kept = carry_to_cow(table, system, source)
    logger.info(
        "%s: %d rows left out, the state is no member of the COW system in the year",
        source,
        len(table) - len(kept),
    )
    return tidy(kept, SCHEMA, source)
