"""The page that draws the house shows the imports as they are."""

import re

import grimp
import networkx as nx
import pytest


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs/architecture.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rooms(root):
    folders = (root / "src/coalitions").iterdir()
    return {f.name for f in folders if (f / "__init__.py").exists()} | {"hetprobit"}


@pytest.fixture(scope="module")
def uses(rooms):
    """Return which room uses which, arrows from the used to the user."""

    def room(module):
        package, *inside = module.split(".")
        return package if package in rooms else inside[0] if inside else package

    graph = grimp.build_graph("coalitions", "hetprobit", cache_dir=None)
    arrows = nx.DiGraph()
    arrows.add_nodes_from(rooms)
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            ends = room(imported), room(module)
            if ends[0] != ends[1] and rooms.issuperset(ends):
                arrows.add_edge(*ends)
    return arrows


def test_the_arrows_are_the_imports_between_rooms(page, uses):
    drawn = set(re.findall(r"^  (\w+) --> (\w+)$", page, re.MULTILINE))
    assert drawn == set(nx.transitive_reduction(uses).edges)


def test_every_room_is_described(page, rooms):
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == rooms


def test_every_module_beside_the_rooms_is_named(page, root):
    beside = page[page.index("Beside the rooms") : page.index("Around the package")]
    modules = {f.stem for f in (root / "src/coalitions").glob("*.py")} - {"__init__"}
    assert set(re.findall(r"`(\w+)`", beside)) == modules
