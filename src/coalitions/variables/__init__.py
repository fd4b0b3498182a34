"""The variables, one record each, and the analysis table they stand in."""
