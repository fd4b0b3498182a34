"""Models 1 and 2 of the paper fitted to simulated crises: which signs come back, and when."""

from functools import partial

import numpy as np
import pandas as pd
from scipy.stats import norm

from coalitions.game.simulation import SCENARIOS, Scenario, simulate
from hetprobit import HetProbit, Probit
from hetprobit.errors import ModelError

_MEAN = ["divergence_tp", "divergence_ap", "insecurity_a"]
_CRITICAL = norm.ppf(0.975)
_PREDICTED = {
    "divergence_tp": 1,
    "divergence_ap": -1,
    "insecurity_a": 1,
    "lnsigma:insecurity_a": -1,
}


def fit_both(sample: pd.DataFrame) -> pd.DataFrame:
    """Fit the probit and the heteroskedastic probit to one simulated sample.

    Parameters
    ----------
    sample : pandas.DataFrame
        From :func:`coalitions.game.simulation.simulate`.

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
    exog = sample[_MEAN].assign(const=1.0)
    outcome, groups = sample["coalition"], sample["crisis"]
    options = {"cov_type": "cluster", "cov_kwds": {"groups": groups.to_numpy()}}
    fits = {
        "probit": Probit(outcome, exog).fit(**options),
        "hetprobit": HetProbit(outcome, exog, sample[["insecurity_a"]]).fit(**options),
    }
    return pd.concat([_coefficients(name, fit, sample) for name, fit in fits.items()])


def _coefficients(model, fit, sample):
    params = pd.Series(np.asarray(fit.params), index=fit.model.exog_names)
    errors = pd.Series(np.asarray(fit.bse), index=params.index)
    terms = [term for term in _PREDICTED if term in params.index]
    table = pd.DataFrame({"estimate": params[terms], "z": params[terms] / errors[terms]})
    table.loc["mean_effect"] = [_mean_effect(params, sample), 0.0]
    return table.rename_axis("term").reset_index().assign(model=model)


def _mean_effect(params, sample):
    gamma = params.get("lnsigma:insecurity_a", 0.0)
    index = sample[_MEAN] @ params[_MEAN] + params["const"]
    sigma = np.exp(gamma * sample["insecurity_a"])
    slope = (params["insecurity_a"] - gamma * index) / sigma
    return float((norm.pdf(index / sigma) * slope).mean())


def replicate(
    scenario: Scenario, n_samples: int, n_crises: int, n_partners: int, seed: int
) -> dict:
    """Simulate and fit one scenario many times.

    Parameters
    ----------
    scenario : Scenario
        How crises come about.
    n_samples, n_crises, n_partners : int
        Samples, crises per sample, partners per crisis.
    seed : int
        Seed; every sample gets its own stream.

    Returns
    -------
    dict
        One row of the simulation table; see :func:`simulation_table`.
    """
    streams = np.random.default_rng(seed).spawn(n_samples)
    rates, gaps, tables = [], [], []
    for stream in streams:
        sample = simulate(scenario, n_crises, n_partners, stream)
        rates.append(sample["coalition"].mean())
        insecure = sample["insecurity_a"] > sample["insecurity_a"].median()
        by_half = sample["coalition"].groupby(insecure).mean()
        gaps.append(by_half[True] - by_half[False])
        try:
            tables.append(fit_both(sample))
        except ModelError:
            continue  # counted: samples minus fitted
    row = {
        "scenario": scenario.name,
        "samples": n_samples,
        "fitted": len(tables),
        "coalition_rate": np.mean(rates),
        "insecure_minus_secure": np.mean(gaps),
    }
    stacked = pd.concat(tables) if tables else pd.DataFrame()
    return row | (_summary(stacked) if len(stacked) else {})


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
    n_samples: int, n_crises: int, n_partners: int, seed: int, scenarios=SCENARIOS
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
        opposite sign; ``hetprobit_recovers`` (the hypotheses
        significant as predicted in most samples) and ``probit_finds`` (what the probit finds of
        insecurity in most samples: ``H2``, ``the opposite of H2`` or ``nothing``, at 5%).
    """
    run = partial(replicate, n_samples=n_samples, n_crises=n_crises, n_partners=n_partners)
    table = pd.DataFrame([run(scenario, seed=seed + i) for i, scenario in enumerate(scenarios)])
    recovered = pd.DataFrame(
        {
            "H1": table[
                ["hetprobit.divergence_tp.predicted", "hetprobit.divergence_ap.predicted"]
            ].min(axis=1),
            "H2": table["hetprobit.insecurity_a.predicted"],
            "H3": table["hetprobit.lnsigma_insecurity_a.predicted"],
        }
    )
    most = recovered > 0.5
    table["hetprobit_recovers"] = most.apply(lambda row: " ".join(row.index[row]) or "none", axis=1)
    table["probit_finds"] = np.select(
        [
            table["probit.insecurity_a.predicted"] > 0.5,
            table["probit.insecurity_a.opposite"] > 0.5,
        ],
        ["H2", "the opposite of H2"],
        "nothing",
    )
    descriptions = {scenario.name: scenario.description for scenario in scenarios}
    table.insert(1, "description", table["scenario"].map(descriptions))
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
