"""Distance between capitals (Kristian Skrede Gleditsch), in kilometres.

One distance stands for a pair of states at all times: capitals that moved and states that changed
are not dated. The codes are those of Gleditsch and Ward, read with the file's own labels:

- Germany (255) is measured from Berlin, which fits COW's Germany to 1945 and from 1990. Gleditsch
  and Ward give the unified state the code of the Federal Republic (260), whose row is Bonn's;
  since the file dates nothing, each COW code keeps the row with its own label. 265 is Berlin too.
- Yemen stands as 678 (Arab Republic) and 679 (unified), both at Sana'a, and 680 at Aden; all
  three are COW's.
- Yugoslavia and Serbia share 345 and Belgrade, as they do in COW; the doubled rows are merged.
- Hanoi (816) and Saigon (817) are COW's two Vietnams; 815 is the empire before French rule.

The file lacks Kiribati, Kosovo, Nauru, South Sudan, Tonga, Tuvalu and the German and Italian
states of the nineteenth century: their distances are missing. Two states in one city are 0 km
apart, for instance the two Germanies that hold Berlin.

Gleditsch, Kristian Skrede. "Distance Between Capital Cities." University of Essex.
Gleditsch, Kristian Skrede, and Michael D. Ward. 1999. "A Revised List of Independent States
since the Congress of Vienna." International Interactions 25 (4): 393-413.
"""

import logging

import pandas as pd

from coalitions.readers.columns import Columns
from coalitions.readers.files import load
from coalitions.readers.state_pairs import both_directions
from coalitions.readers.system import StateSystem, cow_codes
from coalitions.readers.tidy import tidy
from coalitions.schemas import number, state, table_schema
from coalitions.sources.source import Source

logger = logging.getLogger(__name__)

KEY = ["state_a", "state_b"]
SCHEMA = table_schema(
    {"state_a": state(), "state_b": state(), "km": number(0, nullable=False)}, key=KEY
)

# Independent states in the list of Gleditsch and Ward, none in the COW system.
OUTSIDE = (
    563,  # Transvaal
    564,  # Orange Free State
    711,  # Tibet
    815,  # Vietnam before French rule
)


NEEDS = Columns(whole=["numa", "numb"], numbers=["kmdist"])


def read(source: Source, system: StateSystem) -> pd.DataFrame:
    """Return the distances, both directions, one row per pair of states."""
    table = load(source, NEEDS)[NEEDS.names].set_axis([*KEY, "km"], axis="columns")
    table["km"] = table["km"].astype("float64")
    for column in KEY:
        table[column] = cow_codes(table, system, source, column=column, year=None, outside=OUTSIDE)
    outside = table[KEY].isin(OUTSIDE).any(axis=1)
    itself = table["state_a"].eq(table["state_b"])
    logger.info(
        "%s: %d rows left out for states COW never lists, %d for a state and itself",
        source,
        outside.sum(),
        itself.sum(),
    )
    return tidy(both_directions(table[~outside & ~itself], KEY, source), SCHEMA, source)
