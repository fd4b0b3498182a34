"""The shipped case-by-case coding is whole, valid and traceable, and has the cases of the paper."""

import re

import pandas as pd
import pytest

from coalitions.coding.cases import check_against_system, partner_calls, read_cases
from coalitions.coding.crisis_dates import crisis_dates
from coalitions.coding.editions import EDITIONS, SECOND
from coalitions.readers import read
from coalitions.settings import CaseChoice

CRISIS_FIELDS = ["two_sided", "principal_1", "principal_2", "escalated_to_war", "war_start"]
PARTNER_FIELDS = ["target", "contribution", "joined_after_war", "since"]
SHOWN = ["known_to_target", "running_war", "source"]
# Confidence in a partner is what the readers said in edition 1, and follows from the rest in 2.
FIELDS = {
    (1, "crises"): [*CRISIS_FIELDS, "confidence"],
    (1, "partners"): [*PARTNER_FIELDS, "confidence"],
    (2, "crises"): [*CRISIS_FIELDS, "threat_1", "threat_2", "confidence"],
    (2, "partners"): [*PARTNER_FIELDS, *SHOWN],
}
ALSO_CALLED = {2: ("USA", "American"), 200: ("UK", "Britain", "British"), 365: ("USSR", "Soviet")}
UNIT = ["crisis", "part"]
PARTNER = [*UNIT, "principal", "partner"]


@pytest.fixture(scope="module", params=EDITIONS, ids=lambda edition: f"edition {edition.number}")
def edition(request):
    return request.param


@pytest.fixture(scope="module")
def folder(root, edition):
    return root / edition.folder


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
    edition, folder, where, raw, system
):
    icb = read(raw("icb_system", "14"), system)
    coded = read_cases(folder / where)
    check_against_system(coded, icb, system, folder / where)
    dates = crisis_dates({"14": icb}, {"15": read(raw("icb_actor", "15"), system)})
    due = dates.index[dates["start"].dt.year.between(edition.first_year, edition.last_year)]
    assert set(coded.crises["crisis"]) == set(due)


def test_every_decision_has_a_reason(text):
    _, _, adjudication = text
    assert adjudication["reason"].str.len().gt(5).all()
    assert not adjudication.duplicated(["table", *PARTNER, "field"]).any()


@pytest.mark.parametrize(("table", "key"), [("crises", UNIT), ("partners", PARTNER)])
def test_every_value_traces_to_both_passes_or_to_a_decision(edition, text, table, key):
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
        if kept and row not in one.index and row not in two.index:
            # A row of the adjudicator's own.
            assert decided[(*row, "row")] == "1", row
            continue
        if not kept:
            continue
        for field in FIELDS[edition.number, table]:
            value = found.loc[row, field]
            said = {p.loc[row, field] for p in (one, two) if row in p.index}
            if said != {value}:
                assert decided[(*row, field)] == value, (row, field)


def test_what_either_reader_inferred_is_inferred(root):
    result, *passes = (
        pd.read_csv(root / SECOND.folder / where / "partners.csv", dtype=str, keep_default_na=False)
        for where in (".", "passes/pass_1", "passes/pass_2")
    )
    decided = pd.read_csv(
        root / SECOND.folder / "adjudication.csv", dtype=str, keep_default_na=False
    )
    decided = decided[decided["field"].eq("inferred")].set_index(PARTNER)["decision"]
    one, two = (p.set_index(PARTNER)["inferred"] for p in passes)
    for row, inferred in result.set_index(PARTNER)["inferred"].items():
        if row in decided.index:
            assert inferred == decided[row], row
        elif row in one.index or row in two.index:
            said = {e for p in (one, two) if row in p.index for e in p[row].split(";")} - {""}
            assert set(inferred.split(";")) - {""} == said, row


@pytest.mark.data
def test_no_note_names_a_partner_that_has_a_row(root, system):
    cases = read_cases(root / SECOND.folder)
    names = system.spells.drop_duplicates("state", keep="last").set_index("state")
    notes = cases.crises.set_index(UNIT)["note"]
    for row in cases.partners.itertuples():
        partner = names.loc[row.partner]
        for name in (partner["name"], partner["abbreviation"], *ALSO_CALLED.get(row.partner, ())):
            note = notes[(row.crisis, row.part)]
            assert not re.search(rf"\b{re.escape(name)}\b", note), (row.crisis, name, note)


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
