"""Who joined whose coalition: case by case, and by rule."""
