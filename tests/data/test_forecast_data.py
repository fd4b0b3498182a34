"""The setting whose sources reach furthest, on the real files."""

import pandas as pd
import pytest

from coalitions.coding.crisis_dates import with_dates
from coalitions.estimates.forecast_setting import LAST_YEAR, furthest_setting
from coalitions.readers import read
from coalitions.sources.manifest import choose

pytestmark = pytest.mark.data


def test_every_crisis_to_predict_has_a_first_day(raw, manifest, settings, system):
    chosen = choose(manifest, furthest_setting(settings, manifest))
    icb, actors = (
        read(raw(name, chosen[name].version), system) for name in ("icb_system", "icb_actor")
    )
    due = icb["start_year"].between(2000, LAST_YEAR)
    undated = icb.loc[due & icb["start"].isna(), "crisis"].tolist()
    assert undated == [474]
    dated = with_dates(icb, actors)
    assert dated.loc[due, "start"].notna().all()
    assert (dated.loc[due, "start"].dt.year == dated.loc[due, "start_year"]).all()
    assert dated.set_index("crisis").loc[474, "start"] == pd.Timestamp("2015-01-22")
