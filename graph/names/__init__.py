"""Names of nodes: their normalised form, likeness, likely duplicates, credit codes."""
