"""What every filter of the data let through, in the words of a reader."""

import pandas as pd

from coalitions.report.labels import LABELS, coding_label

_BY_CODING = "partners by coding "
_PARTS = "crises and their parts"


def attrition_in_words(attrition: pd.DataFrame) -> pd.DataFrame:
    """Name variables, codings and units as the other tables do.

    Parameters
    ----------
    attrition : pandas.DataFrame
        step, unit, rows_in, rows_out, why, as `coalitions.attrition.Attrition` notes them.

    Returns
    -------
    pandas.DataFrame
        With the same columns. From the step on that divides crises they are counted by part, and
        what is not left out there is said as such.
    """
    divides = attrition["step"].eq(_PARTS)
    by_part = divides.cummax() & attrition["unit"].eq("crises")
    return attrition.assign(
        step=attrition["step"].map(_step),
        unit=attrition["unit"].mask(by_part, "crises and parts"),
        why=attrition["why"].mask(
            divides, "nobody: a crisis with several pairs of principals has a part for each"
        ),
    )


def _step(step):
    if step.startswith(_BY_CODING):
        return f"partners by coding: {coding_label(step.removeprefix(_BY_CODING))}"
    if step == _PARTS:
        return "crises divided into parts"
    variable, _, known = step.partition(" ")
    return f"{LABELS[variable]}: {known}" if variable in LABELS else step
