"""How long the loops are: kills, mutations, orders and drawn graphs have a short form, and a long one of minutes.

`make torture` (CHANLIAN_TORTURE=1) takes the long one, and draws anew what the short one draws the same way each time.
What each came to is kept in `.make/torture.json`; `python tests/helpers/torture.py` shows it as a table, `... begin` clears it.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TORTURE = os.environ.get("CHANLIAN_TORTURE") == "1"
KEPT: Final = Path(__file__).parents[2] / ".make" / "torture.json"


def often(short: int, long: int) -> int:
    """So many times in a run of the tests, or as often in one of torture."""
    return long if TORTURE else short


def record(what: str, trials: int, outcomes: Mapping[str, int]) -> None:
    """Add to what a loop came to: how many trials, and how many of each outcome. Only a run of torture keeps it."""
    if not TORTURE:
        return
    import fcntl

    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # other workers of the run tell theirs
        file.seek(0)
        said = json.loads(file.read() or "{}")
        one = said.setdefault(what, {"trials": 0, "outcomes": {}})
        one["trials"] += trials
        one["outcomes"] = dict(Counter(one["outcomes"]) + Counter(outcomes))
        file.truncate(0)
        json.dump(said, file, ensure_ascii=False, indent=1)


def table(said: Mapping[str, Any]) -> str:
    """What was kept, a line a loop."""
    rows = [
        (
            what,
            f"{one['trials']:>7,}",
            ", ".join(f"{name}: {count:,}" for name, count in sorted(one["outcomes"].items())),
        )
        for what, one in sorted(said.items())
    ]
    width = max((len(what) for what, *_ in rows), default=0)
    return "\n".join(f"{what:<{width}}  {trials}  {outcomes}" for what, trials, outcomes in rows)


if __name__ == "__main__":
    if sys.argv[1:] == ["begin"]:
        KEPT.unlink(missing_ok=True)
    elif KEPT.exists():
        sys.stdout.write(table(json.loads(KEPT.read_text(encoding="utf-8"))) + "\n")
