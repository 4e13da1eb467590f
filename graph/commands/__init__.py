"""Commands about a graph, and what all commands share: options, help in two languages, completion."""
