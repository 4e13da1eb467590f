"""Who is meant: names to nodes."""
