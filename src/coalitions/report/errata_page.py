"""The register of errata, and what the search for others finds, as a page."""

import pandas as pd

from coalitions.errata.register import TREATED
from coalitions.report.rendering import render

# Candidates of each search that the page shows; the file holds them all.
SHOWN = 8
_CHECK = ["dataset", "check"]


def errata_page(
    register: pd.DataFrame,
    found: pd.DataFrame | None = None,
    touched: pd.DataFrame | None = None,
) -> str:
    """Write the page.

    Parameters
    ----------
    register : pandas.DataFrame
        From `coalitions.errata.register.read_register`.
    found : pandas.DataFrame, optional
        From `coalitions.errata.candidates.judged`; without it the page says how to search.
    touched : pandas.DataFrame, optional
        From `coalitions.errata.touched.counted`.

    Returns
    -------
    str
        Markdown.
    """
    return render(
        "errata_page.md.j2",
        entries=[row._asdict() for row in register.itertuples(index=False)],
        treated=TREATED,
        touched=None if touched is None else touched.astype("str"),
        searches=None if found is None else _searches(found),
    )


def _searches(found):
    """Return what each search finds: how much, how much of it is registered, and the first rows."""
    plain = found.assign(
        check=found["check"].str.replace(r"^differs from .*", "differs from a release", regex=True)
    )
    searches = []
    for (dataset, check), rows in plain.groupby(_CHECK, sort=False):
        # Releases tell the same story; the page shows each state and year once.
        once = rows.sort_values("size", ascending=False, kind="stable")
        once = once.drop_duplicates(["state", "year"])
        shown = once.head(SHOWN).assign(size=once["size"].head(SHOWN).map("{:.2f}".format))
        searches.append(
            {
                "dataset": dataset,
                "check": check,
                "n": len(rows),
                "once": len(once),
                "registered": int(once["erratum"].ne("").sum()),
                "rows": shown[["version", "state", "year", "size", "detail", "erratum"]].astype(
                    "str"
                ),
            }
        )
    return searches
