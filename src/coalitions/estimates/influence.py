"""What single crises and leaders do to the estimates: refits without each of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from coalitions.errors import DesignError
from coalitions.estimates.specifications import MAIN, Specification, coefficient
from coalitions.significance import Z
from coalitions.variables.days import on_day
from hetprobit import ProbitResults
from hetprobit.errors import ModelError


def leader_ids(sample: pd.DataFrame, yearly: pd.DataFrame) -> pd.Series:
    """Return whose job insecurity stands for A, as ``"state:leader"``.

    Parameters
    ----------
    sample : pandas.DataFrame
        Columns a, start (first day of the crisis).
    yearly : pandas.DataFrame
        From `coalitions.insecurity.job_insecurity.yearly_insecurity`: state, year, since, leader.

    Returns
    -------
    pandas.Series of str
        Index of `sample`.

    Raises
    ------
    DesignError
        When a row has no leader, though its job insecurity is known.
    """
    leader = pd.Series(on_day(yearly, "leader", sample["a"], sample["start"]), sample.index)
    if leader.isna().any():
        row = sample.loc[leader.isna(), ["a", "start"]].iloc[0]
        raise DesignError(
            "A dyad's builder has no leader on record.",
            expected="a leader for every state-year with job insecurity",
            got=f"none for state {row['a']} on {pd.Timestamp(row['start']):%Y-%m-%d}",
            next_step="take job insecurity and the analysis table from the same run",
        )
    return (sample["a"].astype(str) + ":" + leader).rename("leader")


def leave_one_out(
    specification: Specification,
    results: ProbitResults,
    sample: pd.DataFrame,
    units: Mapping[str, pd.Series],
    terms: Sequence[tuple[str, str]] = MAIN,
) -> pd.DataFrame:
    """Refit a model without each unit in turn.

    Parameters
    ----------
    specification : coalitions.estimates.specifications.Specification
    results : hetprobit.ProbitResults
        Clustered on the crisis, of all of `sample`.
    sample : pandas.DataFrame
        Estimation sample; column crisis.
    units : mapping of str to pandas.Series
        For each kind of unit ("crisis", "leader") the identifier of every row of `sample`; a row
        without one stays.
    terms : sequence of (str, str)
        Equation and term of the coefficients that are followed.

    Returns
    -------
    pandas.DataFrame
        One row a unit and coefficient of `terms`: model, unit, id (str), rows and joined (rows
        and coalition dyads removed), problem (why there is no estimate without the unit, else
        empty), equation, term, estimate and std_error (of all rows), without and
        std_error_without (clustered, at the refit), change, change_in_se (in standard errors
        of all rows), sign_changes, verdict_changes (at .05, two-sided).
    """
    used = sample.iloc[results.model.rows]
    named = [(equation, term, coefficient(equation, term)) for equation, term in terms]
    kept = [(*key, name) for *key, name in named if name in results.param_names]
    params, errors = results.params, results.bse
    removals = [
        (unit, one, rows)
        for unit, ids in units.items()
        for one, rows in _rows_by(ids.loc[used.index])
    ]
    pieces = []
    for unit, one, rows in tqdm(
        removals, desc=f"model {specification.number}", leave=False, disable=None
    ):
        without, without_errors, problem = _without(results, results.model.rows[rows])
        for equation, term, name in kept:
            pieces.append(
                {
                    "model": specification.number,
                    "unit": unit,
                    "id": str(one),
                    "rows": len(rows),
                    "joined": int(used["coalition"].iloc[rows].sum()),
                    "problem": problem,
                    "equation": equation,
                    "term": term,
                    "estimate": params[name],
                    "std_error": errors[name],
                    "without": without[name],
                    "std_error_without": without_errors[name],
                }
            )
    return _changes(pd.DataFrame(pieces))


def _rows_by(ids):
    """Positions of the rows of each identifier, in the order of the identifiers."""
    return pd.Series(np.arange(len(ids))).groupby(ids.to_numpy()).indices.items()


def _without(results, removed):
    """Estimates and standard errors without some rows, and why there are none (or "")."""
    try:
        refit = results.refit_without(removed)
    except ModelError as error:
        missing = pd.Series(np.nan, results.param_names)
        return missing, missing, f"{type(error).__name__}: {error.what}"
    return refit.params, refit.bse, ""


def _changes(table):
    known = table["without"].notna()
    before = significant(table["estimate"], table["std_error"])
    after = significant(table["without"], table["std_error_without"])
    signs = np.sign(table["without"]).ne(np.sign(table["estimate"]))
    change = table["without"] - table["estimate"]
    return table.assign(
        change=change,
        change_in_se=change / table["std_error"],
        sign_changes=signs.astype("boolean").where(known),
        verdict_changes=before.ne(after).astype("boolean").where(known),
    )


def significant(estimate: pd.Series, error: pd.Series) -> pd.Series:
    """Tell where estimates differ from zero at `LEVEL`, two-sided; both Series."""
    return (estimate / error).abs().gt(Z)


def unit_names(
    crises: pd.DataFrame,
    leaders: pd.DataFrame | None = None,
    states: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Name the units of `leave_one_out`.

    Parameters
    ----------
    crises : pandas.DataFrame
        Columns crisis, name; the parts of a crisis share its name.
    leaders : pandas.DataFrame, optional
        Table of leaders: state, leader, and name where the leader's identifier is not one.
    states : pandas.DataFrame, optional
        Columns state, abbreviation; needed with `leaders`, who go unnamed without it.

    Returns
    -------
    pandas.DataFrame
        Columns unit, id, name; one row a unit.
    """
    of_crises = crises.drop_duplicates("crisis")
    named = pd.DataFrame(
        {"unit": "crisis", "id": of_crises["crisis"].astype(str), "name": of_crises["name"]}
    )
    if leaders is None or states is None:
        return named.reset_index(drop=True)
    people = leaders.dropna(subset="leader").drop_duplicates(["state", "leader"])
    codes = states.set_index("state")["abbreviation"]
    shown = people["name"] if "name" in people else people["leader"]
    of_leaders = pd.DataFrame(
        {
            "unit": "leader",
            "id": people["state"].astype(str) + ":" + people["leader"],
            "name": shown + ", " + people["state"].map(codes),
        }
    )
    return pd.concat([named, of_leaders], ignore_index=True)


