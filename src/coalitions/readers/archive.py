"""The authors' own data file, under this project's names.

Archive: doi:10.7910/DVN/KFA3YG, file WR_formation_LC (.dta, or .tab as the repository exports
it). The variable names on the left are the archive's.
"""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from coalitions.errors import ReaderError, SourceUnavailable
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
FILES = ("WR_formation_LC.dta", "WR_formation_LC.tab")
AS_PUBLISHED = "place the file of doi:10.7910/DVN/KFA3YG unchanged"
_WHOLE = pa.Check(
    lambda numbers: numbers.mod(1).eq(0), error="crisno is no whole number, and names a cluster"
)
SCHEMA = pa.DataFrameSchema(
    dict.fromkeys(NAMES, number())
    | {"crisno": pa.Column("float64", _WHOLE), "join": pa.Column("float64", pa.Check.isin([0, 1]))},
    coerce=True,
)


def archive_file(folder: str | Path) -> Path:
    """Find the authors' file.

    Raises
    ------
    SourceUnavailable
        When it is not in `folder`; says where to get it.
    """
    found = [path for path in (Path(folder, name) for name in FILES) if path.exists()]
    if not found:
        raise SourceUnavailable(
            "The authors' data file is not there.",
            expected=" or ".join(FILES),
            where=folder,
            next_step="download it from doi:10.7910/DVN/KFA3YG and place it there, "
            "or set analysis: rebuilt",
        )
    return found[0]


def read(path: str | Path) -> pd.DataFrame:
    """Read the authors' file as an analysis table.

    Parameters
    ----------
    path : path
        A Stata (.dta) or tab-separated (.tab) file with the archive's variable names.

    Returns
    -------
    pandas.DataFrame
        crisis, coalition, the 15 regressors, and ``complete``.

    Raises
    ------
    ReaderError
        When the file cannot be read, a variable is absent or the outcome is not 0 or 1.
    """
    path = Path(path)
    source = Source("archive", "2016", "dta" if path.suffix == ".dta" else "tsv", path)
    table = conform(
        load(source, columns=NAMES, next_step=AS_PUBLISHED),
        SCHEMA,
        source,
        error=ReaderError,
        expected="numbers; join 0 or 1, crisno known",
        file=path,
        next_step=AS_PUBLISHED,
    )
    table = table.rename(columns=NAMES).astype({"crisis": "int64", "coalition": "int64"})
    return table.assign(complete=table.notna().all(axis=1))
