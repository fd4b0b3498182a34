"""The authors' own data file, under this project's names.

Archive: doi:10.7910/DVN/KFA3YG, file WR_formation_LC (.dta, or .tab as the repository exports
it). The variable names on the left are the archive's.
"""

from pathlib import Path

import pandas as pd
import pyreadstat

from coalitions.errors import ReaderError, SourceUnavailable

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


def archive_file(folder):
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


def read(path):
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
    try:
        table = (
            pyreadstat.read_dta(path)[0] if path.suffix == ".dta" else pd.read_csv(path, sep="\t")
        )
        given = [name for name in NAMES if name in table.columns]
        table = table.astype(dict.fromkeys(given, float))
    except (pyreadstat.ReadstatError, ValueError) as error:
        raise ReaderError(
            f"{path.name} cannot be read.",
            got=f"{type(error).__name__}: {error}",
            where=path,
            next_step="place the file of doi:10.7910/DVN/KFA3YG unchanged",
        ) from error
    absent = [name for name in NAMES if name not in table.columns]
    if absent:
        raise ReaderError(
            f"{path.name} lacks variables of the archive.",
            expected=", ".join(absent),
            got=", ".join(table.columns),
            where=path,
            next_step="place the file of doi:10.7910/DVN/KFA3YG unchanged",
        )
    table = table[list(NAMES)].rename(columns=NAMES)
    known = table["coalition"].isin([0, 1]) & table["crisis"].notna()
    if not known.all():
        row = table.index[~known][0]
        raise ReaderError(
            f"{path.name} has a row without a crisis number or with an outcome other than 0 or 1.",
            expected="join 0 or 1, crisno a number",
            got=table.loc[row, ["crisis", "coalition"]].to_dict(),
            where=f"data row {row + 1} of {path}",
            next_step="place the file of doi:10.7910/DVN/KFA3YG unchanged",
        )
    table = table.astype({"crisis": "int64", "coalition": "int64"})
    return table.assign(complete=table.notna().all(axis=1))
