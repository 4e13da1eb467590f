"""Small invented worlds of the lists that offices keep, and the rows that both engines must give, worked out by hand.

They lie in the regions and parks of world.py and are asked as of 2025-05-30.
"""

from __future__ import annotations

from typing import Final

DAY: Final = "2025-05-30"

REQUESTS: Final = {
    "firm": "F@A1; G@A2; H@B1; U@A",
    "organization": "O@A1; OA@A; OB@B1",
    "project": "J",
    "facility": "road",
    "request": """
        land kind=land due=2025-03-01; water kind=water state=settled; way kind=road state=partly due=2025-12
        power kind=power result=promised due=2025; there; dig; vague; loose; later opened=2025-06; wide; far; above
        zoned; done closed=2024-06 due=2024-03-31 result=built; claimed due=2025-04-30 result=promised
    """,
    "sited_in": "J A1",
    "connects": "road A1; road A2",
    "produces": "F nano; F bag",
    "kind_of": "nano ore",
    "raises": "F land; G power; G there; U vague; F later; H far; G above; F done; F claimed",
    "handles": "OB land; O power; OB far; OA above; O done; OB done",
    "concerns": "water A1; way road; wide A; zoned Z",
    "blocks": "land J; there bag; dig ore",
}
REQUESTS_A1: Final = [
    # 30 days of March, 30 of April, 30 of May; OB in B1 handles it
    ("land", "open", True, 90, ["F"], ["OB"], ["A1"], ["raised", "blocks"]),
    # past its date, but whether it is settled nobody says
    ("claimed", "unstated", None, 30, ["F"], [], ["A1"], ["raised"]),
    # nothing says whose it is, and F makes a kind of ore
    ("dig", "open", None, None, [], [], [], ["product"]),
    # the road that it is about connects A1
    ("way", "partly", False, None, [], [], ["A1", "A2"], ["concerns"]),
    # of a firm of A2, but the office in A1 handles it; 2025 is not over
    ("power", "unstated", False, None, ["G"], ["O"], ["A2"], ["handled"]),
    ("done", "settled", False, None, ["F"], ["O", "OB"], ["A1"], ["raised", "handled"]),
    ("water", "settled", False, None, [], [], ["A1"], ["concerns"]),
    # not: there and above, raised in A2 (that F makes bags too, or that the province handles it, does not make it A1's),
    # far, later (opened after the day), zoned (in Z)
]
"""Request, state, overdue, days, raised by, handled by, where, via."""
REQUESTS_BY_HANDLER: Final = [
    # handler, requests, open, partly, settled, unstated, overdue, longest
    ("O", 2, 0, 0, 1, 1, 0, None),
    ("OB", 2, 1, 0, 1, 0, 1, 90),
    (None, 4, 1, 1, 1, 1, 0, 30),
]
