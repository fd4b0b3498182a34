"""The regressors, and the analysis table they stand in."""
