"""What the authors' identified rows say: of definitions, outcomes, partners and the sample."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from statsmodels.stats.inter_rater import cohens_kappa

from coalitions.attrition import Attrition
from coalitions.dyads.potential_partners import GROUNDS, potential_partners
from coalitions.originals.families import Family, Material
from coalitions.originals.identity import (
    AGREES,
    ALONE,
    CAPABILITIES,
    ENOUGH,
    UNIQUE,
    agreement,
)
from coalitions.settings import Partners

STATES = ["crisis", "a", "t", "p"]
BUILDER = ["crisis", "part", "a", "t"]


def known_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `coalitions.originals.identity.Identified` whose states are known."""
    known = rows[rows["status"].eq(UNIQUE)]
    return known.astype(dict.fromkeys(("a", "t", "p", "year"), "int64"))


def compare_definitions(rows: pd.DataFrame, families: list[Family]) -> pd.DataFrame:
    """Hold every definition against the rows that capabilities alone identify.

    With fewer than `ENOUGH` of those, against all identified rows, which definitions may have
    helped to find: ``basis`` says which. Capabilities are always held against all identified rows,
    as those they identify agree by construction.

    Returns
    -------
    pandas.DataFrame
        family, definition, the columns of `coalitions.originals.identity.agreement`, share (mean
        of share_equal over the family's variables), best (none in the family agrees more; several
        that agree alike cannot be told apart) and basis.
    """
    known = known_rows(rows)
    alone = known[known["how"].eq(ALONE)]
    basis = alone if len(alone) >= ENOUGH else known
    pieces = []
    for family in families:
        held = known if set(family.variables) & set(CAPABILITIES.values()) else basis
        for definition in family.definitions:
            found = agreement(held, family, definition)
            found = found.assign(
                share=found["share_equal"].mean(), closeness=found["correlation"].mean()
            )
            found.insert(0, "definition", definition)
            found.insert(0, "family", family.name)
            pieces.append(found)
    table = pd.concat(pieces, ignore_index=True)
    # Where no value is equal, as of estimates, the highest correlation is nearest.
    agrees = table["share"].ge(AGREES).groupby(table["family"]).transform("any")
    rank = table["share"].where(agrees, table["closeness"]).fillna(-1).round(9)
    best = rank.eq(rank.groupby(table["family"]).transform("max"))
    text = f"all {len(basis):,} identified rows"
    if len(alone) >= ENOUGH:
        text = f"{len(basis):,} rows identified by {ALONE}"
    return table.drop(columns="closeness").assign(best=best, basis=text)


def conclusions(definitions: pd.DataFrame) -> pd.DataFrame:
    """Say for each family which definition the authors used.

    Returns
    -------
    pandas.DataFrame
        family, used (the best definitions, "or" between those that cannot be told apart), share
        (equal), correlation (lowest of its variables), settled (share of at least `AGREES`).
    """
    found = []
    for family, rows in definitions[definitions["best"]].groupby("family", sort=False):
        first = rows[rows["definition"].eq(rows["definition"].iloc[0])]
        share = first["share"].iloc[0]
        names = " or ".join(dict.fromkeys(rows["definition"]))
        settled = bool(share >= AGREES)
        found.append((family, names, share, first["correlation"].min(), settled))
    return pd.DataFrame(found, columns=["family", "used", "share", "correlation", "settled"])


