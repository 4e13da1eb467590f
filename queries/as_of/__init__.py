"""A question as of a day or for a period: which graph it is asked of, and what is to be said of that."""
