"""The authors' own rows: who is who in them, and which definitions made them."""
