"""The benchmark: a maker of graphs, hand-written counterparts, and a run that puts them side by side."""
