"""What a container holds, as cells of sheets."""
