"""Job insecurity as a family: the figure."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from coalitions.insecurity.family import one_at_a_time, variants
from coalitions.report.insecurity_figures import draw_insecurity_family
from figure_checks import assert_readable

mpl.use("agg")

DEFAULT = "Weibull, Archigos, SDP, lagged growth, changes in all, deaths count"


def test_figure_writes_each_correlation_once_and_draws_each_variant():
    chosen = one_at_a_time(variants()[DEFAULT])
    n = len(chosen)
    values = np.linspace(0.5, 0.99, n * n).reshape(n, n)
    values = np.maximum(values, values.T)
    np.fill_diagonal(values, 1)
    correlations = pd.DataFrame(values, chosen.index, chosen.index)
    # Columns in another order than the rows, as a file may have them.
    correlations = correlations[correlations.columns[::-1]]
    deciles = pd.DataFrame(
        {"decile": [*range(1, 11), "all"], "mean_predicted": 0.1, "observed": 0.12}
    )
    far = deciles.assign(mean_predicted=0.001, variant="another variant")
    calibrations = pd.concat([far, *[deciles.assign(variant=text) for text in chosen.index]])
    figure = draw_insecurity_family(correlations, calibrations, chosen)
    left, right = figure.axes
    written = {text.get_position(): text.get_text() for text in left.texts}
    assert len(written) == n * (n - 1) / 2
    assert written[(0, 3)] == f"{values[3, 0]:.2f}".removeprefix("0")
    labels = [t.get_text().split(": ")[1] for t in left.get_yticklabels()]
    assert labels == chosen["name"].tolist()[1:]
    # The line of perfect calibration, and a line a variant with ten points each.
    assert [len(line.get_xdata()) for line in right.lines] == [2, *[10] * n]
    assert right.get_xlim()[0] > 0.05
    legend = [text.get_text() for text in right.get_legend().get_texts()]
    assert legend[:2] == ["predictions come true", "default"]
    assert len(legend) == len(set(legend)) == 8
    assert "from 0.5" in figure.texts[1].get_text()
    assert_readable(figure)
    plt.close(figure)
