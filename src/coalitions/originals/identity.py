"""Who is who: A, T and P of the authors' rows, of which no state codes are promised.

In three steps. The release of capabilities is the one under which most printed values belong to
some state of the crisis's year. Under it, rows whose three values belong to one state each are
identified by capabilities alone. On those rows every definition of every other regressor is held
against theirs; the ones that agree then decide between candidates of the rows that are left, among
which are the nearest states where a value belongs to none, as under a release that is not at hand.
So which definition agrees is never judged on rows that it identified.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from coalitions.originals.families import Family
from coalitions.originals.printed import equal, tolerance

CAPABILITIES = {"a": "cinc_a", "t": "cinc_t", "p": "cinc_p"}
ALONE, CHECKED = "capabilities alone", "capabilities and other variables"
NEAREST = "nearest capabilities and other variables"
UNIQUE, AMBIGUOUS, NONE = "unique", "ambiguous", "none"
# Share of rows on which a definition has to agree to decide between candidates.
AGREES = 0.9
# Rows identified by capabilities alone from which on definitions are judged on them.
ENOUGH = 30
# How far from a value, as a share, and how many states are tried where it belongs to none.
_NEAR, _NEAREST = 0.25, 4
# Without this family too many states agree on all else.
_TELLING = "divergence"
# What tells rows of one directed crisis, beside the number, if there is one.
_OF_BUILDER = ["cinc_a", "cinc_t"]


@dataclass(frozen=True)
class Identified:
    """Rows of the authors with their states, and how they were found.

    Attributes
    ----------
    rows : pandas.DataFrame
        Row by row as the file has them: crisis, part, group, a, t, p (COW codes, missing where
        not unique), year, start, status, how, candidates (of P).
    releases : pandas.DataFrame
        definition, matched (share of printed capabilities that belong to some state), candidates
        (mean number of states a value belongs to), chosen.
    directed : str or None
        Column of the file taken for the directed crisis number.
    """

    rows: pd.DataFrame
    releases: pd.DataFrame
    directed: str | None


def directed_number(table: pd.DataFrame, others: pd.DataFrame) -> str | None:
    """Find the column that numbers directed crises.

    Whole numbers, constant in crisis and in the capabilities of A and T for nearly all rows, and
    more of them than crises; of several, the one with the fewest values. Numbers of rows or states
    are none, as they part what belongs together.

    Parameters
    ----------
    table, others : pandas.DataFrame
        From `coalitions.readers.archive.split`.
    """
    builders = table.groupby(["crisis", *_OF_BUILDER], dropna=False).ngroups
    fitting = {}
    for name, column in others.items():
        if not pd.api.types.is_numeric_dtype(column) or column.isna().any():
            continue
        values = column.nunique()
        if not table["crisis"].nunique() < values <= builders or column.mod(1).ne(0).any():
            continue
        modes = table[["crisis", *_OF_BUILDER]].groupby(column.to_numpy()).transform(_mode)
        same = (modes.eq(table[modes.columns]) | table[modes.columns].isna()).all(axis=1)
        if same.mean() >= 0.95:
            fitting[str(name)] = values
    return min(fitting, key=lambda name: fitting[name], default=None)


def identify(
    table: pd.DataFrame,
    others: pd.DataFrame,
    crises: pd.DataFrame,
    capabilities: dict[str, pd.DataFrame],
    families: list[Family],
) -> Identified:
    """Recover A, T and P of the authors' rows.

    Parameters
    ----------
    table, others : pandas.DataFrame
        From `coalitions.readers.archive.split`.
    crises : pandas.DataFrame
        Of every ICB crisis: crisis, year, start.
    capabilities : dict of str to pandas.DataFrame
        By the names of the definitions of capabilities: state, year (of the crisis), cinc.
    families : list of Family
        All others decide between candidates, where they agree.

    Returns
    -------
    Identified
    """
    rows = table.reset_index(drop=True)
    directed = directed_number(rows, others.reset_index(drop=True))
    whole = np.floor(rows["crisis"] + 1e-6).astype("int64")
    digit = (rows["crisis"] * 10).round().astype("int64") % 10
    rows = rows.assign(
        crisis=whole, part=digit.map(lambda d: "abcdefghi"[d - 1] if d else "a").astype(str)
    )
    dated = rows[["crisis"]].merge(crises, on="crisis", how="left", validate="m:1")
    rows = rows.assign(year=dated["year"].to_numpy(), start=dated["start"].to_numpy())
    keys = [rows["crisis"], rows["part"]]
    keys += [others[directed].reset_index(drop=True)] if directed else []
    if not directed:
        keys += [rows[name] for name in _OF_BUILDER]
    rows = rows.assign(group=rows.groupby(keys, dropna=False, sort=False).ngroup())
    releases = _releases(rows, capabilities)
    chosen = capabilities[releases.loc[releases["chosen"], "definition"].iloc[0]]
    within = {name: tolerance(rows[name]) for name in CAPABILITIES.values()}
    states = _candidates(rows, chosen, within)
    known = _alone(states)
    deciding = _deciding(rows, known, families)
    found = _resolve(rows, states, known, deciding)
    return Identified(_claimed_once(rows, found), releases, directed)


def measured(rows: pd.DataFrame, family: Family, definition: str) -> pd.DataFrame:
    """Measure a definition on rows with states: the variables of its family."""
    keys = rows[["crisis", "part", "a", "t", "p", "year", "start"]]
    keys = keys.astype({"a": "int64", "t": "int64", "p": "int64", "year": "int64"})
    return family.definitions[definition](keys)[list(family.variables)]


def agreement(rows: pd.DataFrame, family: Family, definition: str) -> pd.DataFrame:
    """Hold a definition against the authors' values.

    Returns
    -------
    pandas.DataFrame
        One row a variable: variable, n (rows where both are known), correlation over those,
        only_theirs and only_ours (rows where but one is known), and share_equal of all these, as
        how missing values are treated is part of a definition.
    """
    ours, found = measured(rows, family, definition), []
    for name in family.variables:
        theirs = rows[name]
        both = theirs.notna() & ours[name].notna()
        either = theirs.notna() | ours[name].notna()
        same = equal(theirs, ours[name], tolerance(theirs))[either]
        varies = both.sum() > 2 and theirs[both].std() > 0 and ours.loc[both, name].std() > 0
        found.append(
            (
                name,
                int(both.sum()),
                same.mean() if both.any() else np.nan,
                theirs[both].corr(ours.loc[both, name]) if varies else np.nan,
                int((theirs.notna() & ours[name].isna()).sum()),
                int((theirs.isna() & ours[name].notna()).sum()),
            )
        )
    columns = ["variable", "n", "share_equal", "correlation", "only_theirs", "only_ours"]
    return pd.DataFrame(found, columns=columns)


def _mode(values):
    counts = values.value_counts()
    return counts.index[0] if len(counts) else np.nan


def _releases(rows, capabilities):
    """Tell under which release most printed values belong to some state of the year."""
    found = []
    for definition, table in capabilities.items():
        by_year = {year: np.sort(t["cinc"].dropna()) for year, t in table.groupby("year")}
        counts = []
        for name in CAPABILITIES.values():
            within = tolerance(rows[name])
            for year, values in rows[name].dropna().groupby(rows["year"]):
                have = by_year.get(year, np.array([]))
                low = np.searchsorted(have, values.to_numpy() - within, "left")
                high = np.searchsorted(have, values.to_numpy() + within, "right")
                counts.append(high - low)
        every = np.concatenate(counts) if counts else np.array([0])
        hits = every[every > 0]
        found.append((definition, (every > 0).mean(), hits.mean() if len(hits) else np.nan))
    table = pd.DataFrame(found, columns=["definition", "matched", "candidates"])
    best = table.sort_values(["matched", "candidates"], ascending=[False, True]).index[0]
    return table.assign(chosen=table.index == best)


def _candidates(rows, capabilities, within):
    """Return the states that each row's A, T and P can be: row, a column of states, printed.

    A and T are those of the row's group, by the value that most of its rows have. A value that
    belongs to no state may be of a release that is not at hand: then the nearest states are
    candidates, and ``printed`` is false.
    """
    table = capabilities.dropna(subset="cinc")
    found = {}
    for who, name in CAPABILITIES.items():
        values = rows[name]
        if who != "p":
            values = rows.groupby("group")[name].transform(_mode)
        asked = pd.DataFrame({"row": rows.index, "value": values, "year": rows["year"]}).dropna()
        both = asked[["year", "value"]].drop_duplicates().merge(table, on="year")
        off = (both["value"] - both["cinc"]).abs()
        both = both.assign(
            printed=off <= within[name] + 2e-6 * both["value"],
            off=off / both[["value", "cinc"]].max(axis=1),
        )
        any_printed = both.groupby(["year", "value"])["printed"].transform("any")
        near = both[~any_printed & both["off"].le(_NEAR)].sort_values("off", kind="stable")
        near = near.groupby(["year", "value"]).head(_NEAREST)
        both = pd.concat([both[both["printed"]], near])[["year", "value", "state", "printed"]]
        found[who] = asked.merge(both, on=["year", "value"])[["row", "state", "printed"]].rename(
            columns={"state": who}
        )
    return found


def _alone(states):
    """Return rows, by number, whose capabilities belong to one state each: a, t, p."""
    single = [
        each[each["printed"]].drop_duplicates("row", keep=False).set_index("row")[[who]]
        for who, each in states.items()
    ]
    found = pd.concat(single, axis=1, join="inner")
    apart = found["a"].ne(found["t"]) & found["a"].ne(found["p"])
    return found[apart].astype("int64")


def _deciding(rows, known, families):
    """Choose for each family the definition that agrees on rows identified without it."""
    if len(known) < ENOUGH:
        return []
    sample = rows.drop(columns=["a", "t", "p"], errors="ignore").join(known, how="inner")
    chosen = []
    for family in families:
        scores = {
            name: agreement(sample, family, name)["share_equal"].mean()
            for name in family.definitions
        }
        best = max(scores, key=lambda name: -1 if np.isnan(scores[name]) else scores[name])
        if scores[best] >= AGREES:
            chosen.append((family, best))
    return chosen


def _score(candidates, rows, deciding):
    """Count, for candidates (row, a, t, p), the variables that agree less those that do not."""
    full = candidates.merge(
        rows[["crisis", "part", "year", "start"]], left_on="row", right_index=True
    )
    agree, differ = (np.zeros(len(full)) for _ in range(2))
    for family, definition in deciding:
        ours = measured(full, family, definition)
        for name in family.variables:
            theirs = rows[name].loc[full["row"]].reset_index(drop=True)
            mine = ours[name].reset_index(drop=True)
            same = equal(theirs, mine, tolerance(rows[name])).to_numpy()
            agree += same
            # A value that only one side has speaks against a candidate, as codings of missing
            # values are among the definitions.
            differ += ~same & ~(theirs.isna() & mine.isna()).to_numpy()
    return full.assign(score=agree - differ, differ=differ).reset_index(drop=True)


def _resolve(rows, states, known, deciding):
    """Return for every row a, t, p where they are unique, status, how, and candidates of P."""
    pairs = states["a"].merge(states["t"], on="row", suffixes=("", "_t"))
    pairs = pairs[pairs["a"].ne(pairs["t"])].merge(rows[["group"]], left_on="row", right_index=True)
    pairs = pairs.assign(pair=pairs["printed"] & pairs["printed_t"])
    pairs = pairs[["group", "a", "t", "pair"]].drop_duplicates(["group", "a", "t"])
    given = states["p"].merge(rows[["group"]], left_on="row", right_index=True)
    candidates = given.merge(pairs, on="group")
    candidates = candidates.assign(printed=candidates["printed"] & candidates["pair"])
    candidates = candidates[candidates["p"].ne(candidates["a"])].reset_index(drop=True)
    scored = _score(candidates, rows, deciding) if len(candidates) else candidates.assign(score=0.0)
    if not len(scored):
        scored = scored.assign(differ=0.0)
    # Of a group, the pair under which its rows agree best.
    best = scored.groupby(["group", "a", "t", "row"])["score"].max()
    of_pair = best.groupby(["group", "a", "t"]).sum()
    top = of_pair.groupby("group").transform("max")
    leading = of_pair[of_pair.eq(top)]
    leading = leading[~leading.reset_index().duplicated("group", keep=False).to_numpy()]
    chosen = leading.reset_index()[["group", "a", "t"]]
    scored = scored.merge(chosen, on=["group", "a", "t"])
    # A state that a row has by capabilities alone is no other's in the group.
    sure = known.join(rows[["group"]])[["group", "p"]].reset_index(names="owner")
    scored = scored.merge(sure, on=["group", "p"], how="left")
    scored = scored[scored["owner"].isna() | scored["owner"].eq(scored["row"])]
    scored = scored.drop_duplicates(["row", "p"])
    sizes = scored.groupby("row")["p"].size()
    leads = scored["score"].eq(scored.groupby("row")["score"].transform("max"))
    first = scored[leads]
    unique = first[~first.duplicated("row", keep=False)].set_index("row")
    # Where values do not print alike, nothing else may differ, and ideal points have to agree.
    agree = unique["differ"].eq(0) & unique["score"].ge(len(deciding))
    told = any(family.name == _TELLING for family, _ in deciding)
    unique = unique[unique["printed"] | (agree & told)]
    found = pd.DataFrame(index=rows.index, columns=["a", "t", "p"], dtype="float64")
    found.loc[unique.index, ["a", "t", "p"]] = unique[["a", "t", "p"]]
    how = pd.Series("", rows.index)
    how[unique.index] = np.where(unique["printed"], CHECKED, NEAREST)
    how[known.index.intersection(unique.index)] = ALONE
    count = sizes.reindex(rows.index, fill_value=0).astype("int64")
    status = pd.Series(np.where(count > 0, AMBIGUOUS, NONE), rows.index)
    exact = scored.groupby("row")["printed"].any().reindex(rows.index, fill_value=False)
    status[how.eq("") & ~exact] = NONE
    status[unique.index] = UNIQUE
    return found.assign(status=status, how=how, candidates=count)


def _claimed_once(rows, found):
    """Leave open which row is meant where two of a group claim one state."""
    full = rows.join(found)
    known = full["status"].eq(UNIQUE)
    twice = known & full.duplicated(["group", "a", "t", "p"], keep=False)
    # A row identified by capabilities alone keeps its state.
    lost = twice & full["how"].ne(ALONE)
    return full.assign(
        status=full["status"].mask(lost, AMBIGUOUS),
        how=full["how"].mask(lost, ""),
        **full[["a", "t", "p"]].mask(lost),
    ).astype(dict.fromkeys("atp", "Int64"))
