"""Votes in the UN General Assembly: how alike states vote, and their ideal points."""