def with_names(table: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Add the column name to `leave_one_out`; a unit without a name keeps its identifier."""
    both = table.merge(names, on=["unit", "id"], how="left", validate="m:1")
    both["name"] = both["name"].fillna(both["id"])
    first = ["model", "unit", "id", "name"]
    return both[[*first, *both.columns.difference(first, sort=False)]]


def most_influential(table: pd.DataFrame, shown: int = 5) -> pd.DataFrame:
    """Return the units that move each coefficient most, by change in standard errors.

    Parameters
    ----------
    table : pandas.DataFrame
        From `leave_one_out`.
    shown : int
        Units per model, coefficient and kind of unit.

    Returns
    -------
    pandas.DataFrame
        Rows of `table`, most influential first within each coefficient.
    """
    place = {key: i for i, key in enumerate(MAIN)}
    keys = pd.Series(list(zip(table["equation"], table["term"], strict=True)), index=table.index)
    ordered = table.assign(place=keys.map(place), size=table["change_in_se"].abs())
    ordered = ordered[ordered["size"].notna()].sort_values(
        ["model", "place", "unit", "size", "id"], ascending=[True, True, True, False, True]
    )
    few = ordered.groupby(["model", "place", "unit"], sort=False).head(shown)
    return few.drop(columns=["place", "size"]).reset_index(drop=True)


def ranges(table: pd.DataFrame) -> pd.DataFrame:
    """Summarise how far all removals of a kind move each coefficient.

    Parameters
    ----------
    table : pandas.DataFrame
        From `leave_one_out`.

    Returns
    -------
    pandas.DataFrame
        One row a model, coefficient and kind of unit: estimate, std_error, removals,
        no_maximum (removals that leave no estimate), lowest, highest, sign_changes and
        verdict_changes (numbers of removals).
    """
    groups = table.groupby(["model", "equation", "term", "unit"], sort=False)
    return groups.agg(
        estimate=("estimate", "first"),
        std_error=("std_error", "first"),
        removals=("id", "size"),
        no_maximum=("problem", lambda problem: int(problem.ne("").sum())),
        lowest=("without", "min"),
        highest=("without", "max"),
        sign_changes=("sign_changes", "sum"),
        verdict_changes=("verdict_changes", "sum"),
    ).reset_index()


def decisive(table: pd.DataFrame) -> pd.DataFrame:
    """Return the single crises on which it hangs whether a coefficient of model 2 has p < .05.

    Parameters
    ----------
    table : pandas.DataFrame
        From `leave_one_out`.

    Returns
    -------
    pandas.DataFrame
        Rows of `table`, one a crisis and coefficient, in its order.
    """
    alone = table["unit"].eq("crisis") & table["model"].eq(2)
    return table[alone & table["verdict_changes"].fillna(False)].reset_index(drop=True)


def read_leave_one_out(path: str | Path) -> pd.DataFrame:
    """Read `leave_one_out` back from CSV, with the types it had."""
    types = {"id": "str", "problem": "str", "sign_changes": "boolean", "verdict_changes": "boolean"}
    return pd.read_csv(path, dtype=types).fillna({"problem": ""})
