"""The embedded engine: a graph in one DuckDB file."""
