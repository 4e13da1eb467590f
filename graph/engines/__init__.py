"""Where graphs live: one folder an engine."""
