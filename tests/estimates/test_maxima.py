import numpy as np

from coalitions.estimates.maxima import distance_from_maximum


def test_the_distance_is_the_newton_step_in_standard_errors():
    # A step of .5 where a standard error is .5.
    assert distance_from_maximum(np.array([2.0]), np.array([[4.0]])) == 1.0
    assert distance_from_maximum(np.zeros(2), np.eye(2)) == 0.0


def test_a_saddle_is_infinitely_far():
    assert distance_from_maximum(np.zeros(2), np.diag([1.0, -1.0])) == np.inf
