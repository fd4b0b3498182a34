"""Models of coalition formation, and what carries their estimates."""
