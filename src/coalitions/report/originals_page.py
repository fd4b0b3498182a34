"""The page on the originals: who is who, which definitions, whose results."""

from collections.abc import Mapping

import pandas as pd

from coalitions.originals.comparison import conclusions
from coalitions.report.labels import coefficient_label
from coalitions.report.number_text import coefficient, count, fixed, percent
from coalitions.report.rendering import render
from coalitions.settings import Run

# Definitions of a family that the page shows; all stand in the CSV.
_SHOWN = 4


def models_beside(theirs: pd.DataFrame, ours: pd.DataFrame) -> pd.DataFrame:
    """Set the models on both data sets side by side, model by model.

    Parameters
    ----------
    theirs, ours : pandas.DataFrame
        Coefficients by model, equation and term, with estimate, std_error and p_value; of one
        table.

    Returns
    -------
    pandas.DataFrame
        One row a coefficient; of each model a column on the authors' data and one on ours, blank
        where a model has no estimate.
    """
    keys = ["equation", "term"]
    columns = {}
    for model in sorted(set(theirs["model"]) | set(ours["model"])):
        for name, table in (("authors", theirs), ("here", ours)):
            rows = table[table["model"].eq(model)].set_index(keys)
            columns[f"Model {model}, {name}"] = pd.Series(
                [
                    "" if pd.isna(row["estimate"]) else coefficient(row)
                    for row in rows.to_dict("records")
                ],
                rows.index,
            )
    table = pd.DataFrame(columns)
    order = pd.concat([theirs[keys], ours[keys]]).drop_duplicates()
    order = order.sort_values("equation", kind="stable")
    table = table.reindex(pd.MultiIndex.from_frame(order)).fillna("")
    table.insert(0, "Variable", [coefficient_label(*place) for place in table.index])
    return table.reset_index(drop=True)


def fits_beside(theirs: pd.DataFrame, ours: pd.DataFrame) -> pd.DataFrame:
    """Set rows, crises, coalition dyads and log-likelihood of both side by side, as text."""
    pieces = []
    for name, table in (("authors", theirs), ("here", ours)):
        shown = table[["model", "title", "n", "crises", "joined", "log_likelihood"]]
        pieces.append(shown.assign(data=name))
    table = pd.concat(pieces).sort_values(["model", "data"], kind="stable")
    return pd.DataFrame(
        {
            "Model": [f"{m}: {t}" for m, t in zip(table["model"], table["title"], strict=True)],
            "Data": table["data"],
            "Observations": table["n"].map(count),
            "Crises": table["crises"].map(count),
            "Coalition dyads": table["joined"].map(count),
            "Log-likelihood": table["log_likelihood"].map(lambda x: fixed(x, ".2f")),
        }
    )


def originals_page(
    found: Mapping[str, pd.DataFrame],
    facts: Mapping[str, object],
    models: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]],
    fits: tuple[pd.DataFrame, pd.DataFrame],
    run: Run,
) -> str:
    """Write the page.

    Parameters
    ----------
    found : mapping of str to pandas.DataFrame
        What rule ``who_is_who`` writes, and ``claims``, by name; ``young_coverage`` where his
        file was there.
    facts : mapping
        ``file``, ``checked``, ``sha256`` and ``doi`` of the lock, ``directed``, ``with_t``,
        ``builders``.
    models : mapping of str to pair of pandas.DataFrame
        By table of the paper: coefficients on the authors' data and on ours.
    fits : pair of pandas.DataFrame
        Fits of Table 2 on the authors' data and on ours.
    run : coalitions.settings.Run

    Returns
    -------
    str
        In Markdown.
    """
    claims, told = found["claims"], conclusions(found["definitions"])
    verdicts = pd.DataFrame(
        {
            "verdict on": ["the authors' data", "this rebuild"],
            **{
                verdict: [
                    str(claims[f"verdict_{side}"].eq(verdict).sum()) for side in ("theirs", "ours")
                ]
                for verdict in sorted(set(claims["verdict_theirs"]) | set(claims["verdict_ours"]))
                if verdict
            },
        }
    )
    return render(
        "originals_page.md.j2",
        run=run.statement(),
        facts=facts,
        status=_status(found["rows"]),
        releases=_shares(found["releases"], ["matched"]),
        told=_told(told),
        definitions=_definitions(found["definitions"]),
        basis=found["definitions"]["basis"].iloc[0],
        columns=_shares(found["columns"], ["share"]),
        outcomes=_outcomes(found["outcomes"]),
        differing=count(len(found["cases"])),
        lacking=_lacking(found["theirs_only"], found["ours_only"]),
        partners=_shares(
            found["partners"].sort_values("overlap", ascending=False).head(_SHOWN), ["overlap"]
        ).drop(columns="best"),
        models={name: models_beside(*pair) for name, pair in models.items()},
        fits=fits_beside(*fits),
        verdicts=verdicts,
        claims=_claims(claims),
        young=found.get("young_coverage"),
    )


