"""The page that opens offline: its shell, its data, its records."""
