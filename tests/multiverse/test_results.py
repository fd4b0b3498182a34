"""The table of all universes, written part by part."""

import numpy as np
import pandas as pd
import pytest

from coalitions.multiverse import results
from coalitions.multiverse.results import write_results

OPTIONS = pd.DataFrame({"universe": list("gbafc"), "coding": list("xyxyx"), "in_all": True})


def estimates():
    rows = pd.DataFrame({"universe": list("abcfg"), "reason": ["", "none", "", "", ""]})
    both = rows.merge(pd.DataFrame({"model": [1, 2]}), how="cross")
    return both.assign(estimate=np.where(both["reason"].eq(""), np.arange(10.0), np.nan))


@pytest.mark.parametrize("at_once", [1, 2, 5, 100])
def test_the_table_is_the_join_however_many_are_joined_at_once(tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(results, "_AT_ONCE", at_once)
    write_results(OPTIONS, estimates(), tmp_path / "all.parquet")
    expected = OPTIONS.merge(estimates(), on="universe")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "all.parquet"), expected)
    assert expected["universe"].tolist() == list("ggbbaaffcc")


@pytest.mark.parametrize("lacking", ["a", "g"])
def test_a_universe_without_a_result_is_refused(tmp_path, lacking):
    some = estimates().query("universe != @lacking")
    with pytest.raises(ValueError, match="no result"):
        write_results(OPTIONS, some, tmp_path / "all.parquet")
    assert not (tmp_path / "all.parquet").exists()
