"""Good rows as a batch of facts."""
