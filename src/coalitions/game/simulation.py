"""Crises drawn from the game, and which signs models 1 and 2 of the paper find in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import ndtri

from coalitions.errors import EmptyRegionError, ParameterDomainError
from coalitions.game.equilibrium import (
    cost_cutoff_alone,
    cost_cutoff_coalition,
    required_payment,
)
from coalitions.game.parameters import GameParameters
from coalitions.game.payoffs import OUT_OF_RESOURCES, leader_alone, survival_status_quo

_CANDIDATES_PER_CRISIS = 12
_RESOURCES = 0.5
_DIVERGENCE_WEIGHT = 0.25
_MIDDLE_INSECURITY = 0.3  # so that the imposed scale leaves the average leader unchanged

_MEAN = ["divergence_tp", "divergence_ap", "insecurity_a"]
_CRITICAL = float(ndtri(0.975))
_FITTED = ["model", "term", "estimate", "z"]
_PREDICTED = {
    "divergence_tp": 1,
    "divergence_ap": -1,
    "insecurity_a": 1,
    "lnsigma:insecurity_a": -1,
}


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """How crises come about.

    Parameters
    ----------
    name, description : str
        Key and one sentence for the table.
    mean_beta : float
        Mean similarity of a partner with average divergences; the formation limit is -0.2 where
        power and costs are fixed.
    selected : bool
        Keep only crises the leader initiates; otherwise every drawn confrontation is kept.
    varied : bool
        Draw power and the costs of both sides; otherwise they are constants.
    source : {"theta", "omega", "both"}
        Which element of the record differs between leaders.
    shock : float
        Standard deviation of an additive shock to the leader's gain from a coalition.
    scale_by_insecurity : float
        The standard deviation of the unobserved part of beta is multiplied by
        ``exp(scale_by_insecurity * (insecurity - 0.3))``: zero in the game, negative for
        Hypothesis 3.
    """

    name: str
    description: str
    mean_beta: float
    selected: bool = True
    varied: bool = False
    source: Literal["theta", "omega", "both"] = "theta"
    shock: float = 0.0
    scale_by_insecurity: float = 0.0

    def __post_init__(self):
        for name, inside, expected in (
            ("source", self.source in ("theta", "omega", "both"), '"theta", "omega" or "both"'),
            ("shock", self.shock >= 0, "zero or more"),
        ):
            if not inside:
                raise ParameterDomainError(
                    f"the parameter {name} lies outside its domain",
                    expected=expected,
                    got=getattr(self, name),
                    where=f"scenario {self.name}",
                )


_TABLE = pd.read_csv(str(files("coalitions.game") / "scenarios.csv"))
SCENARIOS = tuple(Scenario(**row) for row in _TABLE.to_dict("records"))
"""Every scenario of ``scenarios.csv`` changes one thing against the game as stated."""


def simulate(
    scenario: Scenario, n_crises: int, n_partners: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw crises and let the leader choose partners in equilibrium.

    Parameters
    ----------
    scenario : Scenario
        How crises come about.
    n_crises, n_partners : int
        Crises in the sample and potential partners in each; both at least one.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame
        One row per crisis and partner: ``crisis``, ``coalition`` (0/1), ``divergence_tp``,
        ``divergence_ap``, ``insecurity_a`` (1 - sigma(q)). Each partner is judged as in the
        paper, as if it were the only one.

    Raises
    ------
    EmptyRegionError
        When too few of the drawn confrontations become crises.
    """
    if n_crises < 1 or n_partners < 1:
        raise ParameterDomainError(
            "the sample is empty",
            expected="n_crises and n_partners of one or more",
            got=f"n_crises={n_crises}, n_partners={n_partners}",
        )
    drawn = n_crises * (_CANDIDATES_PER_CRISIS if scenario.selected else 1)
    game, divergence_tp, divergence_ap = _draw(scenario, drawn, n_partners, rng)
    affordable = required_payment(game) <= game.resources
    # Payoff of the coalition less that of acting alone.
    gain = OUT_OF_RESOURCES.leader(game, required_payment(game)) - leader_alone(game)
    joins = affordable & (gain + scenario.shock * rng.standard_normal(gain.shape) > 0)
    kept = np.arange(drawn)
    if scenario.selected:
        cutoff = np.where(joins, cost_cutoff_coalition(game), cost_cutoff_alone(game))
        kept = np.flatnonzero((game.c_a < cutoff).any(axis=1))[:n_crises]
        if kept.size < n_crises:
            raise EmptyRegionError(
                "too few confrontations become crises",
                expected=f"{n_crises} crises from {drawn} confrontations",
                got=kept.size,
                where=f"scenario {scenario.name}",
            )
    insecurity = 1 - survival_status_quo(game.theta, game.omega)[kept]
    return pd.DataFrame(
        {
            "crisis": np.repeat(np.arange(n_crises), n_partners),
            "coalition": joins[kept].astype(float).ravel(),
            "divergence_tp": divergence_tp[kept].ravel(),
            "divergence_ap": divergence_ap[kept].ravel(),
            "insecurity_a": np.repeat(insecurity, n_partners),
        }
    )


