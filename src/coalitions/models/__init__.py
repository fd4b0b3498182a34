"""Probit and heteroskedastic probit with analytic derivatives and cluster inference."""

from coalitions.models.hetprobit import HetProbit, Probit
from coalitions.models.results import ProbitResults

__all__ = ["HetProbit", "Probit", "ProbitResults"]
