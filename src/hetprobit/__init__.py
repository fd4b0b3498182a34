"""Probit and heteroskedastic probit with analytic derivatives and cluster inference."""

from hetprobit.array_model import ArrayFit, ArrayModel
from hetprobit.bias_reduction import BiasReducedResults
from hetprobit.many_fits import ManyFits, fit_many
from hetprobit.model import HetProbit, Probit
from hetprobit.preparation import SCALE_PREFIX
from hetprobit.results import ProbitResults
from hetprobit.tails import log_cdf_derivatives

__version__ = "0.1.0"
__all__ = [
    "SCALE_PREFIX",
    "ArrayFit",
    "ArrayModel",
    "BiasReducedResults",
    "HetProbit",
    "ManyFits",
    "Probit",
    "ProbitResults",
    "__version__",
    "fit_many",
    "log_cdf_derivatives",
]
