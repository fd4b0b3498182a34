"""How choices travel from the rules of the workflow to their scripts.

Snakemake reruns a job when its parameters change. But it records only parameters of built-in types,
and of these the values without their names, so that a record is never seen to change, nor are two
numbers that change places. Rules therefore pass all their choices under one name, as one mapping of
plain data, and scripts get back the records they were.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python
from tqdm import tqdm

from coalitions import logs
from coalitions.errors import WorkflowError
from coalitions.sources.digest import digest_of

# A progress bar, where there is a terminal to show it.
progress = partial(tqdm, disable=None)
# The parameter of a rule that holds its choices, and the one that holds digests of its files.
_CHOICES, _CONTENTS = "choices", "contents"
# Folders whose files come with the project; what lies elsewhere is the user's own.
_SHIPPED = ("data", "src", "workflow")


def leave_out_hypothesis() -> None:
    """Keep pandera from importing hypothesis in this process, unless it is there already.

    Pandera can make up tables for tests with it, and imports it with all its plugins when it first
    checks a table, which takes longer than most jobs do.
    """
    sys.modules.setdefault("hypothesis", None)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Unrecorded:
    """A parameter that changes no result, such as the folder a verified file is copied from.

    Attributes
    ----------
    value : object
    """

    value: object


def recorded(**choices: Any) -> dict[str, Any] | Callable[[Any], dict[str, Any]]:
    """Turn the choices of a rule into a parameter that Snakemake records.

    Parameters
    ----------
    **choices
        Records, or functions of the wildcards that return them.

    Returns
    -------
    dict, or callable that maps wildcards to one
        Plain data by name, to be passed as ``params: choices=``.
    """
    if not any(callable(choice) for choice in choices.values()):
        return to_jsonable_python(choices)

    def of_job(wildcards):
        known = {n: c(wildcards) if callable(c) else c for n, c in choices.items()}
        return to_jsonable_python(known)

    of_job.recorded = True  # type: ignore[attr-defined]
    return of_job


def contents(*paths: str | Path) -> dict[str, str]:
    """Turn files that people edit or replace into a parameter that Snakemake records.

    Snakemake compares times of change, which say nothing of a file replaced by an older one.

    Parameters
    ----------
    *paths : path

    Returns
    -------
    dict of str to str
        SHA-256 by path, to be passed as ``params: contents=``; empty where there is no file.
    """
    return {str(path): digest_of(path) if Path(path).is_file() else "" for path in paths}


def assert_recorded(rules: Iterable[Any]) -> None:
    """Refuse a workflow in which a rule passes a choice that Snakemake would not record.

    Parameters
    ----------
    rules : iterable of snakemake.rules.Rule

    Raises
    ------
    WorkflowError
        Names the rule and the parameter.
    """
    for rule in rules:
        for name, value in rule.params._allitems():
            plain = isinstance(value, dict) and to_jsonable_python(value) == value
            plain = plain or getattr(value, "recorded", False)
            fits = plain and name in (_CHOICES, _CONTENTS)
            if not fits and not isinstance(value, Unrecorded):
                raise WorkflowError(
                    f"Rule {rule.name} passes a parameter that Snakemake does not record.",
                    expected="params: choices=recorded(...)",
                    got=f"{name}, a {type(value).__name__}",
                    where=f"{rule.snakefile}, rule {rule.name}",
                    next_step="wrap it in coalitions.pipeline.jobs.recorded, or in Unrecorded "
                    "where no result rests on it",
                )


def assert_sources_there(rules: Iterable[Any]) -> None:
    """Refuse a workflow that lacks a file which no rule makes.

    Snakemake takes a result that is there for a file that nothing makes, when the rule that makes
    it cannot have its inputs, and says nothing.

    Parameters
    ----------
    rules : iterable of snakemake.rules.Rule

    Raises
    ------
    WorkflowError
        Names the file and the rule.
    """
    rules = list(rules)
    for rule in rules:
        for file in rule.input:
            # What a function names, or a wildcard fills in, is known only when a job is.
            if callable(file) or file.is_callable() or file.contains_wildcard():
                continue
            if Path(file).exists():
                continue
            if not any(other.is_producer(file) for other in rules):
                raise WorkflowError(
                    f"{file} is not there, and no rule makes it.",
                    expected=f"the file that rule {rule.name} reads",
                    where=file,
                    next_step=f"git checkout -- {file}, or put the file back"
                    if Path(file).parts[0] in _SHIPPED
                    else "put it there, or change the key of the configuration that names it",
                )


def assert_made_by_their_rules(dag: Any, rules: Iterable[Any]) -> None:
    """Refuse a plan in which a result stands for itself though a rule makes it.

    Parameters
    ----------
    dag : snakemake.dag.DAG
    rules : iterable of snakemake.rules.Rule

    Raises
    ------
    WorkflowError
        Names the file and the rule that cannot have its inputs.
    """
    made = {file for job in dag.jobs for file in job.output}
    # Many jobs read the same file, such as a module.
    for file in {file for job in dag.jobs for file in job.input} - made:
        makers = [r.name for r in rules if r.is_producer(file)]
        if makers:
            raise WorkflowError(
                f"{file} is there from before, but what makes it cannot run.",
                expected=f"rule {makers[0]} among the jobs",
                where=file,
                next_step=f"delete {file} and run again, which says what is missing",
            )


def start(snakemake: Any, **types: Any) -> SimpleNamespace:
    """Log a job, and return its choices as records.

    Parameters
    ----------
    snakemake : object
        Snakemake's object of a script.
    **types : type
        Type of every choice that the rule passes.

    Returns
    -------
    types.SimpleNamespace
        One attribute a choice.

    Raises
    ------
    WorkflowError
        When rule and script do not name the same choices.
    """
    leave_out_hypothesis()
    given = snakemake.params.get(_CHOICES, {})
    logs.start(snakemake.log[0], f"{snakemake.rule} {dict(snakemake.wildcards)}: {given}")
    if set(given) != set(types):
        raise WorkflowError(
            f"The script of rule {snakemake.rule} asks for other choices than its rule passes.",
            expected=", ".join(sorted(types)) or "none",
            got=", ".join(sorted(given)) or "none",
            where=f"rule {snakemake.rule}",
        )
    read = {name: TypeAdapter(kind).validate_python(given[name]) for name, kind in types.items()}
    return SimpleNamespace(**read)
