"""Probit and heteroskedastic probit with analytic derivatives and cluster inference."""

from hetprobit.model import HetProbit, Probit
from hetprobit.results import ProbitResults

__all__ = ["HetProbit", "Probit", "ProbitResults"]
