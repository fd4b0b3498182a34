"""From estimates to what a reader sees: tables, figures, claims, pages."""
