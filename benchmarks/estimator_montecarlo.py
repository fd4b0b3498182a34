"""Monte Carlo of the heteroskedastic probit: bias, coverage, and what a plain probit does instead.

Run ``python benchmarks/estimator_montecarlo.py``; it takes some minutes, is seeded, and rewrites
estimator_montecarlo.csv and .md beside it. Coverage is that of nominal 95% intervals; a
replication without a maximum counts as failed and enters nothing else.
"""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import ndtr
from scipy.stats import norm

from hetprobit import HetProbit, Probit
from hetprobit.errors import EstimationError

HERE = Path(__file__).parent


def clustered_normal(rng, groups, correlation):
    """Draw standard normal errors with a given correlation within clusters."""
    shared = rng.normal(size=groups.max() + 1)[groups]
    own = rng.normal(size=len(groups))
    return np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own


def draw_by_size(rng, n, n_clusters):
    """Draw x and z with a cluster component; errors correlated .2; half ones."""
    groups = np.arange(n) % n_clusters
    x, z = (clustered_normal(rng, groups, 0.3) for _ in range(2))
    u = clustered_normal(rng, groups, 0.2)
    beta, gamma = np.array([0.2, 0.8]), np.array([0.4])
    design = np.column_stack([np.ones(n), x])
    y = design @ beta + np.exp(gamma * z) * u > 0
    return y, design, z, groups, np.append(beta, gamma)


def draw_like_paper(rng, n=11_000, n_clusters=200):
    """Rare coalitions; insecurity raises the mean and lowers the variance, as in the paper."""
    groups = rng.integers(n_clusters, size=n)
    groups[:n_clusters] = np.arange(n_clusters)
    insecurity = rng.beta(1.2, 4.0, size=n)
    x = clustered_normal(rng, groups, 0.3)
    beta, gamma = np.array([-2.55, 0.8, 0.4]), np.array([-1.0])
    design = np.column_stack([np.ones(n), insecurity, x])
    u = clustered_normal(rng, groups, 0.05)
    y = design @ beta + np.exp(gamma * insecurity) * u > 0
    return y, design, insecurity, groups, np.append(beta, gamma)


def covered(interval, truth):
    """Whether each interval holds its true value."""
    interval = np.asarray(interval)
    return (interval[:, 0] <= truth) & (truth <= interval[:, 1])


def coverage_by_size(replications=500):
    """Bias and coverage of beta and gamma by observations and clusters."""
    cells = [(n, g) for n in (1_000, 5_000) for g in (8, 20, 50, 200)] + [(20_000, 200)]
    for n, n_clusters in cells:
        records = []
        for replication in range(replications):
            rng = np.random.default_rng([1, n, n_clusters, replication])
            y, x, z, groups, truth = draw_by_size(rng, n, n_clusters)
            model = HetProbit(y, x, z)
            kwds = {"cov_kwds": {"groups": groups}}
            try:
                fit = model.fit(cov_type="cluster", **kwds, use_t=True)
                jackknife = None
                if n_clusters <= 20:
                    jackknife = model.fit(cov_type="jackknife", **kwds, use_t=True)
            except EstimationError:
                continue
            half = norm.ppf(0.975) * fit.bse
            plain = np.column_stack([fit.params - half, fit.params + half])
            records.append(
                {
                    "bias": fit.params.to_numpy() - truth,
                    "normal": covered(plain, truth),
                    "t(G-1)": covered(fit.conf_int(), truth),
                    "CV3, t(G-1)": np.full(3, np.nan)
                    if jackknife is None
                    else covered(jackknife.conf_int(), truth),
                }
            )
        for j, name in ((1, "beta"), (2, "gamma")):
            yield {
                "N": n,
                "clusters": n_clusters,
                "coefficient": name,
                **{key: np.mean([each[key][j] for each in records]) for key in records[0]},
                "failed": 1 - len(records) / replications,
            }


def naive_probit(replications=500):
    """Fit the same data with and without the variance equation."""
    het, plain, failed, ones = [], [], 0, []
    for replication in range(replications):
        rng = np.random.default_rng([2, replication])
        y, x, z, groups, truth = draw_like_paper(rng)
        kwds = {"cov_type": "cluster", "cov_kwds": {"groups": groups}}
        ones.append(y.mean())
        try:
            het.append(HetProbit(y, x, z).fit(**kwds))
        except EstimationError:
            failed += 1
        plain.append(Probit(y, x).fit(**kwds))
    for label, fits in (("probit", plain), ("hetprobit", het)):
        names = ["constant", "insecurity", "x", "lnsigma: insecurity"][: len(fits[0].params)]
        for j, name in enumerate(names):
            estimates = np.array([fit.params.iloc[j] for fit in fits])
            rejects = np.array([fit.pvalues.iloc[j] < 0.05 for fit in fits])
            wrong = np.sign(estimates) != np.sign(truth[j])
            yield {
                "model": label,
                "coefficient": name,
                "true": truth[j],
                "mean": estimates.mean(),
                "median": np.median(estimates),
                "wrong sign": wrong.mean(),
                "wrong sign, p < .05": (wrong & rejects).mean(),
                "coverage": np.mean([covered(f.conf_int(), truth[: len(names)])[j] for f in fits]),
                "failed": failed / replications if label == "hetprobit" else 0.0,
                "share of ones": np.mean(ones),
            }


