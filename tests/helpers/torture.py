"""How long the loops are: kills, mutations, orders and drawn graphs have a short form, and a long one for a night.

`make torture` (CHANLIAN_TORTURE=1) takes the long one, and draws anew what the short one draws the same way each time.
"""

from __future__ import annotations

import os

TORTURE = os.environ.get("CHANLIAN_TORTURE") == "1"


def often(short: int, long: int) -> int:
    """So many times in a run of the tests, or as often in one of torture."""
    return long if TORTURE else short
