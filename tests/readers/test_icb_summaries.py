import pytest
from handmade import csv_source

from coalitions.errors import ReaderError
from coalitions.readers import icb_summaries
from coalitions.sources.source import Source


def test_background_comes_first_and_markup_goes(tmp_path):
    source = csv_source(
        tmp_path,
        "icb_summaries",
        "2015",
        'crisno,background,text\n3," Before.","See <a href=""x(1)"">Case #1</a>.\n\n \nThen. "\n',
    )
    table = icb_summaries.read(source)
    assert table.to_numpy().tolist() == [[3, "Before.\nSee Case #1.\nThen."]]


def test_both_encodings_of_one_file(tmp_path):
    path = tmp_path / "summaries.csv"
    path.write_bytes(
        b"crisno,text\n1,"
        + "Djibouti\u2019s Shinz\u014d".encode()
        + b"\n2,"
        + "Eritrea\u2019s caf\u00e9 \u2013".encode("cp1252")
        + b"\n"
    )
    table = icb_summaries.read(Source("icb_summaries", "2015-additions", "csv", path))
    assert table["text"].tolist() == [
        "Djibouti\u2019s Shinz\u014d",
        "Eritrea\u2019s caf\u00e9 \u2013",
    ]


def test_crisis_listed_twice_is_refused(tmp_path):
    source = csv_source(tmp_path, "icb_summaries", "2023", "crisno,text\n1,a\n1,b\n")
    with pytest.raises(ReaderError, match="icb_summaries 2023"):
        icb_summaries.read(source)


@pytest.mark.data
@pytest.mark.parametrize(
    ("version", "crises"),
    [
        ("2015", range(1, 456)),
        ("2015-additions", [*range(456, 474), 475, 476]),
        ("2023", range(1, 497)),
    ],
)
def test_releases(raw, version, crises):
    table = icb_summaries.read(raw("icb_summaries", version))
    assert table["crisis"].tolist() == list(crises)
    assert table["text"].str.strip().eq(table["text"]).all()
    # What is left after a wrong decoding.
    assert not table["text"].str.contains("[\u0080-\u009f\ufffd]").any()
    assert table.loc[table["text"].str.len().lt(500), "crisis"].isin([481]).all()


@pytest.mark.data
def test_the_texts_of_2023_are_whole(raw):
    cut = icb_summaries.read(raw("icb_summaries", "2015")).set_index("crisis")["text"]
    whole = icb_summaries.read(raw("icb_summaries", "2023")).set_index("crisis")["text"]
    assert whole[393].startswith("A crisis")
    assert len(whole[393]) > len(cut[393])
