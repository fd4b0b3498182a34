"""Tables edited by hand: a row that cannot be used is named."""

import pytest

from coalitions.coding.cases import read_cases
from coalitions.coding.hand_edited import read_parts, read_regions
from coalitions.errors import DesignError
from coding_folder import default_coding

PARTS = "crisis,part,principal_1,principal_2,source\n427,a,2,700,why\n"
REGIONS = "region,first_code,last_code,note\neurope,200,399,\nafrica,400,599,\n"


def test_tables_are_read(tmp_path):
    (tmp_path / "parts.csv").write_text(PARTS)
    (tmp_path / "regions.csv").write_text(REGIONS)
    assert read_parts(tmp_path).to_numpy().tolist() == [[427, "a", 2, 700, "why"]]
    assert read_regions(tmp_path)["last_code"].tolist() == [399, 599]


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("427,b,2", ["line 3 (data row 2)", "shorter than its header"]),
        ("427,b,2,625,why,more", ["line 3 (data row 2)", "longer than its header"]),
        ("427,b,625,2,why", ["principal_1 is not the smaller code", "data row 2 of"]),
        ("427,b,two,625,why", ["principal_1 is not a number", "two", "data row 2 of"]),
        ("427,,2,625,why", ["part is no letter", "data row 2 of"]),
        ("427,a,2,625,why", ["duplicate rows for crisis, part", "data row 1 of"]),
    ],
)
def test_bad_parts_are_named(tmp_path, row, named):
    (tmp_path / "parts.csv").write_text(f"{PARTS}{row}\n")
    with pytest.raises(DesignError) as error:
        read_parts(tmp_path)
    for part in ("parts.csv", *named):
        assert part in str(error.value)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("asia,700", ["line 4 (data row 3)", "shorter than its header"]),
        ("asia,700,x,", ["last_code is not a number", "data row 3 of"]),
        ("asia,800,700,", ["last_code is less than first_code", "data row 3 of"]),
        ("asia,550,800,", ["the codes overlap those of another row", "data row 3 of"]),
        (",700,800,", ["no name of a region", "data row 3 of"]),
    ],
)
def test_bad_regions_are_named(tmp_path, row, named):
    (tmp_path / "regions.csv").write_text(f"{REGIONS}{row}\n")
    with pytest.raises(DesignError) as error:
        read_regions(tmp_path)
    for part in ("regions.csv", *named):
        assert part in str(error.value)


@pytest.mark.parametrize("name", ["crises.csv", "partners.csv"])
def test_a_row_of_the_coding_that_breaks_off_is_named(tmp_path, root, name):
    for table in ("crises.csv", "partners.csv"):
        text = (default_coding(root) / table).read_text(encoding="utf-8").splitlines()
        if table == name:
            text[4] = ",".join(text[4].split(",")[:3])
        (tmp_path / table).write_text("\n".join(text), encoding="utf-8")
    with pytest.raises(DesignError, match=rf"(?s){name} has a row shorter.*line 5 \(data row 4\)"):
        read_cases(tmp_path)


def test_the_project_tables_are_sound(root):
    folder = root / "data/coding"
    assert len(read_parts(folder)) == 2
    assert len(read_regions(folder)) == 6
