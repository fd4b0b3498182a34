from importlib.resources import files

import pandas as pd


def test_every_check_has_its_statement_and_every_statement_its_check(checks):
    statements = pd.read_csv(str(files("coalitions.game") / "statements.csv"))
    assert checks["key"].tolist() == statements["key"].tolist()
    assert checks["statement"].tolist() == statements["statement"].tolist()
    assert statements["key"].is_unique
    assert statements["statement"].is_unique


def test_a_check_holds_where_it_has_cases_and_no_exception(checks):
    assert (checks["exceptions"] <= checks["cases"]).all()
    expected = (checks["cases"] > 0) & (checks["exceptions"] == 0)
    assert checks["holds"].equals(expected)
    assert checks["share"].between(0, 1).all()
