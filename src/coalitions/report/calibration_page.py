"""The authors' held values beside those of every job insecurity, and the default the rule takes."""

import pandas as pd

from coalitions.estimates.calibration import FIRST_ESTIMATE, HELD, NEAR, SEARCHED
from coalitions.insecurity.family import NAMES
from coalitions.report.number_text import count, fixed
from coalitions.report.rendering import render
from coalitions.settings import Insecurity, Run

_STATISTICS = [h.name for h in HELD]
_HEADS = {
    "leaders": "leaders",
    "growth_series": "growth",
    "growth_year": "year of growth",
    "model": "model",
    "changes": "changes",
}


def calibration_page(table: pd.DataFrame, own: Insecurity, run: Run) -> str:
    """Write the page.

    Parameters
    ----------
    table : pandas.DataFrame
        From `coalitions.estimates.calibration.decide`.
    own : coalitions.settings.Insecurity
        The run's.
    run : coalitions.settings.Run

    Returns
    -------
    str
        Markdown.
    """
    (chosen,) = table[table["chosen"]].to_dict("records")
    keys = pd.Series({key: getattr(own, key) for key in SEARCHED})
    is_own = table[list(SEARCHED)].eq(keys).all(axis=1)
    left_out = table[~table["passes"]]
    # One line a source outside the filter, at its nearest model and count; the CSV has them all.
    sources = ["leaders", "growth_series", "growth_year"]
    nearest = left_out.sort_values("distance", kind="stable").drop_duplicates(sources)
    return render(
        "calibration_page.md.j2",
        run=run.statement(),
        first=FIRST_ESTIMATE,
        times=NEAR,
        variants=len(table),
        passing=int(table["passes"].sum()),
        near=int(table["near"].sum()),
        chosen=chosen,
        block=[f"{key}: {value}" for key, value in _block(chosen).items()],
        least=fixed(table.loc[table["passes"], "distance"].min(), ".4f"),
        distance=fixed(chosen["distance"], ".4f"),
        n=count(chosen["n"]),
        own=_lines(table[is_own]),
        inside=_lines(table[table["passes"]].sort_values("distance", kind="stable")),
        outside=_lines(nearest),
    )


def _block(chosen):
    """Return the keys of the configuration that make a variant; the dataset follows the series."""
    dataset = "gdp_sdp" if chosen["growth_series"] == "sdp" else "gdp_panel"
    return {"growth": dataset} | {key: chosen[key] for key in SEARCHED}


def _lines(rows):
    """Lay out variants as text, the authors' values first."""
    frame = pd.DataFrame(
        {
            **{head: rows[key].map(NAMES[key]) for key, head in _HEADS.items()},
            "from": rows["first_estimate"].map(lambda year: fixed(year, ".0f")),
            "N": rows["n"].map(count),
            "crises": rows["crises"].map(count),
            **{name: rows[name].map(fixed) for name in _STATISTICS},
            "distance": rows["distance"].map(lambda value: fixed(value, ".4f")),
            "": [
                "chosen" if chosen else "near" if near else problem
                for chosen, near, problem in zip(
                    rows["chosen"], rows["near"], rows["problem"].fillna(""), strict=True
                )
            ],
        }
    )
    authors = {name: "" for name in frame} | {h.name: f"{h.value:g}" for h in HELD}
    authors |= {"leaders": "**the authors**", "distance": "0"}
    return pd.concat([pd.DataFrame([authors]), frame], ignore_index=True)
