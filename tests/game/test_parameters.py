import numpy as np
import pytest

from coalitions.errors import MissingParameterError, ParameterDomainError
from coalitions.game.parameters import FIGURE_1, FIGURE_2, GameParameters

VALID = {
    "theta": 2,
    "omega": 3,
    "resources": 0.5,
    "p_a": 0.4,
    "p_ap": 0.6,
    "c_p": 0.2,
    "c_a": 0.3,
    "q": 0.5,
    "beta": -1.0,
}


@pytest.mark.parametrize(
    ("name", "value", "range_named"),
    [
        ("theta", 1, "integer greater than one"),
        ("theta", 2.5, "integer greater than one"),
        ("omega", 0, "integer greater than one"),
        ("resources", 0.0, "above zero"),
        ("resources", -0.1, "above zero"),
        ("p_a", 0.0, r"in \(0, 1\)"),
        ("p_a", 1.0, r"in \(0, 1\)"),
        ("p_ap", 0.39, "p_ap >= p_a"),
        ("p_ap", 1.01, "p_ap >= p_a"),
        ("c_p", 0.0, "above zero"),
        ("c_a", -1.0, "above zero"),
        ("q", 1.1, r"in \[0, 1\]"),
        ("beta", np.inf, "finite"),
        ("q", np.nan, r"in \[0, 1\]"),
        ("p_ap", [0.6, np.nan], "p_ap >= p_a"),
        ("c_p", "a lot", "an array of floats"),
    ],
)
def test_a_value_outside_its_domain_is_named_with_its_range(name, value, range_named):
    with pytest.raises(ParameterDomainError, match=f"parameter {name} ") as caught:
        GameParameters(**(VALID | {name: value}))
    assert caught.match(range_named)


def test_the_error_shows_the_offending_value_and_counts_the_others():
    with pytest.raises(ParameterDomainError, match=r"got: -2 \(and 1 more\)"):
        GameParameters(**(VALID | {"c_p": [0.1, -2.0, -3.0]}))


def test_the_open_domain_admits_the_figures_of_the_paper_and_the_paper_domain_does_not():
    assert FIGURE_2.theta == 0.5
    with pytest.raises(ParameterDomainError, match='domain="open"'):
        FIGURE_2.but(domain="paper")
    with pytest.raises(ParameterDomainError, match="theta above zero"):
        FIGURE_2.but(theta=0.0)
    with pytest.raises(ParameterDomainError, match="domain"):
        FIGURE_2.but(domain="closed")


def test_a_parameter_left_out_is_named_where_it_is_needed():
    with pytest.raises(MissingParameterError, match="beta"):
        FIGURE_1.need("beta")


def test_arrays_broadcast_or_are_refused():
    game = GameParameters(**(VALID | {"theta": np.arange(2, 5)[:, None], "q": np.zeros(4)}))
    assert game.shape == (3, 4)
    with pytest.raises(ParameterDomainError, match="broadcast"):
        GameParameters(**(VALID | {"theta": [2, 3, 4], "q": [0.1, 0.2]}))
