"""Judge claims on evidence and print the ledger."""

from collections.abc import Iterable
from os import PathLike

import pandas as pd

from coalitions.errors import DesignError
from coalitions.report.claims.evidence import Evidence
from coalitions.report.claims.registry import (
    ALL_VERDICTS,
    BY_CONSTRUCTION,
    CHECKS,
    NOT_CHECKABLE,
    REPRODUCED,
    VERDICTS,
)
from coalitions.report.rendering import render
from coalitions.settings import Run

CLAIM_COLUMNS = ["claim_id", "place", "claim", "kind", "expects", "check", "argument"]
LEDGER_COLUMNS = ["claim_id", "place", "claim", "kind", "expects", "found", "verdict", "reason"]
# What a claim may say in its own words, with gaps for values of its check; what else it says; and
# why it could not but hold in the data that this project builds.
_OWN_WORDS = {"found": "{found}", "reason": "", "construction": ""}
HEADINGS = {
    "effect": "Effects",
    "sign": "Signs",
    "significance": "Significance",
    "level": "Levels",
    "shape": "Shapes",
    "count": "Counts",
    "case": "Cases",
    "share": "Shares",
    "definition": "Definitions",
    "theory": "The game",
}


def read_claims(path: str | PathLike) -> pd.DataFrame:
    """Read and examine a claims file.

    Parameters
    ----------
    path : path-like
        A CSV with the columns ``claim_id, place, claim, kind, expects, check, argument`` and maybe
        ``found, reason``: what to say of what was found and beside the verdict, with gaps such as
        ``{needed:g}`` for values of the check; and maybe ``construction``: why the claim could
        not but hold in data built as this project builds them. Such a claim, where it holds, is
        "by construction" and not "reproduced".

    Returns
    -------
    pandas.DataFrame
        All columns text; a blank argument is the empty string.

    Raises
    ------
    DesignError
        When a column is missing, an id repeats, or a kind or check is unknown.
    """
    return _examine(pd.read_csv(path, dtype=str, keep_default_na=False))


def evaluate(claims: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Judge each claim by its check.

    Parameters
    ----------
    claims : pandas.DataFrame
        As `read_claims` returns it.
    evidence : Evidence
        What the run built.

    Returns
    -------
    pandas.DataFrame
        One row per claim: ``claim_id, place, claim, kind, expects, found, verdict, reason``.
        ``reason`` is that of the claim, or why the verdict is "not checkable here" or
        "by construction".

    Raises
    ------
    DesignError
        When the claims are malformed or a check cannot use its argument.
    """
    claims = _examine(claims)
    judged = pd.DataFrame(
        [_judge(claim, evidence) for claim in claims.itertuples()],
        columns=["found", "verdict", "reason"],
        index=claims.index,
    )
    ledger = claims.drop(columns=list(_OWN_WORDS)).join(judged)
    return ledger[LEDGER_COLUMNS].reset_index(drop=True)


def combine(ledgers: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Join evaluated ledgers into one.

    Parameters
    ----------
    ledgers : iterable of pandas.DataFrame
        As `evaluate` returns them. A ledger from elsewhere may lack ``kind``; its rows are
        then filed under "other".

    Returns
    -------
    pandas.DataFrame
        All rows in the order given.

    Raises
    ------
    DesignError
        When a column is missing, a verdict is unknown, or an id stands in two rows.
    """
    tables = []
    for ledger in ledgers:
        table = ledger if "kind" in ledger.columns else ledger.assign(kind="other")
        _require(table, LEDGER_COLUMNS, "A ledger lacks columns.")
        unknown = sorted(set(table["verdict"]) - set(ALL_VERDICTS))
        if unknown:
            raise DesignError(
                "A ledger has an unknown verdict.",
                expected=", ".join(ALL_VERDICTS),
                got=", ".join(map(str, unknown)),
            )
        tables.append(table[LEDGER_COLUMNS].astype(object).fillna(""))
    joined = (
        pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=LEDGER_COLUMNS)
    )
    _unique(joined)
    return joined


def to_markdown(ledger: pd.DataFrame, run: Run) -> str:
    """Print a ledger as a Markdown page: verdict counts, then one table per kind.

    Parameters
    ----------
    ledger : pandas.DataFrame
        As `evaluate` or `combine` returns it.
    run : coalitions.settings.Run

    Returns
    -------
    str
        The page.
    """
    counts = ledger["verdict"].value_counts().reindex(list(ALL_VERDICTS), fill_value=0)
    others = [kind for kind in ledger["kind"].unique() if kind not in HEADINGS]
    kinds = {kind: ledger[ledger["kind"].eq(kind)] for kind in [*HEADINGS, *others]}
    return render(
        "claims_page.md.j2",
        run=run.statement(),
        verdicts=counts.rename_axis("verdict").rename("claims").reset_index(),
        kinds={
            HEADINGS.get(kind, kind.capitalize()): _page(rows)
            for kind, rows in kinds.items()
            if not rows.empty
        },
    )


def _judge(claim, evidence):
    """Return found, verdict and reason for one claim."""
    function, needs = CHECKS[claim.check]
    for table in needs:
        if getattr(evidence, table) is None:
            return "", NOT_CHECKABLE, f"needs {table}, which this run could not build"
    found, holds = function(evidence, claim.argument)
    if holds is None:
        return "", NOT_CHECKABLE, found
    values = found if isinstance(found, dict) else {"found": found}
    verdict = holds if isinstance(holds, str) else VERDICTS[bool(holds)]
    if claim.construction and verdict == REPRODUCED:
        return claim.found.format(**values), BY_CONSTRUCTION, claim.construction
    try:
        return claim.found.format(**values), verdict, claim.reason.format(**values)
    except KeyError as error:
        raise DesignError(
            "A claim's own words have a gap that its check does not fill.",
            expected=", ".join(values),
            got=error.args[0],
            where=f"claim {claim.claim_id}",
        ) from error


def _page(rows):
    found = rows["found"].where(rows["found"].ne(""), rows["reason"])
    why = found + ": " + rows["reason"]
    found = found.where(rows["verdict"].ne(BY_CONSTRUCTION), why)
    return pd.DataFrame(
        {
            "the paper says": rows["claim"] + " (" + rows["place"] + ")",
            "expected": rows["expects"],
            "we find": found,
            "verdict": rows["verdict"],
        }
    )


def _examine(claims):
    _require(claims, CLAIM_COLUMNS, "The claims file lacks columns.")
    claims = claims.reindex(columns=[*CLAIM_COLUMNS, *_OWN_WORDS]).astype(object)
    claims = claims.fillna(_OWN_WORDS).fillna("").astype(str)
    _unique(claims)
    _known(claims, "check", sorted(CHECKS))
    _known(claims, "kind", list(HEADINGS))
    return claims


def _require(table, columns, what):
    absent = [c for c in columns if c not in table.columns]
    if absent:
        raise DesignError(what, expected=", ".join(columns), got=f"no {', '.join(absent)}")


def _unique(table):
    repeated = table.loc[table["claim_id"].duplicated(), "claim_id"]
    if len(repeated):
        raise DesignError(
            "A claim_id stands in more than one row.",
            expected="one row per claim_id",
            got=", ".join(repeated.unique()),
            next_step="rename one of the claims",
        )


def _known(claims, column, choices):
    rows = claims[~claims[column].isin(choices)]
    if len(rows):
        raise DesignError(
            f"A claim has a {column} that does not exist.",
            expected=", ".join(choices),
            got=repr(rows[column].iloc[0]),
            where=f"claim {rows['claim_id'].iloc[0]}",
        )
