"""A graph into another one as it is."""
