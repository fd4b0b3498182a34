"""Results of universes that were never estimated, with effects known by construction."""

import itertools

import numpy as np
import pandas as pd
from scipy.stats import norm

OPTIONS = {
    "coding": ("cases", "sides", "mid_force", "war"),
    "insecurity": ("weibull", "logit", "reign"),
    "lag": ("1", "0"),
}
# About as many choices, options and universes as the project's own.
MANY = {
    "coding": ("cases", "high", "low", "late", "sides", "mid_display", "mid_force", "war"),
    "principals": ("cases", "actors", "dyads"),
    "years": ("1951-1999", "1946-1999", "1951-1989", "1951-2007"),
    "insecurity": tuple(f"hazard_{n}" for n in range(12)),
    "ideal_points": ("2013", "2015", "2018", "2023"),
    "lag": ("1", "0", "2"),
    "capabilities": ("4.0", "5.0", "6.0"),
    "polity": ("2010", "2018", "vdem"),
    "contiguity": ("3.1", "3.2"),
    "alliances": ("cow", "cow_yearly", "atop", "atop_defense"),
    "distance": ("contiguity", "capital", "minimum"),
    "partners": ("region", "contiguous", "majors", "all", "region_only"),
    "un_support": ("coercive", "strict"),
    "variance": ("linear", "log", "square"),
}
_ROWS = [
    (1, "mean", "divergence_tp"),
    (1, "mean", "divergence_ap"),
    (1, "mean", "insecurity_a"),
    (2, "mean", "divergence_tp"),
    (2, "mean", "divergence_ap"),
    (2, "mean", "insecurity_a"),
    (2, "variance", "insecurity_a"),
    (3, "mean", "insecurity_a_x_divergence_ap"),
]


def choice_table(options=OPTIONS):
    """Return the choices, the first option of each the default, the last not equivalent."""
    return pd.DataFrame(
        [
            (
                *(choice, option, f"{option.replace('_', ' ')}, as the label says", number == 0),
                "not equivalent" if number == len(names) - 1 else "equivalent",
                f"Reason {number}.",
            )
            for choice, names in options.items()
            for number, option in enumerate(names)
        ],
        columns=["choice", "option", "label", "default", "mark", "because"],
    )


def grid(options=OPTIONS):
    """Return every combination of options, the default universe first."""
    return pd.DataFrame(list(itertools.product(*options.values())), columns=list(options))


def draw_grid(n, seed=0, options=MANY):
    """Return the default universe, those that differ in one choice, and n drawn at random."""
    rng = np.random.default_rng(seed)
    default = {c: names[0] for c, names in options.items()}
    near = [default | {c: name} for c, names in options.items() for name in names[1:]]
    drawn = pd.DataFrame({c: rng.choice(names, n) for c, names in options.items()})
    return pd.concat([pd.DataFrame([default, *near]), drawn]).drop_duplicates(ignore_index=True)


def effect_of(universes, **by):
    """Return the sum of what each named choice adds, option by option."""
    total = np.zeros(len(universes))
    for choice, values in by.items():
        total += universes[choice].map(dict(zip(OPTIONS[choice], values, strict=True)))
    return total


def results_of(
    universes, estimate, std_error=0.1, status="ok", sd=2.0, *, joined=120, equivalent=True
):
    """Give every coefficient of every universe the same estimate.

    Parameters
    ----------
    universes : DataFrame
        From `grid` or `draw_grid`.
    estimate, std_error, status, sd, joined : scalar or array_like, one a universe
    equivalent : scalar or array_like of bool
        Whether a universe was drawn for the equivalent set; all are drawn for the others.
    """
    n = len(universes)
    wide = universes.assign(universe=[f"{number:08x}" for number in range(n)])
    wide = wide.assign(status=status, n=12000, crises=200, joined=joined, coefficients=17)
    wide = wide.assign(data=wide["universe"], in_not_excluded=True, in_all=True)
    wide["in_equivalent"] = equivalent
    ok = wide["status"].eq("ok")
    wide["reason"] = np.where(ok, "", "No estimate: " + wide["status"] + ".")
    numbers = {"estimate": estimate, "std_error": std_error, "sd": sd}
    wide = wide.assign(**{k: np.broadcast_to(v, n).astype(float) for k, v in numbers.items()})
    wide["p_value"] = 2 * norm.sf(np.abs(wide["estimate"] / wide["std_error"]))
    wide["low"] = wide["estimate"] - 1.96 * wide["std_error"]
    wide["high"] = wide["estimate"] + 1.96 * wide["std_error"]
    kinds = ["p_cluster", "p_cv3", "p_two_way"]
    wide[kinds] = np.column_stack([wide["p_value"]] * 3)
    columns = ["estimate", "std_error", "p_value", "low", "high", "sd", *kinds]
    wide.loc[~ok, columns] = np.nan
    keys = pd.DataFrame(_ROWS, columns=["model", "equation", "term"])
    return wide.merge(keys, how="cross")


def many_results(n=2500, seed=0):
    """Return results like those to expect: choices that matter, outliers, failures."""
    rng = np.random.default_rng(seed)
    universes = draw_grid(n, seed)
    shift = {
        "coding": (0.2, 0.25, 0.15, 0.2, 0.05, -0.1, -0.05, 0.4),
        "insecurity": np.linspace(-0.1, 0.1, 12),
        "partners": (0, 0.05, -0.05, 0, 0.1),
    }
    effect = rng.standard_t(2, len(universes)) * 0.05
    for choice, by in shift.items():
        effect += universes[choice].map(dict(zip(MANY[choice], by, strict=True)))
    failing = rng.random(len(universes)) < np.where(universes["coding"].eq("war"), 0.6, 0.05)
    failing[0] = False
    status = np.where(failing, rng.choice(["separation", "scale_runaway"], len(universes)), "ok")
    width = 0.1 * np.exp(rng.normal(size=len(universes)) * 0.5)
    return results_of(universes, effect, width, status, sd=rng.uniform(0.5, 1.0, len(universes)))
