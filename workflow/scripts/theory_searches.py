"""Search the smallest change of a printed parameter that gives Figures 1 and 2."""

import numpy as np

from coalitions.game.printed_figures import (
    all_searches,
    figure_2_readings,
    security_effect_over_power,
    smallest_changes_figure_1,
)
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, steps=int)
output = snakemake.output
smallest_changes_figure_1().to_csv(output.figure_1, index=False)
all_searches().to_csv(output.figure_2, index=False)
figure_2_readings().to_csv(output.readings, index=False)
probabilities = np.linspace(0.05, 0.95, choices.steps)
security_effect_over_power(probabilities).to_csv(output.power, index=False)
