"""The authors' own data file, under this project's names.

Archive: doi:10.7910/DVN/KFA3YG, file WR_formation_LC (.dta, or .tab as the repository exports
it). The variable names on the left are the archive's, as its do-file uses them.
"""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from coalitions.errors import ReaderError
from coalitions.readers.files import load
from coalitions.schemas import conform, number
from coalitions.sources.source import Source

NAMES = {
    "crisno": "crisis",
    "join": "coalition",
    "difTPv": "divergence_tp",
    "difLPv": "divergence_ap",
    "LinsecYoung": "insecurity_a",
    "cinc_ell": "cinc_a",
    "cinc_tee": "cinc_t",
    "cinc_pee": "cinc_p",
    "LPallies": "allied_ap",
    "unsupport": "un_support",
    "LTdist": "distance_at",
    "PTdist": "distance_pt",
    "demL": "democracy_a",
    "demP": "democracy_p",
    "PinsecYoung": "insecurity_p",
    "pcw": "post_cold_war",
    "Lmaj": "major_power_a",
}
# Of Table A2.
OPTIONAL = {"affPT": "affinity_pt", "affLP": "affinity_ap"}
AS_PUBLISHED = "place the file of doi:10.7910/DVN/KFA3YG unchanged"
_PARTED = pa.Check(
    lambda column: column.mul(10).sub(column.mul(10).round()).abs().lt(1e-3),
    error="crisno is neither a crisis nor a crisis and one digit for its part",
)
SCHEMA = pa.DataFrameSchema(
    dict.fromkeys(NAMES, number())
    | {name: pa.Column("float64", nullable=True, required=False) for name in OPTIONAL}
    | {
        "crisno": pa.Column("float64", _PARTED),
        "join": pa.Column("float64", pa.Check.isin([0, 1])),
    },
    coerce=True,
)


def read(path: str | Path) -> pd.DataFrame:
    """Read the authors' file as an analysis table.

    Parameters
    ----------
    path : path
        A Stata (.dta) or tab-separated (.tab) file with the archive's variable names.

    Returns
    -------
    pandas.DataFrame
        crisis, coalition, the 15 regressors, affinities where the file has them, and
        ``complete``. A crisis in parts stays in parts, 427.1 and 427.2: crisis then is no whole
        number.

    Raises
    ------
    ReaderError
        When the file cannot be read, a variable is absent or the outcome is not 0 or 1.
    """
    return split(whole(path), path)[0]


def whole(path: str | Path) -> pd.DataFrame:
    """Read the authors' file as it is, with a fresh index.

    Raises
    ------
    ReaderError
        When it cannot be read.
    """
    return load(_source(path), next_step=AS_PUBLISHED)


def split(frame: pd.DataFrame, path: str | Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part the variables of the models, under our names, from all others, under the file's.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `whole`.
    path : path
        Where it was read, for messages.

    Returns
    -------
    table, others : pandas.DataFrame
        Row by row the same; see `read` for the first.

    Raises
    ------
    ReaderError
        As `read` does.
    """
    known = {**NAMES, **OPTIONAL}
    table = conform(
        frame[[name for name in known if name in frame.columns]],
        SCHEMA,
        _source(path),
        error=ReaderError,
        expected="numbers; join 0 or 1, crisno known",
        file=path,
        next_step=AS_PUBLISHED,
    )
    table = table.rename(columns=known)
    # Stata's floats hold 427.1 as 427.10001.
    crisis = table["crisis"].round(1)
    parted = crisis.mod(1).ne(0).any()
    table = table.assign(
        crisis=crisis if parted else crisis.astype("int64"),
        coalition=table["coalition"].astype("int64"),
        complete=table[list(NAMES.values())].notna().all(axis=1),
    )
    return table, frame.drop(columns=[name for name in known if name in frame.columns])


def _source(path):
    path = Path(path)
    return Source("archive", "2016", "dta" if path.suffix == ".dta" else "tsv", path)
