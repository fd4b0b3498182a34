"""The analysis with a dataset in another version, and what such a swap may change."""

from dataclasses import dataclass

import pandas as pd

from coalitions.errors import CoalitionsError
from coalitions.estimates.specifications import estimates, estimation_sample, fit_table_2
from coalitions.estimates.versions import compare_rows, compare_values
from coalitions.variables.catalogue import REGRESSORS
from hetprobit.errors import ModelError

OUTCOMES = [f"coalition_{c}" for c in ("cases", "sides", "mid_display", "mid_force", "war")]
DIVERGENCE = ("divergence_tp", "divergence_ap")
DISTANCE = ("distance_at", "distance_pt")
INSECURITY = ("insecurity_a", "insecurity_p")
# Variables that rest on a dataset, and no others: what a swap of it may change.
RESTS_ON = {
    "atop": ("allied_ap",),
    "capital_distance": DISTANCE,
    "cow_alliances_yearly": ("allied_ap",),
    "cow_contiguity": DISTANCE,
    "cow_nmc": ("cinc_a", "cinc_t", "cinc_p"),
    "dd_heads_of_government": INSECURITY,
    "gdp_sdp": INSECURITY,
    "icb_actor": ("un_support",),
    # Disputes are matched to crisis dyads.
    "icb_dyads": ("coalition_sides", "coalition_mid_display", "coalition_mid_force"),
    "mid_participants": ("coalition_mid_display", "coalition_mid_force"),
    "minimum_distance": DISTANCE,
    "polity": ("democracy_a", "democracy_p"),
    "reign_leaders": INSECURITY,
    "unga_ideal_points": DIVERGENCE,
    "unga_votes": DIVERGENCE,
    # When a crisis starts, and who is a state, everything is measured by.
    "icb_system": (*OUTCOMES, *REGRESSORS),
    "cow_states": (*OUTCOMES, *REGRESSORS),
}
# Datasets that say which dyads there are.
DYADS = ("cow_contiguity", "cow_states", "icb_system")


@dataclass(frozen=True)
class Swapped:
    """What a swap counts, changes and estimates: the tables that the workflow writes of it.

    Attributes
    ----------
    rows : dict
    variables, estimates : pandas.DataFrame
    """

    rows: dict
    variables: pd.DataFrame
    estimates: pd.DataFrame

    def moved(self):
        """Return the variables that any dyad has another value of."""
        differs = self.variables[["changed", "now_known", "now_missing"]].gt(0).any(axis=1)
        return set(self.variables.loc[differs, "variable"])


def estimated(analysis, settings):
    """Return the estimates of both models of Table 2, or what keeps them from being estimated."""
    choice, found = settings.estimation, []
    try:
        sample = estimation_sample(analysis, settings.coding)
        for model, results in fit_table_2(sample, choice.variance, choice.covariance):
            found.append(estimates(model, results))
    except (CoalitionsError, ModelError) as error:
        return pd.concat(found) if found else pd.DataFrame(columns=["model"]), error.what
    return pd.concat(found), None


def compared(before, after, settings):
    """Hold an analysis table against that of the run, without the workflow."""
    table, problem = estimated(after, settings)
    rows = compare_rows(before, after) | {"problem": problem}
    return Swapped(rows, compare_values(before, after), table)


def written(folder, swap):
    """Read what the workflow wrote of a swap."""
    text = {"version": str, "problem": str}
    rows, values, table = (
        pd.read_csv(folder / swap / f"{name}.csv", dtype=text)
        for name in ("rows", "values", "estimates")
    )
    return Swapped(*rows.to_dict("records"), values, table)


def assert_only_what_rests_on_it(found, dataset):
    """Assert that a swap builds, and changes nothing that does not rest on its dataset."""
    rows = found.rows
    assert rows["dyads"] >= rows["complete"] > 0
    assert found.variables["variable"].tolist() == [*OUTCOMES, *REGRESSORS]
    assert found.variables["changed"].notna().all()
    assert set(found.estimates["model"]) == {1, 2} or isinstance(rows["problem"], str)
    assert found.moved() <= set(RESTS_ON[dataset])
    assert dataset in DYADS or rows["dyads_new"] == rows["dyads_gone"] == 0
