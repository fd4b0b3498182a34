"""The codebook names every column of the tables it describes."""

import re

from coalitions.keys import KEY
from coalitions.report.codebook import OTHER_COLUMNS, codebook
from coalitions.variables.analysis_table import SCHEMA
from coalitions.variables.catalogue import IN_ANALYSIS, VARIABLES


def test_every_column_of_the_analysis_table_is_described():
    described = {name.replace("<coding>", ".*") for name in OTHER_COLUMNS}
    assert described | {variable.name for variable in IN_ANALYSIS} == set(SCHEMA.columns)
    assert list(OTHER_COLUMNS)[: len(KEY)] == KEY


def test_every_variable_has_one_row():
    named = re.findall(r"^\| `([\w<>]+)` ", codebook(), re.MULTILINE)
    assert sorted(named) == sorted([*OTHER_COLUMNS, *(variable.name for variable in VARIABLES)])
