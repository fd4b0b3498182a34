"""The regressors of Table 2."""

from coalitions.variables.catalogue import REGRESSORS as REGRESSORS
