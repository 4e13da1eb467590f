"""What became of the rows of a load."""
