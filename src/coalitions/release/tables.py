"""The four released tables, put together from the coding, ICB, COW and the analysis table."""

from dataclasses import dataclass

import pandas as pd

from coalitions.coding.cases import Cases, partner_calls
from coalitions.errors import DesignError
from coalitions.keys import KEY
from coalitions.release.fields import KEYS, tables_of
from coalitions.settings import CaseChoice, OwnFile
from coalitions.variables.measures import add_alliance

_UNIT = ["crisis", "part"]


@dataclass(frozen=True)
class Material:
    """What the released tables are made from.

    Attributes
    ----------
    cases : coalitions.coding.cases.Cases
    choice : coalitions.settings.CaseChoice
        Which partner calls are the default list.
    analysis : pandas.DataFrame
        The analysis table.
    alliances : pandas.DataFrame
        Spells, as for `coalitions.variables.measures.add_alliance`.
    dates : pandas.DataFrame
        From `coalitions.coding.crisis_dates.crisis_dates`.
    actors : pandas.DataFrame
        `coalitions.readers` table of icb_actor, of every crisis coded.
    links, participants, wars, states : pandas.DataFrame
        `coalitions.readers` tables of icb_mid_links, mid_participants, cow_interstate_wars and
        cow_states.
    own : tuple of coalitions.settings.OwnFile
        Files of one's own whose columns the analysis table has.
    """

    cases: Cases
    choice: CaseChoice
    analysis: pd.DataFrame
    alliances: pd.DataFrame
    dates: pd.DataFrame
    actors: pd.DataFrame
    links: pd.DataFrame
    participants: pd.DataFrame
    wars: pd.DataFrame
    states: pd.DataFrame
    own: tuple[OwnFile, ...] = ()


def released_tables(material: Material) -> dict[str, pd.DataFrame]:
    """Put the tables together.

    Parameters
    ----------
    material : Material

    Returns
    -------
    dict of str to pandas.DataFrame
        By name, columns and order as in `coalitions.release.fields.tables_of`, keys asserted.

    Raises
    ------
    DesignError
        When two rows share a key, or a column is missing.
    """
    built = {
        "partners": _partners(material),
        "builders": _builders(material),
        "crises": _crises(material),
        "candidates": _candidates(material),
    }
    fields = tables_of(material.cases.edition, material.own)
    return {name: _as_declared(name, table, fields[name]) for name, table in built.items()}


def _default_calls(material):
    calls = partner_calls(material.cases, material.choice)
    return calls.drop_duplicates(KEY)


def _partners(m):
    rows = m.cases.partners.rename(columns={"principal": "builder"})
    calls = pd.MultiIndex.from_frame(_default_calls(m))
    own = pd.MultiIndex.from_frame(rows[["crisis", "part", "builder", "target", "partner"]])
    rows = _with_crisis(rows.assign(in_default=own.isin(calls)), m)
    pairs = rows.rename(columns={"builder": "a", "partner": "p", "crisis_start": "start"})
    rows = rows.assign(allied=add_alliance(pairs, m.alliances)["allied_ap"])
    return _with_names(rows, m, ["builder", "target", "partner"])


def _builders(m):
    sides = _sides(m.cases.crises)
    names = _names(m)
    calls = _default_calls(m).rename(columns={"a": "builder"})
    key = [*_UNIT, "builder"]
    members = calls.groupby(key)["p"].agg(
        n_partners="size", partners=lambda p: ";".join(names["abbreviation"][sorted(p)])
    )
    recorded = m.cases.partners.rename(columns={"principal": "builder"}).groupby(key).size()
    rows = sides.merge(members.reset_index(), on=key, how="left", validate="1:1")
    rows = rows.merge(
        recorded.rename("n_recorded").reset_index(), on=key, how="left", validate="1:1"
    )
    counts = rows[["n_partners", "n_recorded"]].fillna(0).astype("Int64")
    rows = rows.assign(**counts, coalition=counts["n_partners"].gt(0))
    return _with_names(_with_crisis(rows, m), m, ["builder", "target"])


def _crises(m):
    rows = m.cases.crises
    sided = rows["two_sided"].astype(bool)
    actors = m.actors.drop_duplicates(["crisis", "state"]).set_index(["crisis", "state"])["actor"]
    built = pd.MultiIndex.from_frame(_default_calls(m)[[*_UNIT, "a"]].drop_duplicates())
    added = {}
    for n in (1, 2):
        principal = rows[f"principal_{n}"]
        number = actors.reindex(pd.MultiIndex.from_frame(rows[["crisis", f"principal_{n}"]]))
        led = pd.MultiIndex.from_frame(rows[[*_UNIT, f"principal_{n}"]]).isin(built)
        added[f"icb_actor_{n}"] = pd.array(number, dtype="Int64")
        added[f"coalition_{n}"] = pd.Series(led, rows.index).astype("Int64").where(sided)
        added[f"principal_{n}"] = principal.astype("Int64")
    war = rows["escalated_to_war"].replace("", None).astype("Int64")
    rows = rows.assign(**added, escalated_to_war=war)
    rows = _with_crisis(rows, m)
    rows = rows.assign(war=_wars(rows, m.wars), disputes=_disputes(rows, m.links, m.participants))
    return _with_names(rows, m, ["principal_1", "principal_2"])


