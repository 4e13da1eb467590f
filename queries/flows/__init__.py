"""Supplies, area by area."""
