"""Every defensible way to run the analysis, run, and what they say together."""
