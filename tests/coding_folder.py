"""Where the coding lies that the default configuration takes."""

from coalitions.coding.editions import edition_numbered
from coalitions.settings import CaseChoice


def default_coding(root):
    """Return the folder of the default edition in the project, or in a world in miniature."""
    return root / edition_numbered(CaseChoice().edition).folder
