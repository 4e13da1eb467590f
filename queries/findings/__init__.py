"""What the rows of the chain map say in a few sentences, and what to do next."""
