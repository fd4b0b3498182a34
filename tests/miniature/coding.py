"""The coding of the made-up crises, case by case: two passes, the adjudication, the result."""

import shutil

import numpy as np
import pandas as pd

from coalitions.coding.editions import EDITIONS, ELEMENTS, FIRST, confidence_of
from miniature.conflict import BLANK, SPLIT
from miniature.world import SEED

ADJUDICATION = "crisis part table principal partner field pass_1 pass_2 decision reason".split()
LEVELS = ("low", "medium", "high")
# A pull below 0 is a call of low confidence down to the first of these, and that of a state that
# joins only once the crisis is a war down to the second.
DOUBTFUL, TOO_LATE = -0.12, -0.25
DISPUTED = ["two_sided", "principal_1", "principal_2", "escalated_to_war", "war_start"]


def write_coding(folder, project_coding, conflict):
    """Write ``data/coding``: result, passes, adjudication, parts and the project's regions.

    Parameters
    ----------
    folder : pathlib.Path
    project_coding : pathlib.Path
        The project's ``data/coding``; regions, changelog, citation and licence are the same
        in every world.
    conflict : miniature.conflict.Conflict
    """
    for edition in EDITIONS:
        _write_edition(edition, folder / f"edition_{edition.number}", conflict)
    parts = [
        (crisis, part, *pair, "made up")
        for crisis, pairs in SPLIT.items()
        for part, pair in zip("ab", pairs, strict=True)
    ]
    columns = ["crisis", "part", "principal_1", "principal_2", "source"]
    _write(pd.DataFrame(parts, columns=columns), folder / "parts.csv")
    for name in ("regions.csv", "CHANGELOG.md", "CITATION.cff", "LICENCE"):
        shutil.copyfile(project_coding / name, folder / name)


def _write_edition(edition, folder, conflict):
    years = (edition.first_year, edition.last_year)
    result = (_crises(conflict, years), _partners(conflict, years))
    (one, two), decisions = _passes(*result)
    for place, tables in ((".", result), ("passes/pass_1", one), ("passes/pass_2", two)):
        (folder / place).mkdir(parents=True, exist_ok=True)
        if edition is not FIRST:
            tables = (_with_grounds(tables[0]), _with_sources(tables[1]))
        schemas = (edition.crises, edition.partners)
        for name, table, schema in zip(("crises", "partners"), tables, schemas, strict=True):
            _write(table[list(schema.columns)], folder / place / f"{name}.csv")
    _write(pd.DataFrame(decisions, columns=ADJUDICATION), folder / "adjudication.csv")
    (folder / "CODEBOOK.md").write_text("Made up.\n", encoding="utf-8")


def _with_grounds(crises):
    """Add what the second edition says of the threat that principals perceived."""
    sided = crises["two_sided"].eq("1")
    ground = pd.Series("", crises.index).mask(sided, "actor")
    shown = ground.mask(sided & crises["crisis"].astype(int).mod(5).eq(0), "narrative")
    return crises.assign(threat_1=ground, threat_2=shown, threat_evidence="Made up.")


def _with_sources(partners):
    """Add what the second edition says of the evidence; confidence follows from it."""
    inferred = {"high": "", "medium": ELEMENTS[0], "low": ";".join(ELEMENTS[:2])}
    number = partners["partner"].astype(int) + partners["crisis"].astype(int)
    table = partners.assign(
        inferred=partners["confidence"].map(inferred),
        known_to_target=number.mod(11).ne(0).astype(int),
        running_war=number.mod(7).eq(0).astype(int),
        source=np.where(number.mod(13).eq(0), "recall", "narrative"),
    )
    return table.assign(confidence=confidence_of(table))