def probability_intervals(replications=500):
    """Coverage of intervals for probabilities in the same design."""
    insecurity = np.array([0.0, 0.2, 0.5, 0.9])
    points = np.column_stack([np.ones(4), insecurity, np.zeros(4)])
    hits = {"delta on probability": [], "index": [], "simulation": []}
    outside = []
    for replication in range(replications):
        rng = np.random.default_rng([2, replication])
        y, x, z, groups, truth = draw_like_paper(rng)
        try:
            fit = HetProbit(y, x, z).fit(cov_type="cluster", cov_kwds={"groups": groups})
        except EstimationError:
            continue
        true = ndtr(points @ truth[:3] / np.exp(insecurity * truth[3]))
        prediction = fit.get_prediction(points, insecurity)
        half = norm.ppf(0.975) * prediction.se
        delta = np.column_stack([prediction.predicted - half, prediction.predicted + half])
        outside.append(delta[:, 0] < 0)
        hits["delta on probability"].append(covered(delta, true))
        hits["index"].append(covered(prediction.conf_int(), true))
        simulated = prediction.conf_int(method="simulation", n_draws=2_000, seed=replication)
        hits["simulation"].append(covered(simulated, true))
    for j, value in enumerate(insecurity):
        yield {
            "insecurity": value,
            "true probability": true[j],
            **{method: np.mean(hit, axis=0)[j] for method, hit in hits.items()},
            "delta below zero": np.mean(outside, axis=0)[j],
        }


def sizes_of_tests(replications=1_000):
    """Rejections at 5% of true hypotheses by the specification tests."""
    for n in (500, 2_000):
        rejections = []
        for replication in range(replications):
            rng = np.random.default_rng([3, n, replication])
            groups = np.arange(n) % 50
            x, z = rng.normal(size=(2, n))
            design = np.column_stack([np.ones(n), x])
            y = design @ [0.2, 0.8] + rng.normal(size=n) > 0
            fit = Probit(y, design).fit()
            try:
                wald = HetProbit(y, design, z).fit()
                rest = {"Wald": wald.wald_het().pvalue, "LR": wald.lr_het().pvalue}
            except EstimationError:
                rest = {"Wald": np.nan, "LR": np.nan}
            rejections.append(
                {
                    **{
                        f"score, {kind}": fit.score_het(z, kind, groups).pvalue
                        for kind in ("opg", "expected", "cluster")
                    },
                    **rest,
                    **{
                        f"normality, {kind}": fit.normality_test(kind, groups).pvalue
                        for kind in ("opg", "expected", "cluster")
                    },
                }
            )
        yield {"N": n, **(pd.DataFrame(rejections) < 0.05).mean().to_dict()}


STUDIES = {
    "Bias and coverage by observations and clusters": coverage_by_size,
    "A probit and a heteroskedastic probit on rare coalitions": naive_probit,
    "Coverage of intervals for probabilities on rare coalitions": probability_intervals,
    "Size of the specification tests at 5%": sizes_of_tests,
}


def markdown(title, table):
    """Format a study as a Markdown table."""
    cells = table.map(_cell)
    lines = [list(table.columns), ["---"] * table.shape[1], *cells.to_numpy().tolist()]
    return f"### {title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _cell(value):
    if not isinstance(value, float):
        return str(value)
    if np.isnan(value):
        return ""
    return f"{value:.2g}" if 0 < abs(value) < 0.001 else f"{value:.3f}"


def main():
    warnings.simplefilter("ignore")
    tables = {title: pd.DataFrame(study()) for title, study in STUDIES.items()}
    (HERE / "estimator_montecarlo.md").write_text(
        "\n".join(markdown(title, table) for title, table in tables.items()), encoding="utf-8"
    )
    long = {title: table.melt(ignore_index=False) for title, table in tables.items()}
    pd.concat(long, names=["study", "row"]).to_csv(HERE / "estimator_montecarlo.csv")


if __name__ == "__main__":
    main()
