"""`python -m chanlian`."""

from .cli import main

main()
