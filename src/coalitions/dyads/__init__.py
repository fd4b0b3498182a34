"""Crises, their principals, and the states that could have joined them."""
