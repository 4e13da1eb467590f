"""Regions: names and codes resolved, the area of each level, history, borders."""
