"""How rounds and results are told."""
