import pandas as pd

from coalitions.errata.register import SCHEMA
from coalitions.report.errata_page import SHOWN, errata_page


def test_page_shows_entries_rows_and_candidates():
    plain = dict.fromkeys(SCHEMA.columns, "")
    entry = {"erratum": "swapped", "dataset": "d", "versions": "all", "treatment": "swap"}
    entry |= {"states": "8; 9", "years": "1982", "what": "Exchanged.", "evidence": "Seen."}
    register = pd.DataFrame([plain | entry])
    alone = errata_page(register)
    for part in (
        "## swapped",
        "Exchanged.",
        "`d`, every version; states 8, 9; years 1982",
        "Seen.",
    ):
        assert part in alone
    assert "snakemake --cores all errata" in alone
    n = SHOWN + 3
    found = pd.DataFrame(
        {
            "dataset": "d",
            "version": ["1", "2"] * n,
            "check": [f"differs from {v}" for v in ("3", "4")] * n,
            "state": [s for s in range(n) for _ in "12"],
            "year": 1982,
            "size": [float(s) for s in range(n) for _ in "12"],
            "detail": "x",
            "erratum": ["swapped", "swapped", *[""] * (2 * n - 2)],
        }
    )
    touched = pd.DataFrame({"erratum": ["swapped"], "dyads": [4], "complete": [3], "crises": [1]})
    page = errata_page(register, found, touched)
    assert f"{2 * n} candidates, {n} state-years, 1 of them in the register" in page
    assert page.count("| x ") == SHOWN
    assert "### d: differs from a release" in page
    assert "| swapped   | 4       | 3          | 1        |" in page
