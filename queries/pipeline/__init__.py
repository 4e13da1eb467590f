"""Projects of an area by stage: which are its own, how far they have come, what they add up to."""
