"""First and last days of crises, from system files and from actor files."""

import pandas as pd

from coalitions.coding.crisis_dates import with_dates
from handmade_tables import table

SYSTEM = table(
    "crisis name start end start_year",
    (1, "Dated", "1970-06-01", "1970-09-01", 1970),
    (2, "Open", "1971-01-01", None, 1971),
    (3, "Undated", None, None, 2015),
    (4, "Unknown", None, None, 2015),
)
ACTORS = table(
    "crisis state start end",
    (1, 651, "1960-01-01", "1960-02-01"),
    (2, 651, "1971-01-01", "1971-02-01"),
    (3, 670, "2015-01-22", "2015-03-01"),
    (3, 630, "2015-01-25", "2015-04-01"),
)


def test_a_crisis_without_a_first_day_has_those_of_its_actors():
    dated = with_dates(SYSTEM, ACTORS).set_index("crisis")
    assert dated.loc[3, "start"] == pd.Timestamp("2015-01-22")
    assert dated.loc[3, "end"] == pd.Timestamp("2015-04-01")


def test_dates_of_the_system_file_stand_and_what_no_file_dates_stays_undated():
    dated = with_dates(SYSTEM, ACTORS)
    others = SYSTEM["crisis"].ne(3)
    pd.testing.assert_frame_equal(dated[others], SYSTEM[others])
    assert pd.isna(SYSTEM.loc[2, "start"])


def test_an_actor_whose_crisis_goes_on_leaves_the_crisis_open():
    still = ACTORS.assign(end=ACTORS["end"].where(ACTORS["state"].ne(630)))
    dated = with_dates(SYSTEM, still).set_index("crisis")
    assert pd.isna(dated.loc[3, "end"])
    assert dated.loc[3, "start"] == pd.Timestamp("2015-01-22")
