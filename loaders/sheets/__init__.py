"""What a sheet says: its kind, its columns, the cells around its table."""
