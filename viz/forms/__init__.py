"""Forms to fill in and surveys."""
