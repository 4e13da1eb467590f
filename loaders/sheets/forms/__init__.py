"""Forms of office sheets that are no plain lists: maps of chains, crosstabs, columns of years."""
