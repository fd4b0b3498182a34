"""The level at which an estimate counts as significant, two-sided, wherever the package says so."""

from scipy.special import ndtri

LEVEL = 0.05
# Standard errors from an estimate to the end of its interval at that level, 1.959964.
Z = float(ndtri(1 - LEVEL / 2))