def _draw(scenario, n_crises, n_partners, rng):
    crisis, dyad = (n_crises, 1), (n_crises, n_partners)
    theta = rng.integers(2, 21, crisis) if scenario.source != "omega" else np.full(crisis, 6)
    omega = rng.integers(2, 21, crisis) if scenario.source != "theta" else np.full(crisis, 4)
    p_a, gain, c_p, c_a = 0.5, 0.25, 0.2, 0.2
    if scenario.varied:
        p_a, gain = rng.uniform(0.35, 0.6, crisis), rng.uniform(0.15, 0.35, dyad)
        c_p, c_a = rng.uniform(0.1, 0.3, dyad), rng.uniform(0.01, 0.5, crisis)
    insecurity = 1 - survival_status_quo(theta, omega)
    divergence_tp, divergence_ap = np.abs(rng.standard_normal((2, *dyad)))
    spread = 0.25 * np.exp(scenario.scale_by_insecurity * (insecurity - _MIDDLE_INSECURITY))
    beta = (
        scenario.mean_beta
        + _DIVERGENCE_WEIGHT * (divergence_tp - divergence_ap)
        + spread * rng.standard_normal(dyad)
    )
    game = GameParameters(
        theta=theta,
        omega=omega,
        resources=_RESOURCES,
        p_a=p_a,
        p_ap=p_a + gain,
        c_p=c_p,
        c_a=c_a,
        q=rng.uniform(0.0, 0.6, crisis),
        beta=beta,
    )
    return game, divergence_tp, divergence_ap


def fit_both(sample: pd.DataFrame) -> pd.DataFrame:
    """Fit the probit and the heteroskedastic probit to one simulated sample.

    Parameters
    ----------
    sample : pandas.DataFrame
        From :func:`simulate`.

    Returns
    -------
    pandas.DataFrame
        One row per model and coefficient: ``model``, ``term``, ``estimate`` and ``z`` (standard
        errors clustered on the crisis); and ``mean_effect``, the average derivative of the
        probability in insecurity, for which no ``z`` is computed (zero).

    Raises
    ------
    hetprobit.errors.ModelError
        When a model has no maximum on this sample.
    """
    return pd.DataFrame(_fitted(sample), columns=_FITTED)


def _fitted(sample):
    # Imported here because it takes a second, which claims on simulations need not spend.
    from hetprobit import HetProbit, Probit

    exog = sample[_MEAN].assign(const=1.0)
    outcome, groups = sample["coalition"], sample["crisis"]
    models = {
        "probit": Probit(outcome, exog),
        "hetprobit": HetProbit(outcome, exog, sample[["insecurity_a"]]),
    }
    clustered = {"groups": groups.to_numpy()}
    return [
        row
        for name, model in models.items()
        for row in _coefficients(name, model.fit(cov_type="cluster", cov_kwds=clustered))
    ]


def _coefficients(model, fit):
    """Give rows as plain tuples: tables of a few rows would take longer than the fit."""
    estimates, z = fit.params.to_dict(), fit.tvalues.to_dict()
    rows = [(model, term, estimates[term], z[term]) for term in _PREDICTED if term in estimates]
    slopes = fit.get_margeff()
    effect = slopes.effects[slopes.names.index("insecurity_a")]
    return [*rows, (model, "mean_effect", effect, 0.0)]


