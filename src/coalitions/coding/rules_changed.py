"""Which crises each changed rule of the second edition bears on, and how readers agree there."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from coalitions.coding.cases import Cases
from coalitions.coding.editions import RECALL
from coalitions.coding.reliability import agreement
from coalitions.readers.system import StateSystem

# Second codebook, section 5.3: days before the first day from which a row is of a running war.
_RUNNING = pd.Timedelta(days=30)
_KAPPAS = {
    "two-sided": "two-sided or not",
    "any partner": "any partner, by builder",
    "partner": "partner, by builder and candidate",
}


@dataclass(frozen=True, eq=False)
class Background:
    """What is known of crises from other sources.

    Attributes
    ----------
    dates : pandas.DataFrame
        From `coalitions.coding.crisis_dates.crisis_dates`.
    actors : pandas.DataFrame
        Columns crisis and state: ICB's actors.
    system : coalitions.readers.system.StateSystem
    """

    dates: pd.DataFrame
    actors: pd.DataFrame
    system: StateSystem

    @property
    def years(self) -> pd.Series:
        """Year in which a crisis begins, by crisis."""
        return self.dates["start"].dt.year


def only(cases: Cases, crises: set[int]) -> Cases:
    """Keep some crises of a coding."""
    return Cases(
        cases.edition,
        cases.crises[cases.crises["crisis"].isin(crises)],
        cases.partners[cases.partners["crisis"].isin(crises)],
    )


def touched(first: Cases, second: Cases, background: Background) -> dict[str, set[int]]:
    """Tell which crises a changed rule bears on, by what either edition records of them.

    Parameters
    ----------
    first, second : coalitions.coding.cases.Cases
        Editions 1 and 2, adjudicated.
    background : Background

    Returns
    -------
    dict of str to set of int
        Numbers of crises that both editions have, by rule; last those that no rule bears on.
    """
    shared = set(first.crises["crisis"]) & set(second.crises["crisis"])
    both = (first, second)
    principals = pd.concat([_principals(cases) for cases in both])
    members = pd.concat([cases.partners[["crisis", "partner"]] for cases in both])
    everyone = pd.concat([principals, members.set_axis(["crisis", "state"], axis=1)])
    started = everyone["crisis"].map(background.dates["start"])
    started = started.clip(upper=background.system.spells["end"].max())
    known = pd.MultiIndex.from_frame(background.actors[["crisis", "state"]])
    actor = pd.MultiIndex.from_frame(principals).isin(known)
    member = background.system.is_member(everyone["state"], started)
    rows = second.partners
    found = {
        "two-sidedness: a principal is no ICB actor": set(principals["crisis"][~actor]),
        "membership: a state enters during the crisis": set(everyone["crisis"][~member]),
        "running wars: a row dates from before the crisis": set(
            rows.loc[rows["running_war"], "crisis"]
        )
        | _long_before(first.partners, background.dates["start"]),
        "the message: a promise the target did not know": set(
            rows.loc[~rows["known_to_target"], "crisis"]
        ),
        "evidence: a call by recall": set(rows.loc[rows["source"].eq(RECALL), "crisis"]),
        "principals: the editions name other pairs": _other_pair(first, second),
    }
    found = {rule: crises & shared for rule, crises in found.items()}
    return found | {"none of these": shared.difference(*found.values())}


def kappas_by_rule(
    first: tuple[Cases, Cases],
    second: tuple[Cases, Cases],
    rules: dict[str, set[int]],
    candidates: pd.Series,
) -> pd.DataFrame:
    """Compare how the passes of either edition agree on the crises that a rule bears on.

    Parameters
    ----------
    first, second : pair of coalitions.coding.cases.Cases
        Passes of editions 1 and 2.
    rules : dict of str to set of int
        From `touched`.
    candidates : pandas.Series
        As for `coalitions.coding.reliability.agreement`.

    Returns
    -------
    pandas.DataFrame
        One row a rule: rule, crises, and Cohen's kappa of the calls whether a part is two-sided,
        whether a builder has a partner and who is one, by edition; missing where both readers of
        an edition give all units one answer, and zero by construction where one of them does.
    """
    rows = []
    for rule, crises in rules.items():
        row = {"rule": rule, "crises": len(crises)}
        for number, passes in enumerate((first, second), 1):
            row |= _kappas(passes, crises, number, candidates)
        rows.append(row)
    return pd.DataFrame(rows)


def _kappas(passes, crises, number, candidates):
    if not crises:
        return {f"{name}, edition {number}": np.nan for name in _KAPPAS}
    # Where both readers give all units one answer, chance alone would have them agree.
    with np.errstate(invalid="ignore"):
        table = agreement(only(passes[0], crises), only(passes[1], crises), candidates)
    kappa = table.set_index("measure")["kappa"]
    return {f"{name}, edition {number}": kappa[measure] for name, measure in _KAPPAS.items()}


def _principals(cases):
    sided = cases.crises[cases.crises["two_sided"].astype(bool)]
    return pd.concat(
        sided[["crisis", f"principal_{n}"]].set_axis(["crisis", "state"], axis=1) for n in (1, 2)
    )


def _long_before(partners, starts):
    """Name crises with a row whose date, at its latest, lies well before the first day."""
    period = partners["since"].map(lambda day: pd.Period(day).end_time if day else pd.NaT)
    before = period < partners["crisis"].map(starts) - _RUNNING
    return set(partners.loc[before, "crisis"])


def _other_pair(first, second):
    pair = ["principal_1", "principal_2"]
    both = first.crises.merge(second.crises, on=["crisis", "part"], suffixes=("_a", "_b"))
    both = both[both["two_sided_a"].astype(bool) & both["two_sided_b"].astype(bool)]
    same = np.logical_and.reduce([both[f"{n}_a"].eq(both[f"{n}_b"]) for n in pair])
    return set(both.loc[~same, "crisis"])
