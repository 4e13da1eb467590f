"""Questions in one's own words: SQL and Cypher, read-only."""
