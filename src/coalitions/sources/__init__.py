"""Raw files: which ones the manifest lists, which a run needs, and how they get here."""
