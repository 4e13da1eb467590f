"""Foreign layouts brought onto the schema by a mapping file."""