def _replicate(scenario, n_samples, n_crises, n_partners, seed):
    from hetprobit.errors import ModelError

    # One row of the table; every sample gets its own stream of random numbers.
    rates, gaps, fitted, rows = [], [], 0, []
    for stream in np.random.default_rng(seed).spawn(n_samples):
        sample = simulate(scenario, n_crises, n_partners, stream)
        rates.append(sample["coalition"].mean())
        insecure = sample["insecurity_a"] > sample["insecurity_a"].median()
        by_half = sample["coalition"].groupby(insecure).mean()
        gaps.append(by_half[True] - by_half[False])
        try:
            rows += _fitted(sample)
            fitted += 1
        except ModelError:
            continue  # counted: samples minus fitted
    return {
        "scenario": scenario.name,
        "samples": n_samples,
        "fitted": fitted,
        "coalition_rate": np.mean(rates),
        "insecure_minus_secure": np.mean(gaps),
        **_summary(pd.DataFrame(rows, columns=_FITTED)),
    }


def _summary(stacked):
    summary = {}
    for (model, term), part in stacked.groupby(["model", "term"], sort=False):
        key = f"{model}.{term.replace('lnsigma:', 'lnsigma_')}"
        summary[f"{key}.mean"] = part["estimate"].mean()
        if term == "mean_effect":
            continue
        agreeing = part["z"] * _PREDICTED[term]
        summary[f"{key}.predicted"] = (agreeing > _CRITICAL).mean()
        summary[f"{key}.opposite"] = (agreeing < -_CRITICAL).mean()
    return summary


def simulation_table(
    n_samples: int,
    n_crises: int,
    n_partners: int,
    seed: int,
    scenarios: Iterable[Scenario] = SCENARIOS,
) -> pd.DataFrame:
    """Run every scenario and judge what each model recovers.

    Parameters
    ----------
    n_samples, n_crises, n_partners : int
        Samples per scenario, crises per sample, partners per crisis.
    seed : int
        Seed of the whole table.
    scenarios : iterable of Scenario
        Which scenarios to run.

    Returns
    -------
    pandas.DataFrame
        One row per scenario. ``coalition_rate``; ``insecure_minus_secure`` (difference of the
        rate between leaders above and below the median insecurity); per model and term the mean
        estimate and the shares of samples significant at 5% with the predicted and with the
        opposite sign; ``hetprobit_recovers`` (the hypotheses significant as predicted in most
        samples) and ``probit_finds`` (what the probit finds of insecurity in most samples: ``H2``,
        ``the opposite of H2`` or ``nothing``, at 5%).
    """
    run = partial(_replicate, n_samples=n_samples, n_crises=n_crises, n_partners=n_partners)
    scenarios = tuple(scenarios)
    table = pd.DataFrame([run(scenario, seed=seed + i) for i, scenario in enumerate(scenarios)])
    h1 = ["hetprobit.divergence_tp.predicted", "hetprobit.divergence_ap.predicted"]
    recovered = pd.DataFrame(
        {
            "H1 ": table[h1].min(axis="columns") > 0.5,
            "H2 ": table["hetprobit.insecurity_a.predicted"] > 0.5,
            "H3 ": table["hetprobit.lnsigma_insecurity_a.predicted"] > 0.5,
        }
    )
    table["hetprobit_recovers"] = recovered.dot(recovered.columns).str.rstrip().replace("", "none")
    signs = [table[f"probit.insecurity_a.{sign}"] > 0.5 for sign in ("predicted", "opposite")]
    table["probit_finds"] = np.select(signs, ["H2", "the opposite of H2"], "nothing")
    table.insert(1, "description", [scenario.description for scenario in scenarios])
    return table


def misled(table: pd.DataFrame) -> pd.DataFrame:
    """Pick the scenarios in which the probit misses what the heteroskedastic probit finds.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`simulation_table`.

    Returns
    -------
    pandas.DataFrame
        The rows in which the heteroskedastic probit recovers Hypothesis 2 and the probit does not.
    """
    recovered = table["hetprobit_recovers"].str.contains("H2")
    return table[recovered & (table["probit_finds"] != "H2")]
