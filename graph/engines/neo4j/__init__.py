"""The engine of a Neo4j server."""
