"""The parameters of the game, validated once where they enter; and random games to check."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

import numpy as np

from coalitions.errors import MissingParameterError, ParameterDomainError

Domain = Literal["paper", "open"]
# A float or an array of floats; a formula of SymPy where a payoff is derived from.
Values = Any


@dataclass(frozen=True, eq=False, kw_only=True)
class GameParameters:
    """One game, or a whole array of games that broadcast against each other.

    Every field is a float or a float array; all arrays must broadcast to a common shape.

    Parameters
    ----------
    theta, omega : float or array
        Favorable and unfavorable elements of the leader's record. In the paper integers greater
        than one; with ``domain="open"`` any real number above zero.
    resources : float or array
        S > 0, the pool side payments come from.
    p_a, p_ap : float or array
        Probability that A wins alone, in (0, 1), and with P, in [p_a, 1].
    c_p : float or array
        Cost of participation to P, above zero.
    beta : float or array, optional
        Weight P puts on A's share of the prize: any finite real number.
    q : float or array
        A's share of the prize at the status quo, in [0, 1].
    c_a : float or array, optional
        Cost of a crisis to A, above zero. Left out where it is the random variable.
    domain : {"paper", "open"}
        Which domain theta and omega are held to.

    Raises
    ------
    ParameterDomainError
        When a value lies outside its domain; names the parameter and its range.

    Notes
    -----
    Source: the section "Model" of the paper.
    """

    theta: Values
    omega: Values
    resources: Values
    p_a: Values
    p_ap: Values
    c_p: Values
    q: Values
    beta: Values = None
    c_a: Values = None
    domain: Domain = "paper"

    def __post_init__(self):
        if self.domain not in ("paper", "open"):
            raise ParameterDomainError(
                "domain is not a known domain", expected='"paper" or "open"', got=self.domain
            )
        for name, value in self.given().items():
            object.__setattr__(self, name, _as_number(name, value))
        self._check_shapes()
        for name, (inside, expected, *hint) in self._domains().items():
            if getattr(self, name) is not None:
                _require(name, getattr(self, name), inside, expected, *hint)

    def _domains(self):
        positive = (lambda v: v > 0, "above zero")
        whole = (lambda v: (v > 1) & (v == np.floor(v)), "an integer greater than one", _OPEN)
        record = whole if self.domain == "paper" else positive
        return {
            "theta": record,
            "omega": record,
            "resources": positive,
            "c_p": positive,
            "c_a": positive,
            "p_a": (lambda v: (v > 0) & (v < 1), "in (0, 1)"),
            "p_ap": (lambda v: (v >= self.p_a) & (v <= 1), "in [p_a, 1]: p_ap >= p_a"),
            "q": (lambda v: (v >= 0) & (v <= 1), "in [0, 1]"),
            "beta": (np.isfinite, "a finite real number"),
        }

    def _check_shapes(self):
        shapes = {name: np.shape(value) for name, value in self.given().items()}
        try:
            np.broadcast_shapes(*shapes.values())
        except ValueError as error:
            raise ParameterDomainError(
                "the parameters do not broadcast to one shape",
                expected="floats, or arrays that broadcast",
                got={name: shape for name, shape in shapes.items() if shape},
            ) from error

    def given(self) -> dict[str, Values]:
        """Return the parameters that are given, by name, as they are."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {n: value for n, value in named.items() if n != "domain" and value is not None}

    @property
    def shape(self) -> tuple[int, ...]:
        """Common shape of all parameters that are given."""
        return np.broadcast_shapes(*map(np.shape, self.given().values()))

    @property
    def gain(self) -> Values:
        """Military gain from the coalition, p_ap - p_a, in [0, 1)."""
        return self.p_ap - self.p_a

    def need(self, name: str) -> Values:
        """Return the parameter of that name, or say that it is missing.

        Raises
        ------
        MissingParameterError
            When it was left out.
        """
        if getattr(self, name) is None:
            raise MissingParameterError(
                f"the parameter {name} is needed here but was left out",
                next_step=f"pass {name} to GameParameters",
            )
        return getattr(self, name)

    def but(self, **changes: Values) -> "GameParameters":
        """Return the same game with new values of the named parameters, validated anew."""
        return replace(self, **changes)

    def map(self, change: Callable[[Values], Values]) -> "GameParameters":
        """Return the same game with every given parameter brought to the common shape and changed.

        Parameters
        ----------
        change : callable
            Maps an array of shape ``shape`` to a new value, for example to a selection of it.
        """
        return self.but(
            **{n: change(np.broadcast_to(v, self.shape)) for n, v in self.given().items()}
        )


