"""The graph for other programs, and how files are written: whole or not at all."""
