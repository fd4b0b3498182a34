"""Formulas and conditions of one's own models, checked before anything is fitted."""

import ast
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import formulaic
from formulaic.errors import FormulaicError
from formulaic.parser.types import Factor
from formulaic.transforms import TRANSFORMS

from coalitions.errors import ConfigError
from coalitions.settings import OwnFile, OwnModel
from coalitions.variables.catalogue import REGRESSORS
from coalitions.variables.own_variables import SHORTHAND

# Functions that formulas may use; such as keep state between rows have no place in a model.
FUNCTIONS = tuple(sorted(set(TRANSFORMS) - {"np", "lag", "hashed", "contr", "Q"}))
# What formulas and tables call the constant.
_CONSTANT = ("Intercept", "const")
_IN_CONDITIONS = (
    *(ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Invert),
    *(ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.BitAnd, ast.BitOr, ast.Mod, ast.Pow),
    *(ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn),
    *(ast.Name, ast.Load, ast.Constant, ast.List, ast.Tuple),
)
# What a condition as a whole can be.
_TRUTHS = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.BinOp)


@dataclass(frozen=True)
class ReadModel:
    """A model of one's own as its formulas read.

    Attributes
    ----------
    formula : str
        With the paper's regressors written out.
    scale : str or None
        As `hetprobit.HetProbit.from_formula` takes it.
    outcome : str
    mean, variance : tuple of str
        Columns that the equations use.
    needed : tuple of str
        All columns that have to be known, the outcome first.
    truths : tuple of str
        Columns of the condition that it does not compute with: a flag may stand alone.
    """

    formula: str
    scale: str | None
    outcome: str
    mean: tuple[str, ...]
    variance: tuple[str, ...]
    needed: tuple[str, ...]
    truths: tuple[str, ...] = ()


def read_model(model: OwnModel, columns: Collection[str]) -> ReadModel:
    """Read the formulas of a model and check every name in them.

    Parameters
    ----------
    model : coalitions.settings.OwnModel
    columns : collection of str
        Of the table the model is fitted to, with ``coalition``, the outcome.

    Returns
    -------
    ReadModel

    Raises
    ------
    ConfigError
        Names the model, and the column, function or sign that cannot be; with near matches.
    """
    text = _written_out(model.formula)
    both = _parsed(text, "formula", model)
    if not hasattr(both, "lhs") or not isinstance(both.rhs, formulaic.SimpleFormula):
        raise _wrong(model, "formula", "it is to be an outcome, ~ and regressors")
    outcome = [str(term) for term in both.lhs]
    if len(outcome) != 1 or not outcome[0].isidentifier():
        raise _wrong(model, "formula", "the outcome is to be one column, such as coalition")
    mean = _columns_in(both.rhs, "formula", model, columns)
    _assert_columns(outcome, "formula", model, columns)
    if outcome[0] in mean:
        raise _wrong(model, "formula", f"the outcome {outcome[0]!r} is among the regressors")
    scale, variance = None, ()
    if model.scale is not None:
        scale = f"~ {_written_out(model.scale)}"
        right = _parsed(scale, "scale", model)
        if not isinstance(right, formulaic.SimpleFormula):
            raise _wrong(model, "scale", "it is to be the right side of a formula")
        variance = _columns_in(right, "scale", model, columns)
        if not variance:
            raise _wrong(model, "scale", "it names no column; leave scale out for a probit")
    _assert_columns(model.cluster, "cluster", model, columns)
    asked, truths = ((), ()) if model.sample is None else _columns_of_condition(model, columns)
    needed = dict.fromkeys([*outcome, *mean, *variance, *model.cluster, *asked])
    return ReadModel(text, scale, outcome[0], mean, variance, tuple(needed), truths)


def assert_models(models: Iterable[OwnModel], columns: Collection[str]) -> None:
    """Refuse models whose formulas, conditions or clusters name what the table has not.

    Raises
    ------
    ConfigError
    """
    for model in models:
        read_model(model, columns)