def _write(table, path):
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _crises(conflict, years):
    rng = np.random.default_rng([SEED, 80])
    due = conflict.crises[conflict.crises["start"].dt.year.between(*years)]
    table = due[["crisis", "name"]].merge(
        conflict.parts.drop(columns=["start", "end"]), on="crisis", how="left"
    )
    sided = table["one"].notna()
    frame = pd.DataFrame(
        {
            "crisis": table["crisis"],
            "part": table["part"].fillna("a"),
            "two_sided": sided.astype(int),
            "principal_1": table["one"].astype("Int64"),
            "principal_2": table["two"].astype("Int64"),
            "issue": "Who holds " + table["name"].str.title(),
            "escalated_to_war": table["war"].astype("boolean").astype("Int64"),
            "war_start": pd.to_datetime(table["war_start"]).dt.strftime("%Y-%m-%d"),
            "confidence": rng.choice(LEVELS, len(table), p=[0.1, 0.3, 0.6]),
            "note": "Made up.",
        }
    )
    if years[1] > 2014:
        # Its system row has its year from version 14 on.
        frame.loc[len(frame)] = {
            "crisis": BLANK,
            "part": "a",
            "two_sided": 0,
            "issue": "Who holds what",
            "confidence": "low",
            "note": "Made up.",
        }
        frame = frame.sort_values("crisis")
    return frame[list(FIRST.crises.columns)].astype("string").fillna("")


def _partners(conflict, years):
    rng = np.random.default_rng([SEED, 81])
    calls = conflict.joined(0, above=TOO_LATE)
    calls = calls[calls["start"].dt.year.between(*years)]
    late = calls["seen"].le(DOUBTFUL)
    calls, late = calls[calls["war"] | ~late], late[calls["war"] | ~late]
    sure = np.where(rng.random(len(calls)) < 0.6, "high", "medium")
    since = calls["start"] + pd.to_timedelta(rng.integers(3, 20, len(calls)), unit="D")
    doubtful = calls["seen"].le(0) & ~late
    frame = pd.DataFrame(
        {
            "crisis": calls["crisis"],
            "part": calls["part"],
            "principal": calls["a"],
            "target": calls["t"],
            "partner": calls["p"],
            "contribution": rng.choice(["troops", "territory", "threat"], len(calls)),
            "joined_after_war": late.astype(int),
            "since": since.dt.strftime("%Y-%m-%d"),
            "confidence": np.where(doubtful, "low", sure),
            "evidence": "Drawn.",
            "note": "",
        }
    )
    return frame[list(FIRST.partners.columns)].astype("string")


def _passes(crises, partners):
    """Return what two readers said, and a decision on every difference: the result as it is."""
    rng = np.random.default_rng([SEED, 82])
    said = [[crises.copy(), partners.copy()] for _ in range(2)]
    decisions = []

    def decide(table, row, field, values):
        named = table == "partners"
        key = [row["crisis"], row["part"], table]
        key += [row["principal"], row["partner"]] if named else ["", ""]
        decisions.append([*key, field, *values, "", "made up: the value drawn"])

    for number, table in enumerate(("crises", "partners")):
        result = said[0][number].copy()
        for index in result.index[rng.random(len(result)) < 0.08]:
            who, row = int(rng.integers(0, 2)), result.loc[index]
            other = str(rng.choice([level for level in LEVELS if level != row["confidence"]]))
            said[who][number].loc[index, "confidence"] = other
            values = [other if who == i else row["confidence"] for i in range(2)]
            decide(table, row, "confidence", values)
            decisions[-1][8] = row["confidence"]

    # One reader misses some partners, and sees one who is none in the result.
    for index in partners.index[rng.random(len(partners)) < 0.1]:
        who, row = int(rng.integers(0, 2)), partners.loc[index]
        said[who][1] = said[who][1].drop(index)
        decide("partners", row, "row", ["0" if who == i else "1" for i in range(2)])
        decisions[-1][8] = "1"
    spare = partners.iloc[[0]].assign(partner="900", confidence="low")
    said[0][1] = pd.concat([said[0][1], spare], ignore_index=True)
    decide("partners", spare.iloc[0], "row", ["1", "0"])
    decisions[-1][8] = "0"

    # One reader sees no second side in a crisis that nobody joined.
    alone = crises["two_sided"].eq("1") & ~crises["crisis"].isin(partners["crisis"])
    index = crises.index[alone][0]
    blank = {"two_sided": "0"} | dict.fromkeys(DISPUTED[1:], "")
    for field in DISPUTED:
        value = crises.loc[index, field]
        if value != blank[field]:
            said[1][0].loc[index, field] = blank[field]
            decide("crises", crises.loc[index], field, [value, blank[field]])
            decisions[-1][8] = value
    return said, decisions
