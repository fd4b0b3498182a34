"""The graded response model with one latent trait, by marginal maximum likelihood.

Samejima's (1969) model in its normal-ogive form: a person of trait theta answers an item in
category k or below with probability Phi(c_k - a theta), with a signed discrimination a and ordered
cutpoints c. Traits come from a standard normal and are integrated out on a grid; items are
estimated by EM (Bock and Aitkin 1981). Its M-step is one Newton step of all items at once, which
has EM's fixed points and rate (Lange 1995) and is halved where it would not raise the likelihood.
After every two steps their path is extended (SQUAREM, Varadhan and Roland 2008), where that raises
the likelihood further. The likelihood can have several maxima, as answers may follow more than one
trait: it is climbed roughly from several starts, and from the highest point so reached to the end.

Discriminations have a normal prior of mean 0 and standard deviation `PRIOR_SD`, as in Clinton,
Jackman and Rivers (2004): the discrimination of an item that parts the persons cleanly at one
trait has no finite maximum without one. BILOG penalises for the same reason (Mislevy 1986), with
a lognormal prior, which suits items whose sign is known beforehand; roll calls are not such. A
prior much tighter than this would contend with that of the traits for the scale.

Among Python's libraries girth estimates this model by marginal likelihood; it was last released in
2021 and confines discriminations to positive values, hence this module.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr, logsumexp, ndtri

from coalitions.errors import CoalitionsError

CATEGORIES = 3
MISSING = -1
PRIOR_SD = 5.0
# Sums over an even grid are exact to several digits while its step is little wider than the
# narrowest posterior's standard deviation, which is .03 after a hundred and fifty roll calls.
NODES = np.linspace(-7, 7, 281)
# Largest change of a trait's estimate over one step at which the iteration stops.
TOLERANCE = 1e-5
# The same for rough climbs, which use every fourth node and have only to tell maxima apart.
ROUGH_TOLERANCE = 0.03
MAX_STEPS = 2000
# Relative error of a log-likelihood that is a sum over persons.
ROUNDING = 1e-11
TINY = np.finfo(float).tiny


class GradedResponseError(CoalitionsError):
    """A graded response model that cannot be estimated."""


@dataclass(frozen=True, eq=False)
class GradedResponse:
    """A fitted model.

    Attributes
    ----------
    trait, trait_sd : ndarray, shape (persons,)
        Mean and standard deviation of each person's posterior, item parameters taken as known.
        The traits' direction is arbitrary: it changes sign together with all discriminations.
    discrimination : ndarray, shape (items,)
    cutpoints : ndarray, shape (items, 2)
        Ordered; the second is missing where an item uses two categories only.
    path : ndarray, shape (steps,)
        Marginal log-likelihood plus log prior density, up to a constant, at every step.
    log_likelihood : float
        Marginal log-likelihood at the end.
    """

    trait: np.ndarray
    trait_sd: np.ndarray
    discrimination: np.ndarray
    cutpoints: np.ndarray
    path: np.ndarray
    log_likelihood: float


def fit_graded_response(responses: np.ndarray, nodes: np.ndarray = NODES) -> GradedResponse:
    """Estimate the model.

    Parameters
    ----------
    responses : ndarray of int, shape (persons, items)
        Ordered categories 0, 1, 2; -1 where a person did not answer. An item that uses two of the
        categories is treated as an item of two.
    nodes : ndarray, shape (n,)
        Evenly spaced grid over which traits are integrated out.

    Returns
    -------
    GradedResponse

    Raises
    ------
    GradedResponseError
        When an item uses a single category or the iteration does not converge.
    """
    answers = _Answers.of(responses)
    rough = [_ascend(start, answers, nodes[::4], ROUGH_TOLERANCE)[0] for start in _starts(answers)]
    highest = max(rough, key=lambda state: state.objective)
    state, path = _ascend(highest.parameters, answers, nodes, TOLERANCE)
    variance = (state.posterior * (nodes - state.trait[:, None]) ** 2).sum(axis=1)
    cutpoints = state.parameters[:, 1:].copy()
    cutpoints[~answers.three, 1] = np.nan
    return GradedResponse(
        state.trait,
        np.sqrt(variance),
        state.parameters[:, 0],
        cutpoints,
        np.array(path),
        float(state.log_likelihood),
    )


@dataclass(frozen=True, eq=False)
class _Answers:
    """Responses, with the categories that an item uses numbered from 0."""

    codes: np.ndarray  # (persons, items)
    chosen: np.ndarray  # (persons, 3 * items), one-hot by category, then item
    three: np.ndarray  # (items,), whether an item uses all categories

    @classmethod
    def of(cls, responses: np.ndarray) -> "_Answers":
        used = np.array([(responses == k).any(axis=0) for k in range(CATEGORIES)])
        if (used.sum(axis=0) < 2).any():
            raise GradedResponseError(
                "An item without variation cannot be scaled.",
                expected="answers in two or three categories",
                got="one category or none",
                where=f"item {np.flatnonzero(used.sum(axis=0) < 2)[0]}",
                next_step="leave it out: it says nothing about the traits",
            )
        rank = used.cumsum(axis=0) - 1
        codes = np.where(responses < 0, MISSING, rank[responses, np.arange(responses.shape[1])])
        chosen = np.hstack([codes == k for k in range(CATEGORIES)]).astype(float)
        return cls(codes, chosen, np.asarray(used.all(axis=0)))


@dataclass(frozen=True, eq=False)
class _State:
    """Parameters (items, 3): discrimination and cutpoints, and what follows from them."""

    parameters: np.ndarray
    log_likelihood: float
    objective: float
    trait: np.ndarray
    posterior: np.ndarray  # (persons, n)
    step: np.ndarray


def _ascend(parameters, answers, nodes, tolerance):
    """Climb to a maximum; return it and the objective at every step."""
    now = _evaluate(parameters, answers, nodes)
    path = [now.objective]
    while len(path) < MAX_STEPS:
        once = _climb(now, answers, nodes)
        twice = _climb(once, answers, nodes)
        change = np.abs(twice.trait - once.trait).max()
        now = twice if change < tolerance else _extend(now, once, twice, answers, nodes)
        path += [once.objective, now.objective]
        if change < tolerance:
            return now, path
    raise GradedResponseError(
        "The graded response model did not converge.",
        expected=f"traits that move by less than {tolerance} a step",
        got=f"{change:.2g} after {len(path)} steps",
        next_step="look for items that hardly anyone answers",
    )


def _log_probabilities(parameters, three, nodes):
    """Return log probabilities (3, items, n) and the arguments of Phi at both cutpoints."""
    lower = parameters[:, 1, None] - parameters[:, :1] * nodes
    upper = parameters[:, 2, None] - parameters[:, :1] * nodes
    upper[~three] = np.inf
    below, above = log_ndtr(lower), log_ndtr(-upper)
    # The middle category by the tail that is the smaller, so that no digits cancel.
    right = lower + upper > 0
    larger = log_ndtr(np.where(right, -lower, upper))
    smaller = np.where(right, above, below)
    between = larger + np.log1p(-np.exp(smaller - larger))
    # A category that does not exist was never chosen: 0 times any finite number.
    above[~three] = 0
    return np.stack([below, between, above]), lower, upper


def _evaluate(parameters, answers, nodes):
    logs, lower, upper = _log_probabilities(parameters, answers.three, nodes)
    items, n = lower.shape
    joint = answers.chosen @ logs.reshape(-1, n) - nodes**2 / 2
    joint -= np.log(np.exp(-(nodes**2) / 2).sum())
    marginal = logsumexp(joint, axis=1)
    posterior = np.exp(joint - marginal[:, None])
    trait = posterior @ nodes
    expected = (answers.chosen.T @ posterior).reshape(CATEGORIES, items, n)
    penalty = (parameters[:, 0] ** 2).sum() / (2 * PRIOR_SD**2)
    return _State(
        parameters,
        marginal.sum(),
        marginal.sum() - penalty,
        trait,
        posterior,
        _newton_step(parameters, answers.three, expected, logs, lower, upper, nodes),
    )


def _newton_step(parameters, three, expected, logs, lower, upper, nodes):
    """Return the Newton step (items, 3) of the M-step, whose objective is concave (Pratt 1981)."""
    log_root = np.log(2 * np.pi) / 2
    density_lower, density_upper = -(lower**2) / 2 - log_root, -(upper**2) / 2 - log_root
    no_lower, mid_lower = np.exp(density_lower - logs[0]), -np.exp(density_lower - logs[1])
    mid_upper, yes_upper = np.exp(density_upper - logs[1]), -np.exp(density_upper - logs[2])
    # Weighted first and second derivatives by the arguments of Phi.
    by_lower = expected[0] * no_lower + expected[1] * mid_lower
    by_upper = expected[1] * mid_upper + expected[2] * yes_upper
    finite = np.where(three[:, None], upper, 0)
    lower_lower = -lower * by_lower - expected[0] * no_lower**2 - expected[1] * mid_lower**2
    upper_upper = -finite * by_upper - expected[1] * mid_upper**2 - expected[2] * yes_upper**2
    lower_upper = -expected[1] * mid_lower * mid_upper

    gradient = np.stack(
        [-(by_lower + by_upper) @ nodes, by_lower.sum(axis=1), by_upper.sum(axis=1)], axis=1
    )
    hessian = np.empty((len(parameters), 3, 3))
    hessian[:, 0, 0] = (lower_lower + 2 * lower_upper + upper_upper) @ nodes**2
    hessian[:, 0, 1] = hessian[:, 1, 0] = -(lower_lower + lower_upper) @ nodes
    hessian[:, 0, 2] = hessian[:, 2, 0] = -(lower_upper + upper_upper) @ nodes
    hessian[:, 1, 1] = lower_lower.sum(axis=1)
    hessian[:, 2, 2] = np.where(three, upper_upper.sum(axis=1), -1)
    hessian[:, 1, 2] = hessian[:, 2, 1] = lower_upper.sum(axis=1)
    gradient[:, 0] -= parameters[:, 0] / PRIOR_SD**2
    hessian[:, 0, 0] -= 1 / PRIOR_SD**2
    return -np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0]


def _ordered(parameters, three):
    return (parameters[three, 1] < parameters[three, 2]).all()


def _climb(state, answers, nodes):
    """Take one step of EM: the Newton step, halved until it does not lower the likelihood."""
    step = state.step
    for _ in range(50):
        parameters = state.parameters + step
        if _ordered(parameters, answers.three):
            found = _evaluate(parameters, answers, nodes)
            if found.objective >= state.objective - ROUNDING * abs(state.objective):
                return found
        step = step / 2
    raise GradedResponseError(
        "No step raises the likelihood of the graded response model.",
        got=f"an objective of {state.objective:.6g}",
        next_step="look for items that hardly anyone answers",
    )


def _extend(first, second, third, answers, nodes):
    """Extend the path of two steps as far as its bend allows, if that raises the likelihood."""
    change = second.parameters - first.parameters
    bend = third.parameters - second.parameters - change
    length = np.linalg.norm(change) / max(np.linalg.norm(bend), TINY)
    if length <= 1:
        return third
    parameters = first.parameters + 2 * length * change + length**2 * bend
    if not _ordered(parameters, answers.three):
        return third
    found = _evaluate(parameters, answers, nodes)
    return found if found.objective > third.objective else third


def _starts(answers):
    """Return parameters to start from, by the first two principal components of the answers.

    Traits start at either component, at their sum and at their difference, as the likelihood's
    maxima may follow one, the other or both.
    """
    answered = answers.codes != MISSING
    count = answered.sum(axis=0)
    mean = np.where(answered, answers.codes, 0).sum(axis=0) / count
    centred = np.where(answered, answers.codes - mean, 0.0)
    left = np.linalg.svd(centred, full_matrices=False)[0]
    first, second = (left[:, :2] / left[:, :2].std(axis=0)).T
    shares = np.array([(answers.codes == k).sum(axis=0) for k in range(CATEGORIES - 1)]) / count
    normal_cuts = ndtri(np.minimum(shares.cumsum(axis=0), 1).T)
    normal_cuts[~answers.three, 1] = 0
    return [
        _from_trait(trait - trait.mean(), centred, answered, normal_cuts)
        for trait in (first, second, first + second, first - second)
    ]


def _from_trait(trait, centred, answered, normal_cuts):
    """Turn correlations r of items with a trait into discriminations r / sqrt(1 - r^2).

    Cutpoints follow as for answers that cut a normal variable (Lord and Novick 1968, chapter 16).
    """
    spread = np.sqrt((centred**2).sum(axis=0) * (answered * trait[:, None] ** 2).sum(axis=0))
    correlation = np.clip(centred.T @ trait / np.maximum(spread, TINY), -0.9, 0.9)
    stretch = 1 / np.sqrt(1 - correlation**2)
    return np.column_stack([correlation * stretch, normal_cuts * stretch[:, None]])
