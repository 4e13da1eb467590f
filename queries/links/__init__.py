"""Ties across borders."""
