"""The commands that bring facts into a graph or mend them; each only passes what was typed to a function."""
