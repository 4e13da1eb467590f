"""A text as a value."""
