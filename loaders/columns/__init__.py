"""Columns as values: each distinct text is parsed once."""
