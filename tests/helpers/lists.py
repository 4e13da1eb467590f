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

PROGRESS: Final = {
    "firm": "F@A1",
    "organization": "O@A1; OB@B1",
    "agreement": """
        pact signed=2024-05; late signed=2025-07; old status=ended signed=2020; bare signed=2023; seen signed=2023
        about signed=2023; draft status=planned
    """,
    "measure": """
        rail status=agreed due=2025-03-31 responsible=O clause=one; bus status=done due=2024-12; gas due=2025-04-30; soon
        over status=agreed due=2021-12
        told responsible=OB；nobody; office status=running responsible=K管委会; firm status=stalled due=2025-12 responsible=F
        joint; wide; loose; watched; subject; broken status=ended due=2020-12; drawn
    """,
    "part_of": "rail pact; bus pact; gas pact; soon late; over old; watched seen; subject about; drawn draft",
    "party_to": """
        A1 pact; B1 pact; A1 late; A2 late; A1 old; B1 old; O bare; OB bare; A2 seen; B1 seen; A1 seen role=witness
        A2 about; B1 about; A1 draft; A2 draft
    """,
    "concerns": "told A1; joint J; wide A; about F; broken A1; rail A1; rail B1",
}
PROGRESS_A1: Final = [
    # 30 days of April, 30 of May
    ("rail", ["pact"], ["O"], "agreed", True, 60, ["A1", "B1"], ["A1", "B1"], ["party", "concerns", "responsible"]),
    # past its date, but whether it is done nobody says
    ("gas", ["pact"], [], "unstated", None, 30, [], ["A1", "B1"], ["party"]),
    ("subject", ["about"], [], "unstated", None, None, [], ["A2", "B1"], ["agreement"]),
    ("drawn", ["draft"], [], "unstated", None, None, [], ["A1", "A2"], ["party"]),
    # of an agreement that has ended nothing is left to do
    ("over", ["old"], [], "agreed", False, None, [], ["A1", "B1"], ["party"]),
    ("bus", ["pact"], [], "done", False, None, [], ["A1", "B1"], ["party"]),
    # items of no agreement: by what they are about, or whoever is responsible
    ("broken", ["the invented world"], [], "ended", False, None, ["A1"], [], ["concerns"]),
    ("firm", ["the invented world"], ["F"], "stalled", False, None, [], [], ["responsible"]),
    ("office", ["the invented world"], ["K管委会"], "running", None, None, [], [], ["responsible"]),
    ("told", ["the invented world"], ["OB", "nobody"], "unstated", None, None, ["A1"], [], ["concerns"]),
    # not: soon (agreed after the day), joint (Z and B1), watched (A1 was a witness), wide, loose
]
"""Item, agreement or plan, responsible, status, overdue, days, about, parties, via."""
PROGRESS_BY_RESPONSIBLE: Final = [
    # responsible, items, stalled, proposed, agreed, running, done, ended, unstated, late, longest
    ("F", 1, 1, 0, 0, 0, 0, 0, 0, 0, None),
    ("K管委会", 1, 0, 0, 0, 1, 0, 0, 0, 0, None),
    ("O", 1, 0, 0, 1, 0, 0, 0, 0, 1, 60),
    ("OB", 1, 0, 0, 0, 0, 0, 0, 1, 0, None),
    ("nobody", 1, 0, 0, 0, 0, 0, 0, 1, 0, None),
    (None, 6, 0, 0, 1, 0, 1, 1, 3, 0, 30),
]

SOURCING_REGIONS: Final = {"A3": ("county", "P", 3.0), "B2": ("county", "Q", 4.0)}
SOURCING: Final = {
    "firm": "F1@A1; F2@A1; L@A1; S1@A1; N@A2; R@A3; E@B1; G@B2; V@A; U",
    "borders": "A1 A2",
    "agreement": "pact signed=2024; gone status=ended",
    "party_to": "A1 pact; B2 pact; A1 gone; B1 gone",
    "leads": "F1 web; L web",
    "in_chain": "p web; z web2",
    "kind_of": "fine p",
    "produces": "F2 z",
    "supplies": """
        S1 F1 p value=60 basis=annual period=2024; N F1 p value=20 basis=annual period=2024
        R F1 p value=10 basis=annual period=2024; E F1 q value=10 basis=annual period=2024
        U F1 q value=100 basis=annual period=2024; V F1 fine
        N F2 r; G F2 r value=5 basis=contract
        S1 F2 s status=planned; E F2 s until=2023; E F2 t modality=target
    """,
}
_NONE: Final = (None, None, None, None, None, 0, 0, 0, 0, 0, 0, None, None, None)
SOURCING_A1: Final = [
    # annual values of 2024: 4 of 6 purchases of known origin, less than 80 %: by count. Here S1, around N (borders) and G
    # (agreed), in the province R, elsewhere E; V (somewhere in A) and U are neither
    ("area", "A1", None, 0.2, 0.4, 0.2, 0.2, "count", 8, 7, 2, 4, 2, 5, 200.0, "annual", "2024"),
    # 60, 20 and 10 of 90; fine is a kind of p, its origin is not known
    ("chain", "web", None, 0.6667, 0.2222, 0.1111, 0.0, "value", 4, 4, 1, 2, 1, 3, 90.0, "annual", "2024"),
    # made here, and nobody is known to buy any of it
    ("chain", "web2", None, *_NONE),
    ("firm", "F1", ["web"], 0.6, 0.2, 0.1, 0.1, "value", 6, 6, 2, 3, 1, 5, 200.0, "annual", "2024"),
    ("firm", "F2", None, 0.0, 1.0, 0.0, 0.0, "count", 2, 2, 0, 1, 1, 1, 5.0, "contract", None),  # leads no chain
    ("firm", "L", ["web"], *_NONE),
]
"""Kind, subject, the chains it leads; its shares from here, around, the province, elsewhere, what they are of; purchases,
suppliers, unplaced ones, products, buyers; valued, value, basis, period."""
