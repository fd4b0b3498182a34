"""Rules rest on the modules that their scripts import, all of them."""

import re

import pytest

from coalitions.pipeline import imports
from coalitions.pipeline.imports import modules_behind

# These run whenever they are asked for, or on purpose only.
WITHOUT = {"fetch", "fetch_all", "start", "closing", "freeze", "pin"}


@pytest.fixture
def made_up(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "src/house/__init__.py": "from house.hall import door\n",
        "src/house/hall.py": "import os\n",
        "src/house/attic/__init__.py": "",
        "src/house/attic/box.py": "def open():\n    from house import cellar\n",
        "src/house/cellar.py": "import numpy\n",
        "src/house/shed.py": "",
        "script.py": "from house.attic import box, nothing\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    imports._imported.cache_clear()
    imports._file.cache_clear()
    yield
    imports._imported.cache_clear()
    imports._file.cache_clear()


def test_imports_are_followed_through_packages_and_functions(made_up):
    names = ["__init__", "attic/__init__", "attic/box", "cellar", "hall"]
    assert modules_behind("script.py") == [f"src/house/{name}.py" for name in names]


def test_a_module_stands_behind_itself(made_up):
    assert "src/house/shed.py" in modules_behind("src/house/shed.py")


def test_every_rule_with_a_script_rests_on_what_the_script_imports(root):
    found = {}
    for file in (root / "workflow/rules").glob("*.smk"):
        for block in re.split(r"(?m)^(?=rule \w+:)", file.read_text(encoding="utf-8")):
            script = re.search(r'"\.\./scripts/(\w+)\.py"', block)
            if script:
                code = re.search(r'code=behind\("(\w+)"\)|code=lambda w: (behind_readers)', block)
                found[script[1]] = code and (code[1] or "read")
    assert len(found) > 40
    assert {name for name, code in found.items() if code is None} == WITHOUT
    assert {name for name, code in found.items() if code not in (None, name)} == set()
    assert set(found) == {path.stem for path in (root / "workflow/scripts").glob("*.py")}


def test_a_module_deep_below_a_script_is_behind_it(root, monkeypatch):
    monkeypatch.chdir(root)
    behind = modules_behind("workflow/scripts/fit.py")
    assert {"src/hetprobit/newton.py", "src/coalitions/settings/groups.py"} <= set(behind)
