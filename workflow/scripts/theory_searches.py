"""Search which changes of what is printed give Figures 1 and 2."""

import numpy as np

from coalitions.game.printed_figure_1 import figure_1_variants, smallest_changes_figure_1
from coalitions.game.printed_figure_2 import (
    all_directions,
    all_searches,
    figure_2_readings,
    one_digit_changes,
)
from coalitions.game.slips import slips
from coalitions.pipeline import jobs

choices = jobs.start(snakemake, steps=int)
output = snakemake.output
changes_1 = smallest_changes_figure_1()
changes_1.to_csv(output.figure_1, index=False)
figure_1_variants(changes_1).to_csv(output.play_1, index=False)
all_searches().to_csv(output.figure_2, index=False)
one_digit_changes().to_csv(output.digits, index=False)
slips().to_csv(output.slips, index=False)
figure_2_readings().to_csv(output.readings, index=False)
probabilities = np.linspace(0.05, 0.95, choices.steps)
all_directions(probabilities).to_csv(output.power, index=False)
