"""The codings of coalition partners side by side."""

import pandas as pd

from coalitions.errors import CoalitionsError
from coalitions.estimates.specifications import (
    COVARIANCE_LABELS,
    estimates,
    estimation_sample,
    fit,
    table_2,
)
from coalitions.report.labels import LABELS, coding_label
from coalitions.report.number_text import coefficient, count
from coalitions.report.text_table import TextTable
from coalitions.settings import Estimation
from hetprobit.errors import ModelError

_MAIN = (
    (1, "mean", "insecurity_a"),
    (2, "mean", "insecurity_a"),
    (2, "variance", "insecurity_a"),
    (2, "mean", "divergence_tp"),
    (2, "mean", "divergence_ap"),
)


def codings_table(
    analysis: pd.DataFrame, partners: pd.DataFrame, estimation: Estimation
) -> TextTable:
    """Count coalitions and refit the models under every coding.

    Parameters
    ----------
    analysis : pandas.DataFrame
        The analysis table, with one ``coalition_<coding>`` column each.
    partners : pandas.DataFrame
        Partner calls of all codings.
    estimation : coalitions.settings.Estimation

    Returns
    -------
    TextTable
        One column a coding: counts, then main coefficients; where a model cannot be fitted
        the reason stands in their place.
    """
    columns = {}
    codings = [c.removeprefix("coalition_") for c in analysis if c.startswith("coalition_")]
    for coding in codings:
        calls = partners[partners["coding"].eq(coding)]
        joined = analysis[analysis[f"coalition_{coding}"].eq(1)]
        inside = calls[calls["inside"].astype(bool)]
        columns[coding_label(coding)] = {
            "Partner calls": count(len(calls)),
            "Coalitions of these partners": count(_coalitions(calls)),
            "Calls of potential partners": count(len(inside)),
            "Coalitions with a potential partner": count(_coalitions(inside)),
            "Coalition dyads with all regressors": count(joined["complete"].sum()),
            **_coefficients(analysis, coding, estimation),
        }
    return TextTable(
        "Coalitions and main coefficients by coding",
        pd.DataFrame(columns).rename_axis("Coding").reset_index(),
        f"Standard errors in brackets, {COVARIANCE_LABELS[estimation.covariance]}; * p < .05. "
        "Partner calls count each partner of each builder, also those outside the potential "
        "partners; coalitions count the builders.",
    )


def _coalitions(calls):
    return calls.groupby(["crisis", "part", "a"]).ngroups


def _coefficients(analysis, coding, estimation):
    labels = {key: f"Model {key[0]}, {key[1]}: {LABELS[key[2]]}" for key in _MAIN}
    cells: dict[str, str] = {}
    for model in table_2(estimation.variance):
        keys = [key for key in _MAIN if key[0] == model.number]
        try:
            sample = estimation_sample(analysis, coding)
            table = estimates(model, fit(model, sample, estimation.covariance))
        except (CoalitionsError, ModelError) as error:
            cells |= {labels[key]: f"not estimable: {error.what}" for key in keys}
            continue
        table = table.set_index(["model", "equation", "term"])
        cells |= {labels[key]: coefficient(table.loc[key]) for key in keys}
    return cells
