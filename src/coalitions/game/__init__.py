"""The game behind the paper: solved twice, derived symbolically, checked and simulated."""
