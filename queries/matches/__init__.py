"""Who could buy from a nearer maker."""
