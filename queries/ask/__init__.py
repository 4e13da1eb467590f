"""Whom to ask what."""
