"""Two graphs, or snapshots, side by side: which facts, and what that does to the gaps of an area."""