def compare_outcomes(
    rows: pd.DataFrame, calls: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Hold each of our codings against the authors' outcome, row by row.

    Parameters
    ----------
    rows : pandas.DataFrame
        Of `coalitions.originals.identity.Identified`.
    calls : mapping of str to pandas.DataFrame
        By coding: who joined whom, with crisis, a, t, p.

    Returns
    -------
    agreement : pandas.DataFrame
        coding, n, theirs and ours (coalitions dyads), both, kappa, precision (share of ours that
        are theirs) and recall (share of theirs that are ours).
    cases : pandas.DataFrame
        crisis, part, a, t, p, theirs, and 0 or 1 under each coding, of rows on which any differs.
    """
    known = known_rows(rows)
    theirs = known["coalition"].astype(bool)
    index = pd.MultiIndex.from_frame(known[STATES])
    found, columns = [], {}
    for coding, called in calls.items():
        ours = pd.Series(index.isin(pd.MultiIndex.from_frame(called[STATES])), known.index)
        columns[coding] = ours.astype(int)
        both = int((theirs & ours).sum())
        square = pd.crosstab(theirs, ours).reindex(
            index=[False, True], columns=[False, True], fill_value=0
        )
        varies = len(set(theirs) | set(ours)) > 1
        kappa = float(cohens_kappa(square.to_numpy(), return_results=False)) if varies else np.nan
        found.append(
            (
                coding,
                len(known),
                int(theirs.sum()),
                int(ours.sum()),
                both,
                kappa,
                both / ours.sum() if ours.any() else np.nan,
                both / theirs.sum() if theirs.any() else np.nan,
            )
        )
    names = ["coding", "n", "theirs", "ours", "both", "kappa", "precision", "recall"]
    cases = known[["crisis", "part", "a", "t", "p"]].assign(theirs=theirs.astype(int), **columns)
    differ = cases[list(columns)].ne(cases["theirs"], axis=0).any(axis=1)
    cases = cases[differ].sort_values(["crisis", "part", "a", "p"], ignore_index=True)
    return pd.DataFrame(found, columns=names), cases


def compare_rows(rows: pd.DataFrame, ours: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """List the dyads that only the authors have, and those that only we have.

    Parameters
    ----------
    rows : pandas.DataFrame
        Of `coalitions.originals.identity.Identified`.
    ours : pandas.DataFrame
        The analysis table: crisis, part, a, t, p, year, complete.

    Returns
    -------
    theirs_only, ours_only : pandas.DataFrame
        crisis, a, t, p and reason: what of the row the other side lacks (the crisis, the
        principals, or the partner); for ours also whether a regressor of ours is missing, and
        whether the crisis holds rows of theirs that are not identified.
    """
    known = known_rows(rows)
    theirs_only = _lacked(known, ours)
    ours_only = _lacked(ours, known)
    open_crises = set(rows.loc[~rows["status"].eq(UNIQUE), "crisis"])
    return theirs_only, ours_only.assign(
        incomplete=~ours_only["complete"], open=ours_only["crisis"].isin(open_crises)
    ).drop(columns="complete")


def _lacked(these, those):
    index = {n: pd.MultiIndex.from_frame(those[STATES[:n]]) for n in (3, 4)}
    crises = set(those["crisis"])
    lacked = these[~pd.MultiIndex.from_frame(these[STATES]).isin(index[4])]
    principals = pd.MultiIndex.from_frame(lacked[STATES[:3]]).isin(index[3])
    reason = np.where(principals, "partner", "principals")
    reason = np.where(lacked["crisis"].isin(crises), reason, "crisis")
    kept = [*STATES, *(["complete"] if "complete" in lacked else [])]
    return lacked[kept].assign(reason=reason).sort_values(STATES, ignore_index=True)


def compare_partners(
    rows: pd.DataFrame, material: Material, contiguity: str, majors: str, regions: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tell which rule for potential partners gives the authors' partners.

    Parameters
    ----------
    rows : pandas.DataFrame
        Of `coalitions.originals.identity.Identified`.
    material : coalitions.originals.families.Material
    contiguity, majors : str
        Versions of cow_contiguity and cow_majors.
    regions : pandas.DataFrame
        ``data/coding/regions.csv``.

    Returns
    -------
    rules : pandas.DataFrame
        rule, theirs, ours, both, overlap (both over either), best; over builders all of whose
        rows are identified.
    grounds : pandas.DataFrame
        By row of `rows`: by_contiguity, by_major, by_region under the widest rule; False for T.
    """
    settled = rows.groupby("group")["status"].transform(lambda s: s.eq(UNIQUE).all())
    known = known_rows(rows)
    builders = known[[*BUILDER, "year", "start"]].drop_duplicates(BUILDER)
    tables = material.tables
    theirs = known[settled[known.index]]
    kept_t = theirs["p"].eq(theirs["t"])
    pairs = pd.MultiIndex.from_frame(theirs.loc[~kept_t, [*BUILDER, "p"]])
    whole = theirs[BUILDER].drop_duplicates()

    def partners(rule):
        return potential_partners(
            builders,
            material.system,
            tables["cow_contiguity"][contiguity],
            tables["cow_majors"][majors],
            regions,
            rule,
            "first_day",
            Attrition(),
        )

    found = []
    for limit in (1, 2, 3, 4, 5):
        for with_majors in (True, False):
            for with_regions in (True, False):
                rule = Partners(contiguity=limit, majors=with_majors, regions=with_regions)
                ours = pd.MultiIndex.from_frame(partners(rule).merge(whole)[[*BUILDER, "p"]])
                both = len(pairs.intersection(ours))
                name = f"contiguity up to {limit}" + (
                    f"{', majors' * with_majors}{', regions' * with_regions}"
                )
                either = len(pairs) + len(ours) - both
                found.append((name, len(pairs), len(ours), both, both / max(either, 1)))
    table = pd.DataFrame(found, columns=["rule", "theirs", "ours", "both", "overlap"])
    table = table.assign(best=table["overlap"].eq(table["overlap"].max()))
    widest = partners(Partners(contiguity=5, all_states=True)).set_index([*BUILDER, "p"])[GROUNDS]
    grounds = widest.reindex(pd.MultiIndex.from_frame(known[[*BUILDER, "p"]]), fill_value=False)
    return table, grounds.set_axis(known.index).astype(bool)


def t_kept(rows: pd.DataFrame) -> tuple[int, int]:
    """Count builders with T among their potential partners, and all builders with known rows."""
    known = known_rows(rows)
    return int(known.loc[known["p"].eq(known["t"]), "group"].nunique()), int(
        known["group"].nunique()
    )


def other_columns(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Say what columns of the file beside the models' hold, where it shows in the rows.

    Returns
    -------
    pandas.DataFrame
        column, holds (state A, state T, state P or the year of the crisis), share of rows.
    """
    known = known_rows(rows)
    found = []
    for name, column in others.items():
        if not pd.api.types.is_numeric_dtype(column):
            continue
        values = column.reset_index(drop=True)[known.index]
        for what, ours in (
            ("COW code of A", known["a"]),
            ("COW code of T", known["t"]),
            ("COW code of P", known["p"]),
            ("year of the crisis", known["year"]),
        ):
            share = values.eq(ours).mean()
            if share >= AGREES:
                found.append((str(name), what, share))
    return pd.DataFrame(found, columns=["column", "holds", "share"])
