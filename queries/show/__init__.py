"""All of a kind, everything about one, where sources disagree."""
