"""A hypothesis strategy for games in the domain of the paper."""

from hypothesis import strategies as st

from coalitions.game.parameters import GameParameters


@st.composite
def games(draw, **fixed):
    def real(low, high):
        return draw(st.floats(low, high, allow_nan=False, allow_infinity=False))

    p_a = real(0.01, 0.95)
    values = {
        "theta": draw(st.integers(2, 30)),
        "omega": draw(st.integers(2, 30)),
        "resources": real(0.01, 2.0),
        "p_a": p_a,
        "p_ap": p_a + real(0.01, 1.0) * (1 - p_a),
        "c_p": real(0.01, 1.0),
        "c_a": real(0.01, 2.0),
        "q": real(0.0, 1.0),
        "beta": real(-4.0, 4.0),
    }
    return GameParameters(**(values | fixed))
