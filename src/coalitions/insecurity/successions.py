"""States that take over another's record of leaders where its COW code ends.

The number of prior leadership changes is a trait of a country, not of a code (Cheibub 1998 counts
them by country). A state goes on with another's record where its government is the other's: the
leaders stay while the code changes, as in Archigos, whose units are those of Gleditsch and Ward
(1999), or the other state is dissolved and its seat of government and institutions pass on. A part
that leaves, or an occupied country that is founded anew beside another (East Germany, both Koreas,
Slovakia, Bangladesh), begins a record of its own. Where COW keeps one code (365, 345, 640), there
is nothing to join.
"""

import pandas as pd

# Code: the code whose record it shares. No two of a record are members at one time, beyond the
# year in which one takes over.
RECORDS = {
    # The Federal Republic is in law the Reich's state, and Kohl stays in office at unification.
    260: 255,
    # North Yemen's president stays in office at unification.
    678: 679,
    # Prague's federal institutions are the Czech Republic's from 1993.
    315: 316,
    # Vienna's are the Republic of Austria's from 1918.
    300: 305,
}


def record_of(states: pd.Series) -> pd.Series:
    """Name the record of leaders that each COW code belongs to.

    Parameters
    ----------
    states : pandas.Series of int
        COW codes.

    Returns
    -------
    pandas.Series of int
        One code for all that share a record.
    """
    return states.replace(RECORDS)
