"""What the grid of a sheet holds: its tables, which way they run, where each begins and what its headers are."""
