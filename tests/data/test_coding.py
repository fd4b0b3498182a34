"""The shipped case-by-case coding is whole, valid and traceable, and has the cases of the paper."""

import pandas as pd
import pytest

from coalitions.coding.cases import check_against_system, partner_calls, read_cases
from coalitions.coding.editions import FIRST
from coalitions.readers import read
from coalitions.settings import CaseChoice

CRISIS_FIELDS = ["two_sided", "principal_1", "principal_2", "escalated_to_war", "war_start"]
PARTNER_FIELDS = ["target", "contribution", "joined_after_war", "since"]
UNIT = ["crisis", "part"]
PARTNER = [*UNIT, "principal", "partner"]


@pytest.fixture(scope="module")
def folder(root):
    return root / FIRST.folder


@pytest.fixture(scope="module")
def cases(folder):
    return read_cases(folder)


@pytest.fixture(scope="module")
def text(folder):
    """Return the result, both passes and the adjudication as they stand in the files."""

    def load(name):
        return pd.read_csv(folder / name, dtype=str, keep_default_na=False)

    result = {t: load(f"{t}.csv") for t in ("crises", "partners")}
    passes = [{t: load(f"passes/pass_{i}/{t}.csv") for t in result} for i in (1, 2)]
    return result, passes, load("adjudication.csv")


@pytest.mark.data
@pytest.mark.parametrize("where", [".", "passes/pass_1", "passes/pass_2"])
def test_every_crisis_of_the_period_is_coded_with_codes_valid_on_the_day(
    folder, where, raw, system
):
    icb = read(raw("icb_system", "14"), system)
    coded = read_cases(folder / where)
    check_against_system(coded, icb, system, folder / where)
    due = icb.loc[icb["start_year"].between(1946, 1999), "crisis"]
    assert set(coded.crises["crisis"]) == set(due)


def test_every_decision_has_a_reason(text):
    _, _, adjudication = text
    assert adjudication["reason"].str.len().gt(5).all()
    assert not adjudication.duplicated(["table", *PARTNER, "field"]).any()


@pytest.mark.parametrize(
    ("table", "key", "fields"),
    [("crises", UNIT, CRISIS_FIELDS), ("partners", PARTNER, PARTNER_FIELDS)],
)
def test_every_value_traces_to_both_passes_or_to_a_decision(text, table, key, fields):
    result, passes, adjudication = text
    decided = adjudication[adjudication["table"].eq(table)].set_index([*key, "field"])["decision"]
    found = result[table].set_index(key)
    one, two = (p[table].set_index(key) for p in passes)
    for row in found.index.union(one.index).union(two.index):
        kept = row in found.index
        if (row in one.index) != (row in two.index):
            assert decided[(*row, "row")] == str(int(kept)), row
        elif not kept:
            assert decided[(*row, "row")] == "0", row
        if not kept:
            continue
        for field in [*fields, "confidence"]:
            value = found.loc[row, field]
            said = {p.loc[row, field] for p in (one, two) if row in p.index}
            if said != {value}:
                assert decided[(*row, field)] == value, (row, field)


def joined(cases, crisis, principal, confidence="medium"):
    calls = partner_calls(cases, CaseChoice(confidence=confidence))
    return set(calls.loc[calls["crisis"].eq(crisis) & calls["a"].eq(principal), "p"])


def test_iraq_stood_with_jordan_in_153(cases):
    row = cases.crises.set_index("crisis").loc[153]
    assert (row["principal_1"], row["principal_2"]) == (663, 666)
    assert 645 in joined(cases, 153, 663)
    assert joined(cases, 153, 666) == set()


def test_427_holds_two_crises_without_partners(cases):
    parts = cases.crises[cases.crises["crisis"].eq(427)]
    assert parts[["principal_1", "principal_2"]].to_numpy().tolist() == [[2, 700], [2, 625]]
    assert 427 not in set(cases.partners["crisis"])


def test_the_gulf_coalition_has_britain_and_saudi_arabia_but_not_japan(cases):
    partners = joined(cases, 393, 2)
    assert {200, 670} <= partners
    assert 740 not in set(cases.partners.loc[cases.partners["crisis"].eq(393), "partner"])


def test_turkey_faced_the_ussr_with_american_and_british_support_in_111(cases):
    row = cases.crises.set_index("crisis").loc[111]
    assert {row["principal_1"], row["principal_2"]} == {640, 365}
    assert {2, 200} <= joined(cases, 111, 640, "low")
