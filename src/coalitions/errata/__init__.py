"""Errors of the sources: the register of those that are known, and the search for others."""
