"""Leaders' job insecurity: the hazard of leaving office, and its variants."""
