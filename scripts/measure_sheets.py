"""How well office sheets are read: docs/SHEETS.md, and of the workbooks to work with each fact that is missed or false.

    python scripts/measure_sheets.py                 # docs/SHEETS.md
    python scripts/measure_sheets.py --own 03 09     # the misses of workbooks in tests/data/sheets/own whose names begin so
    python scripts/measure_sheets.py --own           # of all of them

Of the half that is set aside nothing but counts is shown.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "helpers"))

from measure.counts import OWN, measure, workbooks
from measure.pages import PAGE, line_of, total, written


def main() -> int:
    """Write the page, or show misses."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--own"]:
        for path in workbooks(OWN):
            if len(arguments) == 1 or path.name.startswith(tuple(arguments[1:])):
                one = measure(path)
                print(line_of(one))
                for became, fact, why in one.misses:
                    print(f"    {became}: {fact}" + (f"\n        {why}" if why else ""))
        return 0
    if arguments:
        print(__doc__)
        return 2
    own, aside = written()
    for name, half in (("own", own), ("aside", aside)):
        counts = total(half)
        print(
            f"{name}: {counts.found} of {counts.facts} facts found, {counts.false} false, {counts.silent} lost in silence"
        )
    print(f"{PAGE.name} is written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