def assert_no_functions(files: Iterable[OwnFile]) -> None:
    """Refuse columns of one's own that are called as a function or the constant of formulas is.

    Raises
    ------
    ConfigError
        Names the column.
    """
    for entry in files:
        for column in entry.columns():
            if column in FUNCTIONS or column in _CONSTANT:
                raise ConfigError(
                    f"A variable of one's own takes a name that formulas have: {column!r}.",
                    expected=f"none of {', '.join((*FUNCTIONS, *_CONSTANT))}",
                    got=f"{column} from {entry.file}",
                    where="config key own",
                    next_step="rename the column in the file and in `variables`",
                )


def _written_out(formula):
    return re.sub(rf"\b{SHORTHAND}\b", f"({' + '.join(REGRESSORS)})", formula)


def _parsed(text, key, model):
    try:
        return formulaic.Formula(text)
    except (FormulaicError, SyntaxError, ValueError) as error:
        # What follows the first sentence is for programmers, or shows the place in colours.
        why = str(error).splitlines()[0].split(" and/or ")[0].split(" requires additional ")[0]
        raise _wrong(model, key, f"{why.rstrip('.')} cannot be read here") from None


def _columns_in(formula, key, model, columns):
    """Return the columns that terms use, in order, and refuse functions that are not known."""
    names: dict[str, None] = {}
    for factor in (factor for term in formula for factor in term.factors):
        if factor.eval_method is Factor.EvalMethod.LITERAL:
            continue
        if factor.eval_method is Factor.EvalMethod.LOOKUP:
            names[factor.expr] = None
            continue
        try:
            tree = ast.parse(factor.expr, mode="eval")
        except SyntaxError as error:
            raise _wrong(model, key, f"{factor.expr}: {error.msg}") from None
        called = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                function = ast.unparse(node.func)
                if function not in FUNCTIONS:
                    raise _wrong(
                        model, key, f"unknown function {function!r}{_near(function, FUNCTIONS)}",
                        f"the functions are {', '.join(FUNCTIONS)}",
                    )  # fmt: skip
                called.add(node.func)
            elif isinstance(node, ast.Attribute | ast.Lambda | ast.Subscript):
                raise _wrong(model, key, f"{factor.expr} is more than columns and functions")
        used = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n not in called]
        # Functions given by name, as to C, are no columns.
        names |= {node.id: None for node in used if node.id not in FUNCTIONS}
    _assert_columns(names, key, model, columns)
    return tuple(names)


def _columns_of_condition(model, columns):
    try:
        tree = ast.parse(model.sample.strip(), mode="eval")
    except SyntaxError as error:
        raise _wrong(model, "sample", f"{error.msg}, in {model.sample!r}") from None
    for node in ast.walk(tree):
        if not isinstance(node, _IN_CONDITIONS):
            raise _wrong(
                model,
                "sample",
                f"{ast.unparse(node)!r} has no place in a condition",
                "columns, numbers, texts, comparisons, and, or, not, in",
            )
    names = dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    _assert_columns(names, "sample", model, columns)
    if not names or not isinstance(tree.body, _TRUTHS):
        raise _wrong(
            model,
            "sample",
            f"{model.sample!r} compares no column with anything; say what "
            "it is to be, such as by_major == 1",
        )
    computed = {
        inner.id
        for node in ast.walk(tree)
        if (isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitAnd | ast.BitOr))
        or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub))
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name)
    }
    return tuple(names), tuple(name for name in names if name not in computed)


def _assert_columns(names, key, model, columns):
    for name in names:
        if name not in columns:
            raise _wrong(
                model,
                key,
                f"unknown column {name!r}{_near(name, columns)}",
                f"the columns are {', '.join(columns)}",
            )


def _near(name, known):
    close = get_close_matches(name, known, n=2)
    return f"; did you mean {' or '.join(map(repr, close))}?" if close else ""


def _wrong(model, key, why, expected=None):
    return ConfigError(
        f"models: {model.name}: {key}: {why}",
        expected=expected,
        got=", ".join(model.cluster) if key == "cluster" else getattr(model, key),
        where=f"config key models, model {model.name!r}",
        next_step="see docs/extend.md, and docs/codebook.md for the columns",
    )
