"""Readers on damaged files: the project's error, naming the file, or the table of the sound file.

Each reader's miniature file is cut to some rows and damaged in one way. ``HYPOTHESIS_PROFILE=
thorough`` draws many more cases than the few of every run.
"""

import csv
import io
import os
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coalitions.errors import ReaderError
from coalitions.readers import files
from coalitions.readers.columns import Columns
from coalitions.readers.system import StateSystem
from coalitions.sources.source import Source
from miniature import FILES
from miniature.conflict import make_conflict
from miniature.files import archive, dta, rda, sav
from miniature.world import make_world

ROWS = 30
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
SETTINGS = settings(
    max_examples=100 if THOROUGH else 4,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
FORMATS = {
    "atop": "zip",
    "cow_alliances_yearly": "rda",
    "icb_mid_links": "sav",
    "archigos": "dta",
    "dd_heads_of_government": "rda",
    "gdp_panel": "rda",
    "gdp_sdp": "rda",
    "minimum_distance": "rda",
    ("polity", "p5v2018"): "rda",
    ("unga_ideal_points", "2016"): "tsv",
    ("unga_ideal_points", "2019"): "dta",
    "unga_roll_calls": "rda",
    "unga_votes": "rdata",
}
ATOP = "atop5_1ddyr.csv"
# What readers with several layouts declare only once they see the file.
LATER = {
    "unga_votes": Columns(whole=["rcid", "ccode", "vote"]),
    "unga_ideal_points": Columns(numbers=["ccode", "idealpoint"]),
    "unga_roll_calls": Columns(whole=["rcid", "session"], flags=["importantvote"]),
}
# Another letter or number of a part would be unknown to nobody's surprise.
MONTH = re.compile(r"(mo|month|mon|month\d|mody|motrig|moterm)$", re.IGNORECASE)
DAY = re.compile(r"(da|day|day\d|dady|datrig|daterm)$", re.IGNORECASE)


def format_of(key):
    return FORMATS.get(key, FORMATS.get(key[0], "csv"))


TEXT = [key for key in FILES if format_of(key) in ("csv", "tsv", "zip")]
BINARY = [key for key in FILES if key not in TEXT]


@dataclass(frozen=True)
class Sound:
    """A sound miniature file: its rows of text or its frame, and what its reader makes of it."""

    key: tuple[str, str]
    header: list[str]
    rows: list[list[str]]
    frame: pd.DataFrame
    table: pd.DataFrame

    @property
    def separator(self):
        return "\t" if format_of(self.key) == "tsv" else ","


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """Return a function that makes the sound file of a dataset and version."""
    folder = tmp_path_factory.mktemp("sound")
    world = make_world()
    conflict = make_conflict(world)

    def system():
        path = folder / "states.csv"
        path.write_bytes(FILES["cow_states", "2016"][0](world, conflict))
        return StateSystem(read(Source("cow_states", "2016", "csv", path), None))

    states = system()

    @cache
    def make(key):
        path = folder / f"{key[0]}_{key[1]}.{format_of(key)}"
        path.write_bytes(FILES[key][0](world, conflict))
        source = Source(*key, format_of(key), path)
        header, rows, frame = [], [], pd.DataFrame()
        if key in TEXT:
            content = path.read_bytes() if key[0] != "atop" else _member(path)
            text = content.decode("latin1").removeprefix("ï»¿")
            separator = "\t" if format_of(key) == "tsv" else ","
            header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
            rows = rows[:: max(len(rows) // ROWS, 1)]
            write(source, text_bytes(header, rows, separator))
        else:
            frame = files.load(source, encoding="latin1" if key[0] == "archigos" else "utf-8")
            frame = frame.iloc[:: max(len(frame) // ROWS, 1)].reset_index(drop=True)
            write(source, frame)
        return Sound(key, header, rows, frame, read(source, states))

    make.states = states
    return make


def _member(path):
    with zipfile.ZipFile(path) as file:
        return file.read(next(m for m in file.namelist() if m.endswith(ATOP)))


def read(source, states):
    return import_module(f"coalitions.readers.{source.dataset}").read(source, states)


def text_bytes(header, rows, separator=",", *, ends="\r\n", quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=ends, quoting=quoting).writerows(
        [header, *rows]
    )
    return text.getvalue().encode("utf-8")


def write(source, content):
    """Write bytes of text, or a frame, in the format of the source."""
    if source.format == "zip":
        content = archive({f"ATOP/{ATOP}": content.decode("latin1")})
    elif isinstance(content, pd.DataFrame):
        make = {"dta": dta, "sav": sav}.get(source.format)
        content = make(content) if make else rda("table", content, "gzip")
    source.path.write_bytes(content)


def needs(key):
    """Return the columns a reader declares."""
    module = import_module(f"coalitions.readers.{key[0]}")
    return LATER.get(key[0]) or module.NEEDS


def places(header, names):
    """Return where in a header columns stand that a reader knows by `names`."""
    known = {name.lower() for name in names}
    seen = [{"dispnum3": "dispnum"}.get(name.lower(), name.lower()) for name in header]
    return [i for i, name in enumerate(seen) if name in known]


def changed(rows, row, column, value):
    return [
        [value if (i, j) == (row, column) else cell for j, cell in enumerate(cells)]
        for i, cells in enumerate(rows)
    ]


# Each takes the sound file and a source of draws, and gives the bytes of a file, whether its
# reader has to refuse it, and the row it has to name, counted from 0, if any.
def some_row(sound, draw):
    return draw(st.integers(0, len(sound.rows) - 1))


def shuffled_columns(sound, draw):
    order = draw(st.permutations(range(len(sound.header))))
    header, rows = ([r[i] for i in order] for r in [sound.header]), sound.rows
    rows = [[r[i] for i in order] for r in rows]
    return text_bytes(next(header), rows, sound.separator), False, None


def other_writing(sound, draw):
    ends = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    quoting = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    content = text_bytes(sound.header, sound.rows, sound.separator, ends=ends, quoting=quoting)
    mark = b"\xef\xbb\xbf" if draw(st.booleans()) else b""
    return mark + content + draw(st.sampled_from(["", ends, 2 * ends])).encode(), False, None


def further_column(sound, draw):
    rows = [[*cells, "x"] for cells in sound.rows]
    return text_bytes([*sound.header, "remark"], rows, sound.separator), False, None


def trailing_separators(sound, draw):
    rows = [[*cells, ""] for cells in sound.rows]
    return text_bytes(sound.header, rows, sound.separator), True, 0


def long_row(sound, draw):
    row, rows = some_row(sound, draw), list(sound.rows)
    rows[row] = [*rows[row], *draw(st.lists(st.sampled_from(["", "1"]), min_size=1, max_size=3))]
    return text_bytes(sound.header, rows, sound.separator), True, row


def short_row(sound, draw):
    row, rows = some_row(sound, draw), list(sound.rows)
    rows[row] = rows[row][: draw(st.integers(1, len(sound.header) - 1))]
    return text_bytes(sound.header, rows, sound.separator), True, row


def cut_off(sound, draw):
    content = text_bytes(sound.header, sound.rows, sound.separator)
    last = content.rstrip(b"\r\n").rfind(b"\n") + 1
    end = content.rfind(sound.separator.encode())
    place = draw(st.integers(last + 1, end))
    return content[:place], True, None


def line_end_in_a_field(sound, draw):
    row, rows = some_row(sound, draw), list(sound.rows)
    column = draw(st.integers(0, len(sound.header) - 1))
    content = text_bytes(sound.header, changed(rows, row, column, "a@b"), sound.separator)
    return content.replace(b"a@b", draw(st.sampled_from([b"a\rb", b"a\nb"]))), True, None


def quoted_line_end_in_a_number(sound, draw):
    return bad_cell(sound, draw, ["1\n2", "1\r\n2"], ("whole", "numbers", "flags"))


def no_number(sound, draw):
    values = ["1,5", "1,234", "n/k", "--", "1 2", "inf", "TRUE?", "1.2.3"]
    return bad_cell(sound, draw, values, ("whole", "numbers", "flags"))


def blank(sound, draw):
    return bad_cell(sound, draw, ["", "NA"], ("whole",))


def fraction(sound, draw):
    return bad_cell(sound, draw, ["1.5", "-0.25"], ("whole", "flags"))


def bad_cell(sound, draw, values, kinds):
    names = [name for kind in kinds for name in getattr(needs(sound.key), kind)]
    columns = places(sound.header, names)
    if not columns:
        return text_bytes(sound.header, sound.rows, sound.separator), False, None
    row, column = some_row(sound, draw), draw(st.sampled_from(columns))
    rows = changed(sound.rows, row, column, draw(st.sampled_from(values)))
    return text_bytes(sound.header, rows, sound.separator), True, row


def impossible_date(sound, draw):
    declared = [sound.header[i] for i in places(sound.header, needs(sound.key).names)]
    parts = [(n, v) for n in declared if MONTH.search(n) for v in ("0", "13")]
    parts += [(n, v) for n in declared if DAY.search(n) for v in ("0", "32")]
    if not parts:
        return text_bytes(sound.header, sound.rows, sound.separator), False, None
    name, value = draw(st.sampled_from(parts))
    row = some_row(sound, draw)
    rows = changed(sound.rows, row, sound.header.index(name), value)
    # A second spell of fighting most rows lack.
    return text_bytes(sound.header, rows, sound.separator), not name.endswith("2"), row


def decimal_commas(sound, draw):
    rows = [[re.sub(r"^(-?\d+)\.(\d+)$", r"\1,\2", c) for c in cells] for cells in sound.rows]
    if draw(st.booleans()):
        return text_bytes(sound.header, rows, ";"), True, None
    return text_bytes(sound.header, rows, sound.separator), None, None


def doubled_column(sound, draw):
    columns = places(sound.header, needs(sound.key).names)
    column = draw(st.sampled_from(columns))
    rows = [[*cells, cells[draw(st.just(column))]] for cells in sound.rows]
    return text_bytes([*sound.header, sound.header[column]], rows, sound.separator), True, None


def dropped_column(sound, draw):
    column = draw(st.integers(0, len(sound.header) - 1))
    header, *rows = ([*c[:column], *c[column + 1 :]] for c in [sound.header, *sound.rows])
    return text_bytes(header, rows, sound.separator), None, None


def renamed_column(sound, draw):
    columns = places(sound.header, needs(sound.key).names)
    column = draw(st.sampled_from(columns))
    header = [f"{c} 2" if i == column else c for i, c in enumerate(sound.header)]
    return text_bytes(header, sound.rows, sound.separator), None, None


def doubled_row(sound, draw):
    row = some_row(sound, draw)
    return text_bytes(sound.header, [*sound.rows, sound.rows[row]], sound.separator), None, None


def other_encoding(sound, draw):
    content = text_bytes(
        [*sound.header, "remark"], [[*c, "é"] for c in sound.rows], sound.separator
    ).decode("utf-8")
    encoding = draw(st.sampled_from(["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]))
    return content.encode(encoding), None if encoding == "cp1252" else True, None


def empty(sound, draw):
    header = text_bytes(sound.header, [], sound.separator)
    return draw(st.sampled_from([b"", b"\r\n", b"\xef\xbb\xbf", header])), True, None


def unclosed_quote(sound, draw):
    content = text_bytes(sound.header, sound.rows, sound.separator).replace(b"\r\n", b'\r\n"', 1)
    return content, None, None


DAMAGES = [
    shuffled_columns, other_writing, further_column, trailing_separators, long_row, short_row,
    cut_off, line_end_in_a_field, quoted_line_end_in_a_number, no_number, blank, fraction,
    impossible_date, decimal_commas, doubled_column, dropped_column, renamed_column, doubled_row,
    other_encoding, empty, unclosed_quote,
]  # fmt: skip
HARMLESS = (shuffled_columns, other_writing, further_column)


def assert_refused_or_same(source, content, sound, states, damage, must_fail, row):
    """Assert that a reader refuses a file by name and row, or gives the table of the sound one."""
    write(source, content)
    table, said = outcome(source, states)
    if said is None:
        assert not must_fail, f"{damage.__name__} was not noticed"
        pd.testing.assert_frame_equal(table, sound.table)
    else:
        assert damage not in HARMLESS, said
        assert source.path.name in said
        assert "  next: " in said
        assert row is None or f"data row {row + 1})" in said or f"data row {row + 1} of" in said


def outcome(source, states):
    """Return the table, or what the project's error says."""
    try:
        return read(source, states), None
    except ReaderError as error:
        return None, str(error)


@pytest.mark.parametrize("key", TEXT, ids="-".join)
def test_damaged_text(key, sound, tmp_path):
    file = sound(key)
    source = Source(*key, format_of(key), tmp_path / "damaged")

    @SETTINGS
    @given(st.data())
    def damaged(data):
        damage = data.draw(st.sampled_from(DAMAGES))
        content, must_fail, row = damage(file, data.draw)
        assert_refused_or_same(source, content, file, sound.states, damage, must_fail, row)

    damaged()


def cut_bytes(content, draw):
    return content[: draw(st.integers(0, len(content) * 9 // 10))]


def other_bytes(content, draw):
    return draw(st.sampled_from([b"", b"no such format\n" * 20, b"\x1f\x8b" + content[2:60]]))


def without_a_column(frame, columns, draw):
    return frame.drop(columns=draw(st.sampled_from(columns))), True


def in_another_order(frame, columns, draw):
    return frame[draw(st.permutations(list(frame.columns)))], False


def as_text(frame, columns, draw):
    values = frame[draw(st.sampled_from(columns))].astype("object").map(_decimal_comma)
    return frame.assign(**{values.name: values}), True


def _decimal_comma(value):
    return "n/k" if value is None or value != value else f"{float(value):.1f}".replace(".", ",")


def with_a_blank(frame, columns, draw):
    column, row = draw(st.sampled_from(columns)), draw(st.integers(0, len(frame) - 1))
    values = frame[column].astype("float64")
    values[row] = np.nan
    return frame.assign(**{column: values}), True


@pytest.mark.parametrize("key", BINARY, ids="-".join)
def test_damaged_binary(key, sound, tmp_path):
    file = sound(key)
    source = Source(*key, format_of(key), tmp_path / "damaged")
    write(source, file.frame)
    content = source.path.read_bytes()
    header, declared = list(file.frame.columns), needs(key)
    numbers = [header[i] for i in places(header, [*declared.whole, *declared.numbers])]
    whole = [header[i] for i in places(header, declared.whole)]

    @SETTINGS
    @given(st.data())
    def damaged(data):
        damage = data.draw(
            st.sampled_from(
                [cut_bytes, other_bytes, without_a_column, in_another_order, as_text]
                + [with_a_blank] * bool(whole)
            )
        )
        if damage in (cut_bytes, other_bytes):
            source.path.write_bytes(damage(content, data.draw))
            with pytest.raises(ReaderError, match="damaged"):
                read(source, sound.states)
            return
        columns = {in_another_order: header, with_a_blank: whole}.get(damage, numbers)
        frame, must_fail = damage(file.frame, columns, data.draw)
        harmless = shuffled_columns if damage is in_another_order else damage
        assert_refused_or_same(source, frame, file, sound.states, harmless, must_fail, None)

    damaged()