def _status(rows):
    table = rows.groupby(["status", "how"], dropna=False).size().rename("rows").reset_index()
    shares = table["rows"] / max(len(rows), 1)
    return table.assign(how=table["how"].fillna(""), share=shares.map(percent)).astype(str)


def _shares(table, names):
    printed = {name: table[name].map(lambda x: fixed(x, ".4f")) for name in names}
    if "candidates" in table:
        printed["candidates"] = table["candidates"].map(lambda x: fixed(x, ".2f"))
    return table.assign(**printed).astype(str)


def _told(told):
    words = told["settled"].map({True: "used", False: "nearest, not used"})
    return pd.DataFrame(
        {
            "variables": told["family"],
            "definition": told["used"].map(_few),
            "equal": told["share"].map(percent),
            "correlation": told["correlation"].map(fixed),
            "verdict": words,
        }
    )


def _few(names):
    """Name the first of many definitions that cannot be told apart, and count the others."""
    each = names.split(" or ")
    more = len(each) - _SHOWN
    return " or ".join(each[:_SHOWN]) + (f" or {more} more" if more > 0 else "")


def _definitions(definitions):
    one = definitions.drop_duplicates(["family", "definition"])
    one = one.sort_values(["family", "best", "share"], ascending=[True, False, False])
    few = one.groupby("family", sort=False).head(_SHOWN)[["family", "definition"]]
    rows = few.merge(definitions, on=["family", "definition"], how="left")
    return pd.DataFrame(
        {
            "variable": rows["variable"],
            "definition": rows["definition"],
            "rows": rows["n"].map(count),
            "equal": rows["share_equal"].map(percent),
            "correlation": rows["correlation"].map(fixed),
            "only theirs known": rows["only_theirs"].map(count),
            "only ours known": rows["only_ours"].map(count),
        }
    ).sort_values("variable", kind="stable")


def _outcomes(outcomes):
    counts = {name: outcomes[name].map(count) for name in ("n", "theirs", "ours", "both")}
    shares = {name: outcomes[name].map(fixed) for name in ("kappa", "precision", "recall")}
    return outcomes.assign(**counts, **shares)


def _lacking(theirs_only, ours_only):
    reasons = ["crisis", "principals", "partner"]
    return pd.DataFrame(
        {
            "what the other side lacks": reasons,
            "rows only the authors have": [
                count(theirs_only["reason"].eq(r).sum()) for r in reasons
            ],
            "rows only we have": [count(ours_only["reason"].eq(r).sum()) for r in reasons],
            "of them with a regressor missing": [
                count((ours_only["reason"].eq(r) & ours_only["incomplete"]).sum()) for r in reasons
            ],
            "of them in a crisis with unidentified rows": [
                count((ours_only["reason"].eq(r) & ours_only["open"]).sum()) for r in reasons
            ],
        }
    )


def _claims(claims):
    def said(side):
        found, reason = claims[f"found_{side}"], claims[f"reason_{side}"]
        return claims[f"verdict_{side}"] + found.where(found.ne(""), reason).map(
            lambda text: f": {text}" if text else ""
        )

    return pd.DataFrame(
        {
            "the paper says": claims["claim"] + " (" + claims["place"] + ")",
            "expected": claims["expects"],
            "on the authors' data": said("theirs"),
            "on ours": said("ours"),
        }
    )