_OPEN = 'use domain="open" to allow real theta and omega above zero, as the figures of the paper do'


def _as_number(name, value):
    try:
        return np.asarray(value, dtype=float)[()]
    except (TypeError, ValueError) as error:
        raise ParameterDomainError(
            f"the parameter {name} is not a number",
            expected="a float or an array of floats",
            got=repr(value),
            where="GameParameters",
        ) from error


def _require(name, value, inside, expected, next_step=None):
    fits = np.atleast_1d(inside(value))
    if fits.all():  # NaN compares false everywhere, so it never passes
        return
    wrong = np.broadcast_to(value, fits.shape)[~fits]
    raise ParameterDomainError(
        f"the parameter {name} lies outside its domain",
        expected=f"{name} {expected}",
        got=f"{wrong[0]:g}" + (f" (and {wrong.size - 1} more)" if wrong.size > 1 else ""),
        where="GameParameters",
        next_step=next_step,
    )


FIGURE_1 = GameParameters(
    theta=2, omega=10, resources=0.15, p_a=0.35, p_ap=0.65, c_p=0.4, c_a=0.4, q=0.0, domain="open"
)
"""Footnote 7. It gives neither omega nor q, which the formation constraint does not need.

Whether a crisis begins does need them: omega is that of footnote 8, and q the value at which L
gives up least by a crisis.
"""

FIGURE_2 = GameParameters(
    theta=0.5, omega=10, resources=0.5, p_a=0.35, p_ap=0.65, c_p=0.2, q=0.5, beta=0.5, domain="open"
)
"""Footnote 8; theta and beta are the values each panel holds fixed."""

FIGURE_2_COST_CEILING = 0.4
"""Footnote 8: the upper end of the uniform distribution of c_A."""

SYMBOLS = {
    "theta": "theta",
    "omega": "omega",
    "resources": "S",
    "p_a": "p_A",
    "p_ap": "p_AP",
    "c_a": "c_A",
    "c_p": "c_P",
    "q": "q",
    "beta": "beta",
    "cost_ceiling": "c_max",
}
"""The paper's symbols, as written in tables and sentences."""


def draw_games(n: int, seed: int) -> GameParameters:
    """Draw games from the domain the paper states.

    Parameters
    ----------
    n : int
        Number of games.
    seed : int
        Seed of the generator.

    Returns
    -------
    GameParameters
        Arrays of shape ``(n,)``: theta and omega uniform on 2..30, S on (0, 2), p_A on (0, 1),
        p_AP on (p_A, 1), q on (0, 1), costs on (0, 2) and (0, 1). beta is centred on each game's
        own formation limit, so that neither outcome is rare.
    """
    rng = np.random.default_rng(seed)

    def positive(high):
        return high * (1 - rng.random(n))  # (0, high]: zero is outside the domain

    p_a = 0.01 + 0.97 * rng.random(n)
    p_ap = p_a + (1 - p_a) * positive(1.0)
    c_p = positive(1.0)
    limit = c_p / (p_ap - p_a) - 1
    return GameParameters(
        theta=rng.integers(2, 31, n),
        omega=rng.integers(2, 31, n),
        resources=positive(2.0),
        p_a=p_a,
        p_ap=p_ap,
        c_p=c_p,
        c_a=positive(2.0),
        q=rng.random(n),
        beta=limit + rng.normal(0.0, 1.0, n),
    )
