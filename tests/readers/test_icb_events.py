import pandas as pd
import pytest
from handmade import csv_source

from coalitions.readers import icb_events

ROW = dict.fromkeys(icb_events.TEXTS.values(), "") | {
    "crisno": 7,
    "sentence_number_int_aligned": 1,
    "sentence_span_text": "Something happened.",
    "event_type": "action",
    "do_actor_a": "France",
    "date_earliest_year": "1960",
    "date_earliest_month": "2",
    "date_earliest_day": "10",
}


def table(folder, *rows):
    text = pd.DataFrame([ROW | row for row in rows]).to_csv(index=False)
    return icb_events.read(csv_source(folder, "icb_events", "1.1", text))


def test_sentences_without_an_event_are_left_out(tmp_path):
    events = table(tmp_path, {}, {"event_type": None}, {"sentence_number_int_aligned": 3})
    assert events["event"].tolist() == [1, 2]
    assert events["sentence"].tolist() == [1, 3]
    assert events["actor"].tolist() == ["France"] * 2
    assert events["speaker"].isna().all()


def test_dates_coders_disagree_on(tmp_path):
    rows = [
        {"date_earliest_day": "10;12"},
        {"date_earliest_month": "2;3"},
        {"date_earliest_year": "1960;1961"},
        {"date_earliest_year": "2986"},
    ]
    days = table(tmp_path, *rows)["date"]
    assert days.tolist()[:2] == [pd.Timestamp("1960-02-01"), pd.Timestamp("1960-01-10")]
    assert days[2:].isna().all()


@pytest.mark.data
def test_release(raw):
    events = icb_events.read(raw("icb_events", "1.1"))
    assert len(events) == 15025
    assert events["crisis"].nunique() == 475
    counts = events["type"].value_counts()
    assert counts[["action", "speech", "thought"]].tolist() == [6386, 5621, 2969]
    assert events["date"].dt.year.max() == 2016
    gulf = events[events["crisis"].eq(393) & events["actor"].eq("Iraq")]
    assert "Kuwait" in set(gulf["counterpart"])
