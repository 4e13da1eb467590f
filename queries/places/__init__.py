"""Places of a graph, how an area is asked, and what a region and a graph hold."""
