"""How well office sheets are read: what a graph holds of a workbook, against what a person reads in it.

`workbook.py` loads one and keeps what the load answered; `listed.py` is the person's list; `held.py` says the graph in the
words of that list; `compare.py` holds the two against each other; `silence.py` tells a loss that was said from one that was not;
`pages.py` makes docs/SHEETS.md of the counts.
"""
