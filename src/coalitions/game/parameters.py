"""The parameters of the game, validated once where they enter."""

from dataclasses import dataclass, fields, replace
from typing import Literal

import numpy as np

from coalitions.errors import MissingParameterError, ParameterDomainError

Domain = Literal["paper", "open"]
_PAPER_DOMAIN_HINT = (
    'use domain="open" to allow real theta and omega above zero, as the figures of the paper do'
)


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

    theta: float | np.ndarray
    omega: float | np.ndarray
    resources: float | np.ndarray
    p_a: float | np.ndarray
    p_ap: float | np.ndarray
    c_p: float | np.ndarray
    q: float | np.ndarray
    beta: float | np.ndarray | None = None
    c_a: float | np.ndarray | None = None
    domain: Domain = "paper"

    def __post_init__(self):
        if self.domain not in ("paper", "open"):
            raise ParameterDomainError(
                "domain is not a known domain", expected='"paper" or "open"', got=self.domain
            )
        for name in _numeric_fields():
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, _as_number(name, value))
        self._check_shapes()
        for name in ("theta", "omega"):
            value = getattr(self, name)
            if self.domain == "paper":
                inside = (value > 1) & (value == np.floor(value))
                _require(name, value, inside, "an integer greater than one", _PAPER_DOMAIN_HINT)
            else:
                _require(name, value, value > 0, "above zero")
        for name in ("resources", "c_p", "c_a"):
            value = getattr(self, name)
            if value is not None:
                _require(name, value, value > 0, "above zero")
        _require("p_a", self.p_a, (self.p_a > 0) & (self.p_a < 1), "in (0, 1)")
        _require(
            "p_ap",
            self.p_ap,
            (self.p_ap >= self.p_a) & (self.p_ap <= 1),
            "in [p_a, 1]: p_ap >= p_a",
        )
        _require("q", self.q, (self.q >= 0) & (self.q <= 1), "in [0, 1]")
        if self.beta is not None:
            _require("beta", self.beta, np.isfinite(self.beta), "a finite real number")

    def _check_shapes(self):
        shapes = {
            name: np.shape(getattr(self, name))
            for name in _numeric_fields()
            if getattr(self, name) is not None
        }
        try:
            np.broadcast_shapes(*shapes.values())
        except ValueError as error:
            raise ParameterDomainError(
                "the parameters do not broadcast to one shape",
                expected="floats, or arrays that broadcast",
                got={name: shape for name, shape in shapes.items() if shape},
            ) from error

    @property
    def shape(self) -> tuple[int, ...]:
        """Common shape of all parameters that are given."""
        given = [getattr(self, name) for name in _numeric_fields()]
        return np.broadcast_shapes(*(np.shape(value) for value in given if value is not None))

    @property
    def gain(self):
        """Military gain from the coalition, p_ap - p_a, in [0, 1)."""
        return self.p_ap - self.p_a

    def need(self, *names: str):
        """Return the named optional parameters, or say which one is missing.

        Parameters
        ----------
        *names : str
            Names of fields.

        Returns
        -------
        float, array or tuple
            The values, one per name.

        Raises
        ------
        MissingParameterError
            When one of them was left out.
        """
        for name in names:
            if getattr(self, name) is None:
                raise MissingParameterError(
                    f"the parameter {name} is needed here but was left out",
                    next_step=f"pass {name} to GameParameters",
                )
        values = tuple(getattr(self, name) for name in names)
        return values[0] if len(values) == 1 else values

    def but(self, **changes) -> "GameParameters":
        """Return the same game with some parameters changed.

        Parameters
        ----------
        **changes : float or array
            New values by field name.

        Returns
        -------
        GameParameters
            A validated copy.
        """
        return replace(self, **changes)


def _numeric_fields() -> list[str]:
    return [field.name for field in fields(GameParameters) if field.name != "domain"]


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
    if np.all(inside):  # NaN compares false everywhere, so it never passes
        return
    wrong = np.atleast_1d(np.broadcast_to(value, np.shape(inside)))[~np.atleast_1d(inside)]
    raise ParameterDomainError(
        f"the parameter {name} lies outside its domain",
        expected=f"{name} {expected}",
        got=f"{wrong.flat[0]:g}" + (f" (and {wrong.size - 1} more)" if wrong.size > 1 else ""),
        where="GameParameters",
        next_step=next_step,
    )


FIGURE_1 = GameParameters(
    theta=2, omega=10, resources=0.15, p_a=0.35, p_ap=0.65, c_p=0.4, c_a=0.4, q=0.5, domain="open"
)
"""Footnote 7. The footnote gives neither omega nor q: the formation constraint needs neither."""

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