def _candidates(m):
    rows = m.analysis
    rows = rows.assign(crisis_name=rows["crisis"].map(m.dates["name"]))
    return _with_names(rows, m, ["a", "t", "p"])


def _sides(crises):
    """Observe each principal of a two-sided crisis once as the builder."""
    sided = crises[crises["two_sided"].astype(bool)]
    both = [
        sided[[*_UNIT, f"principal_{x}", f"principal_{y}"]].set_axis(
            [*_UNIT, "builder", "target"], axis=1
        )
        for x, y in ((1, 2), (2, 1))
    ]
    return pd.concat(both).sort_values([*_UNIT, "builder"], ignore_index=True)


def _with_crisis(rows, m):
    """Add the name and the days of the crisis."""
    dates = m.dates.rename(columns={n: f"crisis_{n}" for n in ("start", "end", "name")})
    return rows.merge(dates.reset_index(), on="crisis", how="left", validate="m:1")


def _names(m):
    return m.states.drop_duplicates("state", keep="last").set_index("state")


def _with_names(rows, m, columns):
    names = _names(m)
    return rows.assign(
        **{
            f"{column}_{short}": rows[column].map(names[of])
            for column in columns
            for short, of in (("abb", "abbreviation"), ("name", "name"))
        }
    )


def _wars(crises, wars):
    """Return the numbers of COW wars in which the principals fight each other in the crisis."""
    fought = wars.merge(wars, on="war", suffixes=("_1", "_2"))
    fought = fought[fought["side_1"].ne(fought["side_2"])]
    pairs = crises.reset_index().merge(
        fought,
        left_on=["principal_1", "principal_2"],
        right_on=["state_1", "state_2"],
        how="inner",
    )
    end = pairs[["end_1", "end_2"]].min(axis=1)
    start = pairs[["start_1", "start_2"]].max(axis=1)
    until = pairs["crisis_end"].fillna(pairs["crisis_start"] + pd.Timedelta(days=365))
    meet = start.le(until) & ~end.lt(pairs["crisis_start"])
    return _joined(pairs[meet], "index", "war", crises.index)


def _disputes(crises, links, participants):
    """Return the numbers of linked disputes in which the principals stand on opposite sides."""
    sides = participants[["dispute", "state", "side_a"]].drop_duplicates(["dispute", "state"])
    linked = links[["crisis", "dispute"]].drop_duplicates()
    pairs = crises.reset_index()[["index", "crisis", "principal_1", "principal_2"]]
    pairs = pairs.merge(linked, on="crisis")
    for n in (1, 2):
        side = sides.rename(columns={"state": f"principal_{n}", "side_a": f"side_{n}"})
        pairs = pairs.merge(side, on=["dispute", f"principal_{n}"], validate="m:1")
    return _joined(pairs[pairs["side_1"].ne(pairs["side_2"])], "index", "dispute", crises.index)


def _joined(rows, by, column, index):
    numbers = rows.drop_duplicates([by, column]).sort_values([by, column])
    texts = numbers[column].astype("int64").astype("str").groupby(numbers[by]).agg(";".join)
    return texts.reindex(index)


def _as_declared(name, table, fields):
    missing = [field.name for field in fields if field.name not in table.columns]
    if missing:
        raise DesignError(
            f"The released table {name} lacks columns.",
            expected=", ".join(field.name for field in fields),
            got=f"none of {', '.join(missing)}",
            next_step="compare coalitions.release.fields with the tables it describes",
        )
    key = list(KEYS[name])
    table = table[[field.name for field in fields]].sort_values(key, ignore_index=True)
    twice = table[table.duplicated(key)]
    if len(twice):
        raise DesignError(
            f"Rows of the released table {name} share a key.",
            expected=f"one row for each {', '.join(key)}",
            got=twice[key].iloc[0].to_dict(),
            next_step="find the merge that repeats the row",
        )
    return table.astype({f.name: _DTYPES[f.type] for f in fields}).replace({"": None})


_DTYPES = {"integer": "Int64", "number": "float64", "string": "string", "date": "datetime64[ns]"}
