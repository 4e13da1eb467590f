"""Is a graph sound? Rules that find and change nothing."""
