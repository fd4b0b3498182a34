"""The tables a claim can be held against."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import pandas as pd

from coalitions.dyads.potential_partners import GROUNDS
from coalitions.errors import DesignError
from coalitions.keys import KEY
from coalitions.variables.catalogue import REGRESSORS

KEYS = {
    "analysis": KEY,
    "partners": KEY,
    "estimates": ["model", "equation", "term"],
    "hypotheses": ["hypothesis"],
    "figure": ["drawing", "panel", "x"],
    "wars": ["war"],
    "cases": KEY,
    "coded": ["crisis", "part"],
    "states": ["state"],
    "builders": ["crisis", "part", "a"],
    "appendix": ["table", "model", "equation", "term"],
    "spread": ["variable"],
    "checks": ["key"],
    "simulation": ["scenario"],
    "changes_1": ["parameter"],
    "changes_2": ["formula", "theta", "parameter"],
    "digits_2": ["formula", "theta", "parameter", "needed"],
}

VALUES = {
    "analysis": ["year", "coalition", *REGRESSORS, *GROUNDS],
    "partners": ["inside"],
    "estimates": ["estimate", "std_error", "z", "p_value", "low", "high"],
    "hypotheses": [
        *("label", "estimate", "std_error", "p_value", "low", "high", "typical_sd", "verdict"),
    ],
    "figure": ["probability", "low", "high"],
    "cases": [],
    "coded": ["principal_1", "principal_2"],
    "states": ["name"],
    "builders": [
        *("years_in_office", "insecurity_a", "coalition", "members_divergence"),
        *("un_support", "post_cold_war"),
    ],
    "wars": ["war_name", "start_year", "states_side_1", "states_side_2", "days", "deaths"],
    "appendix": ["estimate", "std_error", "z", "p_value", "low", "high"],
    "spread": ["std_dev"],
    "checks": ["statement", "cases", "exceptions", "holds"],
    "simulation": [
        "insecure_minus_secure",
        "hetprobit.mean_effect.mean",
        "hetprobit.lnsigma_insecurity_a.mean",
        "hetprobit_recovers",
        "probit_finds",
    ],
    "changes_1": ["printed", "needed", "values_tried"],
    "changes_2": ["printed", "needed", "values_tried"],
    "digits_2": ["printed"],
}


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a run built, each table None where it could not be built.

    Attributes
    ----------
    analysis : pandas.DataFrame or None
        One row per crisis, part, coalition builder ``a``, target ``t`` and potential partner
        ``p`` (COW codes): ``year``, ``coalition`` (0/1), the regressors, which rules made ``p`` a
        potential partner, and ``coalition_*``, the outcome by every coding there is.
    partners : pandas.DataFrame or None
        Every coalition partner under the coding, with ``inside``: whether it is also among the
        potential partners.
    estimates : pandas.DataFrame or None
        Coefficients by ``model`` (1, 2), ``equation`` ("mean", "variance") and ``term``.
    hypotheses : pandas.DataFrame or None
        Every hypothesis with its estimate and verdict, from `coalitions.estimates.answers`.
    figure : pandas.DataFrame or None
        Curves of Figure 3 by ``drawing``, ``panel`` ("a", "b") and ``x``, from
        `coalitions.report.figure_3_curves.curves`.
    wars : pandas.DataFrame or None
        One row per COW interstate war: the number of states on each side, ``days``, ``deaths``.
    cases : pandas.DataFrame or None
        Partner calls of the case-by-case coding for all years it covers, also outside the sample.
    coded : pandas.DataFrame or None
        Crises of the case-by-case coding, by ``part``, with their principals; missing where a
        crisis is not two-sided.
    states : pandas.DataFrame or None
        What every state is called, by ``state``, its COW code.
    builders : pandas.DataFrame or None
        One row per possible builder of a coalition, from `coalitions.estimates.builders`.
    appendix : pandas.DataFrame or None
        Coefficients of the models of the appendix, by ``table`` ("A2", "A4", ...), ``model``,
        ``equation`` and ``term``; missing where a model has no estimates.
    spread : pandas.DataFrame or None
        Standard deviations of divergences and affinities, by ``variable``, over the dyads with all
        known; no row where votes were not at hand.
    checks : pandas.DataFrame or None
        Checks of the model over random games, from `coalitions.game.checks.run_checks`.
    simulation : pandas.DataFrame or None
        Scenarios of crises drawn from the game, from `coalitions.game.simulation`.
    changes_1, changes_2 : pandas.DataFrame or None
        Which change of one printed parameter gives Figures 1 and 2 as the text describes them,
        from `coalitions.game.printed_figure_1` and `printed_figure_2`; the smallest change first.
    digits_2 : pandas.DataFrame or None
        Which change of one digit gives Figure 2, from `coalitions.game.printed_figure_2`; what
        does so under most readings first.

    Raises
    ------
    DesignError
        When a table lacks a column or repeats a key.
    """

    analysis: pd.DataFrame = None
    partners: pd.DataFrame = None
    estimates: pd.DataFrame = None
    hypotheses: pd.DataFrame = None
    figure: pd.DataFrame = None
    wars: pd.DataFrame = None
    cases: pd.DataFrame = None
    coded: pd.DataFrame = None
    states: pd.DataFrame = None
    builders: pd.DataFrame = None
    appendix: pd.DataFrame = None
    spread: pd.DataFrame = None
    checks: pd.DataFrame = None
    simulation: pd.DataFrame = None
    changes_1: pd.DataFrame = None
    changes_2: pd.DataFrame = None
    digits_2: pd.DataFrame = None

    def state(self, code: int) -> str:
        """Return the name of a state, or its COW code where none is known."""
        known = {} if self.states is None else self.states.set_index("state")["name"]
        return str(known.get(code, code))

    def listed(self, states: Iterable[int]) -> str:
        """Return the names of states, each once and in the order of their codes."""
        return ", ".join(self.state(code) for code in sorted(set(states))) or "none"

    def __post_init__(self):
        """Refuse tables the checks could misread."""
        for field in fields(self):
            table = getattr(self, field.name)
            if table is not None:
                _examine(field.name, table)


def _examine(name, table):
    columns = KEYS[name] + VALUES[name]
    absent = [c for c in columns if c not in table.columns]
    if absent:
        raise DesignError(
            f"The table {name!r} lacks columns that claims are checked on.",
            expected=", ".join(columns),
            got=f"no {', '.join(absent)}",
            next_step="build the table as coalitions/report/claims/evidence.py describes it",
        )
    repeated = table.duplicated(KEYS[name])
    if repeated.any():
        raise DesignError(
            f"The table {name!r} repeats a key.",
            expected=f"one row per {', '.join(KEYS[name])}",
            got=f"{int(repeated.sum())} repeated rows",
            where=table.loc[repeated, KEYS[name]].iloc[0].to_dict(),
        )
