"""Correlations of re-estimated with published points, and their figure."""

import matplotlib as mpl
import pandas as pd
import pytest

from coalitions.errors import DesignError
from coalitions.report.figure_files import save_figure
from coalitions.report.ideal_points_figure import (
    draw_session_correlations,
    session_correlations,
)
from figure_checks import assert_readable
from handmade_tables import table

mpl.use("agg")

PUBLISHED = table(
    "state year ideal_point",
    *((state, 1963, point) for state, point in ((2, 2.0), (200, 1.0), (365, -2.0))),
    *((state, 1965, point) for state, point in ((2, 2.0), (200, 1.0), (365, -2.0), (651, 0.0))),
    (2, 1966, 1.0),
)
REESTIMATED = table(
    "state year ideal_point",
    *((state, 1963, point) for state, point in ((2, 1.0), (200, 0.5), (365, -1.0), (710, 3.0))),
    *((state, 1965, point) for state, point in ((2, 9.0), (200, 1.0), (365, 0.0), (651, 0.5))),
)
SESSIONS = table("session year states items", (18, 1963, 4, 31), (20, 1965, 4, 40))


def test_correlations_are_those_of_states_in_both():
    found = session_correlations(PUBLISHED, REESTIMATED, SESSIONS)
    assert found.columns.tolist() == ["year", "states", "pearson", "spearman", "items"]
    assert found[["year", "states", "items"]].to_numpy().tolist() == [[1963, 3, 31], [1965, 4, 40]]
    assert found["pearson"].tolist() == pytest.approx([1, 16.375 / 21.875])
    assert found["spearman"].tolist() == pytest.approx([1, 1])


def test_a_state_year_twice_is_refused():
    with pytest.raises(DesignError, match="published"):
        session_correlations(pd.concat([PUBLISHED, PUBLISHED.head(1)]), REESTIMATED, SESSIONS)


def test_figure_breaks_where_a_session_is_missing_and_is_the_same_file_twice(tmp_path):
    found = session_correlations(PUBLISHED, REESTIMATED, SESSIONS)
    drawn = draw_session_correlations(found)
    line = drawn.axes[0].get_lines()[0]
    assert line.get_xdata().tolist() == [1963, 1964, 1965]
    assert pd.isna(line.get_ydata()).tolist() == [False, True, False]
    assert "the lowest, 0.75, in 1965 with 40 roll calls" in drawn.texts[1].get_text()
    assert_readable(drawn)
    for name in ("one", "other"):
        save_figure(draw_session_correlations(found), tmp_path / name)
    for end in ("pdf", "svg", "png"):
        one, other = ((tmp_path / f"{name}.{end}").read_bytes() for name in ("one", "other"))
        assert one == other
