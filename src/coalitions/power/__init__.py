"""What the design can find: power, size, and the effects that the data exclude."""
