"""The level at which an estimate counts as significant, two-sided, wherever the package says so."""

LEVEL = 0.05
# Standard errors from an estimate to the end of its interval at that level. Written out because
# SciPy, whose ndtri(1 - LEVEL / 2) it is, takes longer to import than most that asks for the level.
Z = 1.959963984540054
