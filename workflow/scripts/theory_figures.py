"""Search what changes of what is printed give Figures 1 and 2, and draw the model's figures."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import numpy as np
import pandas as pd

from coalitions.game.printed_figure_1 import figure_1_variants, smallest_changes_figure_1
from coalitions.game.printed_figure_2 import (
    all_directions,
    all_searches,
    figure_2_readings,
    one_digit_changes,
)
from coalitions.game.searches import best_change, most_readings
from coalitions.game.slips import slips
from coalitions.pipeline import jobs
from coalitions.report import game_figures
from coalitions.report.figure_files import save_figure

choices = jobs.start(snakemake, steps=int)
output = snakemake.output
changes_1 = smallest_changes_figure_1()
changes_1.to_csv(output.changes_1, index=False)
figure_1_variants(changes_1).to_csv(output.play_1, index=False)
all_searches().to_csv(output.changes_2, index=False)
one_digit_changes().to_csv(output.digits_2, index=False)
slips().to_csv(output.slips, index=False)
figure_2_readings().to_csv(output.readings, index=False)
probabilities = np.linspace(0.05, 0.95, choices.steps)
all_directions(probabilities).to_csv(output.power, index=False)
drawn = {
    "figure_1": game_figures.figure_1(*best_change(pd.read_csv(output.changes_1))),
    "figure_2": game_figures.figure_2(*most_readings(pd.read_csv(output.digits_2))),
    "play": game_figures.figure_play(),
    "variance": game_figures.figure_variance(),
}
for name, figure in drawn.items():
    save_figure(figure, Path(output[name]).with_suffix(""))
