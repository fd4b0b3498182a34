"""Delimited text is read whole or refused, with the line of the file."""

import pandas as pd
import pytest

from coalitions.delimited import Dialect, read_delimited
from coalitions.errors import DesignError, ReaderError

DIALECT = Dialect("The file", ReaderError)


def read(folder, content, **dialect):
    path = folder / "file.csv"
    path.write_bytes(content)
    return read_delimited(path, Dialect("The file", ReaderError, **dialect))


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", [0, 1, 3])
def test_line_ends_and_marks_change_nothing(tmp_path, ends, mark, last):
    content = mark + ends.join([b"a,b", b"1,x", b'2,"y, z"']) + last * ends
    for encoding in ("utf-8", "latin1"):
        table = read(tmp_path, content, encoding=encoding)
        assert table.to_dict("list") == {"a": [1, 2], "b": ["x", "y, z"]}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"a,b\n1,2,\n3,4,\n", ["line 2 (data row 1)", "longer", "2 fields", "3 fields: 1,2,"]),
        (b"a,b\n1,2\n3\n", ["line 3 (data row 2)", "shorter", "1 fields: 3"]),
        (b'a,b\n"x\ny",2\n3\n', ["line 4 (data row 2)", "shorter"]),
        (b"a,b\n1,2\n\n3\n", ["line 4 (data row 2)"]),
        (b"a,b\r\nx\ry,2\r\n", ["line 2 (data row 1)", "1 fields: x"]),
        (b'a,b\n1,2\n"3,4\n', ["line 3 (data row 2)", "cannot be read"]),
        (b"a,b,a\n1,2,3\n", ["line 1", "more than once", "got: a"]),
        (b"a;b\n1,5;2\n", ["single column", "semicolons", "a;b"]),
        (b"", ["is empty"]),
        (b"\xef\xbb\xbf\r\n", ["is empty"]),
        ("a,b\n1,é\n".encode("utf-16"), ["UTF-16", "save it as CSV in UTF-8"]),
        ("a,b\n1,2\n".encode("utf-16-le"), ["UTF-16"]),
        ("a,b\n1,2\n1,Côte\n".encode("cp1252"), ["line 3", "0xf4", "Côte", "utf-8"]),
        ("a,b\r1,2\r1,é\r".encode("cp1252"), ["line 3"]),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, content, named):
    with pytest.raises(ReaderError) as error:
        read(tmp_path, content)
    for part in ("The file", "file.csv", "next: ", *named):
        assert part in str(error.value)


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(DesignError, match=r"(?s)cannot be read.*No such file.*nowhere\.csv"):
        read_delimited(tmp_path / "nowhere.csv", Dialect("The file", DesignError))


def test_a_part_of_a_file_is_named_as_one(tmp_path):
    with pytest.raises(ReaderError, match=r"line 2 \(data row 1\) of a\.csv in b\.zip"):
        read_delimited(tmp_path, DIALECT, content=b"a,b\n1\n", where="a.csv in b.zip")


def test_options_reach_the_parser(tmp_path):
    table = read(tmp_path, b"a\tb\n01\tNA\n", sep="\t", options={"dtype": str, "na_filter": False})
    expected = pd.DataFrame({"a": ["01"], "b": ["NA"]}, dtype="str")
    pd.testing.assert_frame_equal(table, expected)
