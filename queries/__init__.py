"""The questions: one a file, its SQL beside it. Imports only graph.

Each is imported here by name, so that `queries.gaps` is the question and not its module;
nothing heavy is imported before a question is asked.
"""

from __future__ import annotations

from .answer import cite
from .ask import ask
from .conflicts import conflicts
from .evidence import evidence
from .facts import list, show  # noqa: A004  # the question's own name
from .flows import flows
from .gaps import gaps
from .links import links
from .matches import matches
from .network import network
from .outlets import outlets
from .places import info, region
from .suppliers import suppliers
from .trace import trace

__all__ = [
    "ask", "cite", "conflicts", "evidence", "flows", "gaps", "info", "links", "list", "matches", "network", "outlets", "region",
    "show", "suppliers", "trace",
]  # fmt: skip
