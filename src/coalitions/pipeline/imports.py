"""Which modules of the project a script rests on, read from its imports."""

import ast
from functools import cache
from pathlib import Path

SOURCE = Path("src")


def modules_behind(*starts: str | Path) -> list[str]:
    """Follow imports from scripts or modules to every module of the project.

    Parameters
    ----------
    *starts : path
        Files under the project's folder.

    Returns
    -------
    list of str
        Paths of modules under ``src``, sorted; a start is among them only if it lies there.
        Imports inside functions count, those by a name made at run time cannot be seen.
    """
    found, left = set(), [Path(start) for start in starts]
    while left:
        path = left.pop()
        if path not in found:
            found.add(path)
            left += _imported(path)
    return sorted(path.as_posix() for path in found if path.is_relative_to(SOURCE))


@cache
def _imported(path):
    names = set()
    for node in _statements(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            # What is imported from a package may be a module of it.
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    parts = {tuple(name.split(".")[:k]) for name in names for k in range(1, name.count(".") + 2)}
    return tuple(file for each in parts if (file := _file(each)) is not None)


def _statements(tree):
    """Walk through a module by its statements alone, as no expression imports."""
    left = [tree]
    while left:
        node = left.pop()
        yield node
        for part in ("body", "orelse", "finalbody", "handlers", "cases"):
            left += getattr(node, part, ())


@cache
def _file(parts):
    base = SOURCE.joinpath(*parts)
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None
