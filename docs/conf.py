"""How Sphinx builds the site: ``make site``, without a network, into ``build/site``.

Its source is the project's folder, so that pages outside ``docs`` and links to files are checked
too.
"""

import pkgutil
from pathlib import Path

from docutils.nodes import SkipNode
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx
from sphinx.util.logging import getLogger

import coalitions

project = "The formation of military coalitions"
author = "The coalitions replication team"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
root_doc = "docs/index"
include_patterns = [
    "docs/**.md",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "data/coding/**.md",
]

html_theme = "furo"
html_title = "Military coalitions: an open replication"
html_static_path = ["static"]
html_css_files = ["tables.css"]
# The folder's own first page, which leads to that of the documentation.
html_extra_path = ["landing"]
html_copy_source = False
html_show_copyright = False
# Browsers know it, where a script for formulas would come from a server.
html_math_renderer = "mathml"

# Headings down to the third level are targets of links, as where the repository is shown.
myst_heading_anchors = 3

napoleon_google_docstring = False
# Types are words of a sentence here, and no names to be linked.
napoleon_use_param = False
napoleon_use_ivar = True
napoleon_use_rtype = False
# Those of attributes are linked all the same; a word may then be the name of several.
suppress_warnings = ["ref.python"]
autodoc_member_order = "bysource"
# The docstrings say what types mean, and more than an annotation can.
autodoc_typehints = "none"
autodoc_default_options = {"members": True}

_ROOMS = Path(__file__).parent / "api" / "rooms"
_MODULE = "```{{eval-rst}}\n.. automodule:: {name}\n```\n"


def _write_rooms(app):
    """Write a page for each room of the package, and one for the modules beside them."""
    _ROOMS.mkdir(parents=True, exist_ok=True)
    beside = []
    for found in pkgutil.iter_modules(coalitions.__path__, "coalitions."):
        if not found.ispkg:
            beside.append(found.name)
            continue
        folder = str(Path(coalitions.__path__[0], found.name.rpartition(".")[2]))
        inside = pkgutil.walk_packages([folder], f"{found.name}.")
        _write_page(found.name, [found.name, *(module.name for module in inside)])
    _write_page("coalitions.beside", beside, "Modules beside the rooms")


def _write_page(name, modules, title=None):
    parts = [f"# {title or name}\n"]
    for module in modules:
        if module != name:
            parts.append(f"## {module}\n")
        parts.append(_MODULE.format(name=module))
    page, text = _ROOMS / f"{name.removeprefix('coalitions.')}.md", "\n".join(parts)
    # A page that did not change is not read again.
    if not page.exists() or page.read_text(encoding="utf-8") != text:
        page.write_text(text, encoding="utf-8")


def _formula(writer, node):
    try:
        writer.body.append(tex2mathml(node.astext(), as_block=node.tagname == "math_block"))
    except MathError as error:
        getLogger(__name__).warning("%s in %s", error, node.astext(), location=node)
    raise SkipNode


# What the theme leaves out, and what stands in its place: captions of the contents have a level as
# headings have, and what scrolls sideways can be reached and scrolled with the keyboard.
_READABLE = {
    "furo_navigation_tree": {'role="heading"': 'role="heading" aria-level="2"'},
    "body": {
        "<pre>": '<pre tabindex="0">',
        "<p><img ": '<p class="wide" tabindex="0"><img ',
        '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    },
}


def _make_readable(app, pagename, templatename, context, doctree):
    for part, changes in _READABLE.items():
        for left, put in changes.items():
            context[part] = context.get(part, "").replace(left, put)


def setup(app: Sphinx) -> None:
    """Write the pages of the rooms before Sphinx looks for pages; show diagrams and CSV as text."""
    app.connect("builder-inited", _write_rooms)
    # After the theme, which makes the contents.
    app.connect("html-page-context", _make_readable, priority=900)
    app.add_html_math_renderer("mathml", (_formula, None), (_formula, None))
    for language in ("mermaid", "csv"):
        app.add_lexer(language, TextLexer)
